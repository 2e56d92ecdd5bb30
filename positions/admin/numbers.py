"""Primary keys as they come in addresses and forms."""

import re


def number_of(text):
    """The number, None where there is none that a record could have: Python reads digits of any
    script, and refuses to read thousands of them."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None
