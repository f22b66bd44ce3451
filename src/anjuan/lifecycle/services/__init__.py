"""Writing the tables of the lifecycle room."""
