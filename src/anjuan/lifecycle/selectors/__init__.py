"""Reading the tables of the lifecycle room."""
