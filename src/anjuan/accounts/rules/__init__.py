"""Rules of the accounts room: what roles may do and which exclude each other."""
