"""The search box: its language, the spellings of names, and what they find."""
