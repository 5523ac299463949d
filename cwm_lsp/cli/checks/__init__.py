"""What the commands that check many files share: walking them, findings, and the forms in which those are told.

What is found is each command's own business; nothing here knows of termination or complexity.
"""
