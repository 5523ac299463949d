"""Generators of programs for the two questions in words: does it end, and how does it grow.

Each family is a way of writing something, with what is known of it by construction. Running them is `checking`'s work.
"""
