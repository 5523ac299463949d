"""Generators of programs for the two questions in words: does it end, and how does it grow.

Programs are put together from parts at random, mostly in pairs that differ in one place (`pairs`, `growing`), or are of a family,
which is a way of writing something (`endings`, `growths`); what is known of them follows from how they are made. Running them is
`checking`'s and `counting`'s work.
"""
