"""What a paper states: labels and sentences turned into fields, and the values of a case out of them."""
