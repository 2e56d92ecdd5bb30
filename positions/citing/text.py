"""A reference as people write it."""

from positions.dates import in_words


def plain(reference):
    issued = in_words(reference.issued, reference.precision) if reference.issued else "undated"
    sentences = [
        reference.author,
        f"“{reference.title}”",
        f"{reference.site}, {issued}",
        reference.note,
    ]
    told = " ".join(ended(sentence) for sentence in sentences if sentence)
    told += f" {reference.url} (accessed {in_words(reference.accessed)})." if reference.url else ""
    return told + (f" Archived: {reference.archived_url}" if reference.archived_url else "")


def ended(sentence):
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
