"""Exceptions: one that is caught on the way, one that nobody catches."""


def parse_all(texts):
    """Add up the numbers among some texts.

    >>> parse_all(["4", "x", "8"])
    (12, 1)
    """
    total = 0
    failed = 0
    for text in texts:
        try:
            total += int(text)
        except ValueError:
            failed += 1
    return total, failed


def average(numbers):
    total = sum(numbers)
    return total / len(numbers)


# cwm: average([])
