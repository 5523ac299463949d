"""How the time and space of a function grow with its input: what the text says, what predicted runs show, what the model thinks.

The three are kept apart until `judging` weighs them. Whether a function ends at all is `predict.termination`'s business.
"""
