"""Lists as data: what each has for columns, filters, tabs and exports. One engine draws them all."""
