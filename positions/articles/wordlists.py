def any_of(words):
    """A set of the words in a text."""
    return frozenset(words.split())
