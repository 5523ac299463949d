"""Verdicts on whether a function ends and how it grows: what the text, predicted runs and the model say of it, weighed.

Each source is a package of its own, which knows nothing of the verdict (`termination`, `complexity`, `opinions`).
"""
