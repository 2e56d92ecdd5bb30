"""What a page is cited as, in the formats that people and programs read. Pure: no request, no
database."""

from .bibtex import bibtex
from .csl import csl_json
from .openurl import context_object
from .reference import Reference
from .ris import ris
from .text import plain
from .wikipedia import wikipedia
from .works import author_of, of_record, of_source, standing

__all__ = [
    "Reference",
    "author_of",
    "bibtex",
    "context_object",
    "csl_json",
    "of_record",
    "of_source",
    "plain",
    "ris",
    "standing",
    "wikipedia",
]
