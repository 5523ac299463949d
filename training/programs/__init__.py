"""Generators of small Python programs, one module for each way of writing them. Deterministic by seed; no data set is read."""
