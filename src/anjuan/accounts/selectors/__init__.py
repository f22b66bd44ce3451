"""Reading the accounts room."""
