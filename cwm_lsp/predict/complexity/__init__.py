"""How the time and space of a function grow with its input: what the text says, what predicted runs show, apart from each other.

They are weighed in `predict.judging`. Whether a function ends at all is `predict.termination`'s business.
"""
