"""From a folder to rows of cells: what is wrong with the files themselves is found here."""

import codecs
import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.core.exceptions import ValidationError

from .columns import quoted
from .descriptor import DIALECT, MISSING
from .schema import RESOURCES, Resource

DESCRIPTOR = "datapackage.json"
# What spreadsheets put between columns instead of a comma.
SEPARATORS = {";": "semicolons", "\t": "tabs"}
MOST_COLUMNS = 60
MOST_HINTS = 20


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: line 1 is a file's first line."""

    file: str
    reason: str
    line: int | None = None
    column: str = ""

    def __str__(self):
        place = [self.file, self.line and f"line {self.line}", self.column]
        return f"{', '.join(part for part in place if part)}: {self.reason}"


def in_order(problems):
    """By file and line."""
    files = [DESCRIPTOR, *(resource.path for resource in RESOURCES.values())]
    return sorted(problems, key=lambda p: (files.index(p.file), p.line or 0))


class BadPackage(Exception):
    """Nothing was stored; `problems` says why, in the order of the files."""

    def __init__(self, problems):
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass
class Record:
    """A row of a file: values by column name, slugs where it refers.

    `bad` names the columns whose value cannot be used, `told` those that a problem is about.
    `sound` is false for a row that cannot be stored, for a reason of its own or because it refers
    to such a row. `effect` is what storing it did: added, changed or same.
    """

    resource: Resource
    line: int
    values: dict = field(default_factory=dict)
    bad: set = field(default_factory=set)
    told: set = field(default_factory=set)
    sound: bool = True
    effect: str = "same"

    def has(self, *columns):
        """Whether none of these columns is known to be bad."""
        return self.bad.isdisjoint(columns)

    def doubt(self, *columns):
        """Take it for unsound, and these columns for bad."""
        self.sound = False
        self.bad.update(columns)

    def problem(self, reason, *columns):
        """What is wrong with it, which makes it unsound."""
        self.sound = False
        self.told.update(columns)
        return Problem(self.resource.path, reason, self.line, ", ".join(columns))


class Unreadable(Exception):
    """A file that cannot be read on: `reason`, and the line if there is one."""

    def __init__(self, reason, line=None):
        super().__init__(reason)
        self.reason, self.line = reason, line


def paths(folder):
    """The path of each resource that datapackage.json names; raises BadPackage."""
    if not folder.is_dir():
        raise BadPackage([Problem(str(folder), "there is no such folder")])
    try:
        described = json.loads(text_of(folder / DESCRIPTOR))
        entries = described["resources"]
        names = [entry["name"] for entry in entries]
    except Unreadable as error:
        raise BadPackage([Problem(DESCRIPTOR, error.reason, error.line)]) from None
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} at column {error.colno}"
        raise BadPackage([Problem(DESCRIPTOR, reason, error.lineno)]) from None
    except (KeyError, TypeError, ValueError, RecursionError):
        reason = "it must be an object with a list of resources, each with a name"
        raise BadPackage([Problem(DESCRIPTOR, reason)]) from None
    found, problems = {}, []
    for name, entry in zip(names, entries, strict=True):
        try:
            name = known(name, names)
            found[name] = path_within(folder, entry)
        except Unreadable as error:
            problems.append(Problem(DESCRIPTOR, f"resource {quoted(name)}: {error.reason}"))
    if problems:
        raise BadPackage(problems)
    return found


def known(name, names):
    if name not in list(RESOURCES):
        raise Unreadable(f"not known here; the resources are {', '.join(RESOURCES)}")
    if names.count(name) > 1:
        raise Unreadable("it is described more than once")
    return name


def path_within(folder, entry):
    """The path of a resource, once it is sure that it is a file of ours, spelt as we read it."""
    path = entry.get("path")
    if not isinstance(path, str) or "://" in path:
        raise Unreadable("its path must be the name of one file in the folder")
    path = folder / path
    try:
        within = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        raise Unreadable("its path cannot be used") from None
    if not within:
        raise Unreadable("its path leads out of the folder")
    if str(entry.get("encoding", "utf-8")).lower() not in ("utf-8", "utf8"):
        raise Unreadable("its encoding must be utf-8")
    dialect, schema = entry.get("dialect", {}), entry.get("schema", {})
    if isinstance(dialect, dict):
        for setting in DIALECT.keys() - {"lineTerminator"}:
            if dialect.get(setting, DIALECT[setting]) != DIALECT[setting]:
                raise Unreadable(f"its dialect must have {setting} {DIALECT[setting]!r}")
    if isinstance(schema, dict) and schema.get("missingValues", MISSING) != MISSING:
        raise Unreadable("its missingValues can only be the empty text")
    return path


