"""What changed on a record, told from its versions. Pure: no request, no query.

`versions` puts versions together to occasions (one request, one command, one transaction),
`readers` keeps of them what became public, `words` compares two texts, `telling` says it all in
the words of the site.
"""
