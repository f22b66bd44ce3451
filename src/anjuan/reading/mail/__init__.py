"""Mail becomes pages: the fields of its head, its text, and its attachments as files on their own."""
