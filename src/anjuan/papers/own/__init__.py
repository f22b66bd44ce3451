"""A body's own forms 机构自有表单: numbers, titles, kinds and labels beside those of the tables."""
