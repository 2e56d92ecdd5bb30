"""A reference as people write it."""

from positions.dates import in_words


def plain(reference):
    issued = in_words(reference.issued) if reference.issued else "undated"
    sentences = [
        reference.author,
        titled(reference),
        f"{reference.site}, {issued}",
        reference.note,
    ]
    told = " ".join(ended(sentence) for sentence in sentences if sentence)
    told += f" {reference.url} (accessed {in_words(reference.accessed)})." if reference.url else ""
    return told + (f" Archived: {reference.archived_url}" if reference.archived_url else "")


def titled(reference):
    """Only a title that is on record stands in quotation marks."""
    if reference.descriptive or not reference.title:
        return reference.heading
    return f"“{reference.title}”{reference.in_brackets}"


def ended(sentence):
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
