"""Characters outside the basic plane: editors count them as two."""


def hiss(word):
    text = "🐍🐍" + word
    return text


# cwm: hiss("ss")
