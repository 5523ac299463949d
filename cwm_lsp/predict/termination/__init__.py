"""The second question: does it end? Rules that read the text, and evidence from predicted runs; `predict.judging` weighs them."""
