"""Halve it if it is even, else triple it and add one. Nobody has proved that this always ends."""


def collatz(n):
    steps = 0
    while n != 1:
        if n % 2 == 0:
            n = n // 2
        else:
            n = 3 * n + 1
        steps += 1
    return steps


def test_collatz():
    assert collatz(6) == 8
    assert collatz(1) == 0
