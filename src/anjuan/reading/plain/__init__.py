"""Plain text and comma-separated values, whatever their encoding."""
