"""What stands in an article: the proof that words are verbatim, and the statements it contains.

Pure: text in, plain values out, by the standard library alone; no request, no query. Positions in a
text are Python's: code points, from 0, the end not included.
"""
