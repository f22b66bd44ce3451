"""Binary Word and Works files, and RTF."""
