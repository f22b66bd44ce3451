"""Relevance: what makes one page answer a question better than another, beyond the engine's own BM25.

For: widening a question by what papers write for it, and judging the best pages a second time by their texts.
Not here: tokens (``search.analysis``), weights of the first stage and plans (``search.ranking``), backends.
Owns: the tables of question frames, of synonyms and of weights.
Uses: kit.
"""
