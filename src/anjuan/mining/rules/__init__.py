"""Figures over the whole archive, and what a sentence must bring to be believed; pure computation."""
