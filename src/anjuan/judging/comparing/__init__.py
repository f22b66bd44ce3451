"""Whether two printed values of one kind mean the same: style is seen through, slips of recognition are named."""
