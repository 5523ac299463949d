"""The second question: does it end? Rules that read the text, evidence from predicted runs, and the model's opinion, kept apart."""
