"""Work with a dictionary, one line at a time."""


def restock(stock, orders):
    """Add what has come in, and list what is new.

    >>> restock({"tea": 2, "milk": 1}, [("milk", 3), ("rice", 5)])
    ['rice']
    """
    new = []
    for item, amount in orders:
        if item not in stock:
            new.append(item)
            stock[item] = 0
        stock[item] += amount
    return new
