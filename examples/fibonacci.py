"""Recursion: each activation has variables of its own."""


def fibonacci(n):
    if n < 2:
        return n
    before = fibonacci(n - 2)
    last = fibonacci(n - 1)
    return before + last


assert fibonacci(4) == 3
