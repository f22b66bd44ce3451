"""Tables of figures as files: workbook, text, Parquet, Stata, each with its codebook."""
