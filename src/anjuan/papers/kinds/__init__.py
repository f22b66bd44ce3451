"""What kind of paper a paper is: titles, form numbers, phrases, and a small learned model."""
