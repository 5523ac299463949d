"""How many r are there in strawberry? Language models are known to miscount."""


def count_letter(word, letter):
    """Count a letter in a word.

    >>> count_letter("strawberry", "r")
    3
    >>> count_letter("banana", "a")
    3
    """
    count = 0
    for character in word:
        if character == letter:
            count += 1
    return count
