"""What the model thinks of a function when it is asked in words: whether it ends, and how its time and space grow.

Prompts, questions, answers and their calibration. What follows from a predicted run or from the text is `predict.termination`'s and
`predict.complexity`'s business.
"""
