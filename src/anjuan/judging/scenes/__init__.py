"""The audit retold from its papers: steps of its life, points in time, what is missing at its place."""
