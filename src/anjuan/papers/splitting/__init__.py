"""Where one paper of a file ends and the next begins, odd pages, and moving a cut by hand."""
