"""Rules of the registry room: code lists, credit codes, professional codes."""
