"""A run of thousands of steps, of which few are in sight."""


def count_down(number):
    while number > 0:
        number -= 1
    return number


# cwm: count_down(1200)