def text_of(path):
    """The text of a file, without a byte order mark; raises Unreadable."""
    try:
        if not path.is_file():
            raise Unreadable("there is no such file")
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"it cannot be read: {error.strerror}") from None
    return decoded(content)


def decoded(content):
    """Bytes as text, without a byte order mark; raises Unreadable."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("it is UTF-16; it must be UTF-8", 1)
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = f"not UTF-8: byte 0x{content[error.start]:02x} at position {error.start}"
        raise Unreadable(reason, line) from None


def read_rows(text):
    """(line, cells) for every row, the header included; raises Unreadable."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"not CSV: {in_words(str(error))}", line) from None


def in_words(error):
    """What the csv module says, for people; what it says rarely stays as it is."""
    if error == "unexpected end of data":
        return "a quotation mark is opened here and never closed"
    if error.startswith("field larger"):
        return f"a cell has more than {csv.field_size_limit()} characters"
    return error


def read_file(resource, path):
    """The records of a file and its problems; records is None where they cannot be told."""
    try:
        return read_table(resource, read_rows(text_of(path)))
    except Unreadable as error:
        return None, [Problem(resource.path, error.reason, error.line)]


def read_table(resource, rows):
    """The same from (line, cells), the header first."""
    records, problems = [], []
    try:
        line, header = next(rows, (None, []))
        problems += header_problems(resource, line, header)
        if problems:
            return None, problems
        for line, cells in rows:
            record = Record(resource, line)
            records.append(record)
            problems += fill(record, header, cells)
    except Unreadable as error:
        return None, [*problems, Problem(resource.path, error.reason, error.line)]
    return records, problems


def header_problems(resource, line, header):
    if line is None:
        return [Problem(resource.path, "the file is empty; its first line must name the columns")]
    names = [column.name for column in resource.columns]
    for mark, word in SEPARATORS.items():
        found = header[0].split(mark) if len(header) == 1 else []
        if len(found) > 1 and not {*found}.isdisjoint(names):
            reason = f"the columns are separated by {word}; they must be separated by commas"
            return [Problem(resource.path, reason, line)]
    if len(header) > MOST_COLUMNS:
        reason = f"there are {len(header)} columns; a table has at most {MOST_COLUMNS}"
        return [Problem(resource.path, reason, line)]
    reasons = [
        f"the column {quoted(name)} stands there {count} times"
        for name, count in Counter(header).items()
        if count > 1
    ]
    reasons += [
        f"there is no column {quoted(name)} in this file{nearest(name, names)}"
        for name in dict.fromkeys(header)
        if name not in names
    ]
    reasons += [
        f"the column {quoted(column.name)} is missing"
        for column in resource.columns
        if column.name not in header and not column.may_be_absent
    ]
    return [Problem(resource.path, reason, line) for reason in reasons]


def fill(record, header, cells):
    """Read the cells into the record's values; yields what is wrong with them."""
    texts = dict(zip(header, cells, strict=False))
    if len(cells) != len(header):
        # Nobody knows which cell belongs to which column; the first may still be the row's key.
        record.doubt(*header)
        record.values = {name: texts.get(name) for name in record.resource.key[:1]}
        count = f"the line has {len(cells)} cells" if cells else "the line is empty"
        yield record.problem(f"{count}, but there are {len(header)} columns")
        return
    for column in record.resource.columns:
        if column.name in texts:
            try:
                record.values[column.name] = column.read(texts[column.name])
            except ValidationError as error:
                record.values[column.name] = None
                record.doubt(column.name)
                yield record.problem(" ".join(error.messages), column.name)


def nearest(value, candidates):
    """A suggestion to be put behind “there is no ...”; too many candidates take too long."""
    found = get_close_matches(value, candidates, n=1) if len(candidates) <= 5000 else []
    return f"; did you mean {quoted(found[0])}?" if found else ""


class Hints:
    """The nearest for the first wrong values only: to look for it takes time for each of them."""

    def __init__(self):
        self.left = MOST_HINTS

    def nearest(self, value, *candidates):
        self.left -= 1
        return nearest(value, set().union(*candidates)) if self.left >= 0 else ""
