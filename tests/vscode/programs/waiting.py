"""A loop without an end: it is predicted, so nobody has to wait for it."""


def countdown(n):
    while n != 0:
        n = n - 2 if n > 1 else n
    return n


# cwm: countdown(5)
