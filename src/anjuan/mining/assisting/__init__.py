"""The seam to a language model: off by default, told nothing that names anybody, believed in nothing."""
