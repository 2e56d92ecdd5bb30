"""A package of nothing but what is new or already on record, stored by the database at once.

Such are first loads, restored backups and second loads, and these are the large ones. Rows stream
through COPY into tables that end with the transaction; for each file one statement in SQL finds
what its references mean and which of its rows are on record, another inserts the rest. Python reads
every cell by the rules of its column; to its own rules the database holds the rows itself.

Whatever is not as plain as that is left to loading.py: rows to change, problems to tell.
"""

import csv
from collections import Counter

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models.expressions import RawSQL

from positions.codebook import Status
from positions.models import Coding, Distinction, GroupDay, LineDay, Response, Statement, groupdays
from positions.models.evidence import OF_ITS_STATEMENT, evidence_of
from positions.models.review import SEEN_NOW

from .checks import is_refusal, uncovered
from .columns import SEPARATOR
from .incoming import NotPlain, any_of, default, differs, read, value
from .schema import RESOURCES

# Lines whose rows are inserted at once. Codings are all of them, as cells are made anew each time.
INSERTED = 20_000
SET, IGNORED = "SELECT set_config(%s, %s, true)", "pgtrigger.ignore"
# For sorting, and for new words until they are put into the index together.
MEMORY = {"work_mem": "64MB", "gin_pending_list_limit": "32MB"}


def stored(paths, progress):
    """Counters of rows by resource and the tables that got some; None, and nothing is stored, where
    the package is not plain. `progress` is told how much is done, of how much."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            bulk = Bulk(paths, cursor, progress)
            bulk.run()
            return bulk.counts, bulk.written
    except (NotPlain, ValidationError, csv.Error, UnicodeDecodeError, OSError):
        return None
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        return None


class Bulk:
    """`columns` are those of each file that is there, by name and in its order, `rows` the numbers
    of rows; `counts` and `written` as `stored` returns them."""

    def __init__(self, paths, cursor, progress):
        self.paths, self.cursor, self.progress = paths, cursor, progress
        self.columns, self.rows = {}, {}
        self.counts = {name: Counter() for name in RESOURCES}
        self.written = set()
        if not all(path.is_file() for path in paths.values()):
            raise NotPlain
        self.sizes = {name: path.stat().st_size for name, path in paths.items()}
        self.done = 0

    def run(self):
        # What is kept of days is counted at the end.
        told = {Coding: groupdays.OF_CODINGS, Statement: groupdays.OF_STATEMENTS}
        ignored = [one.get_pgid(model) for model, triggers in told.items() for one in triggers]
        for setting in (MEMORY | {IGNORED: f"{{{','.join(ignored)}}}"}).items():
            self.cursor.execute(SET, setting)
        # Readers and editors do not feel it. The database would otherwise count rows that only this
        # transaction sees as none, and plan by that.
        models = {Response, *(resource.model for resource in RESOURCES.values())}
        models |= {m.pgh_event_model for m in models if hasattr(m, "pgh_event_model")}
        models |= {GroupDay, LineDay}
        tables = {model._meta.db_table for model in models}
        self.cursor.execute(
            f"LOCK TABLE {', '.join(sorted(tables))} IN SHARE UPDATE EXCLUSIVE MODE"
        )
        for name, path in self.paths.items():
            self.columns[name], self.rows[name] = read(
                self.cursor, RESOURCES[name], path, self.tell
            )
        for name in ("actors", "officials", "tenures", "topics", "preconditions", "sources"):
            self.store(name)
        # With their citations there, statements have their grade as they are written.
        statements = self.staged("statements")
        self.link("sources", more=["citations"])
        if statements:
            self.insert(*statements)
        for name in ("restates", "duplicate_of"):
            self.refer(name)
        self.link("responds_to")
        self.store("codings", more=["second_codings", "settlements"])
        for name in ("distinctions", "search_notes", "corrections"):
            self.store(name)
        if "statements" in self.columns:
            loaded = RawSQL("SELECT slug FROM staged_statements", [])
            if uncovered(Statement.objects.filter(slug__in=loaded)).exists():
                raise NotPlain
        for query in groupdays.COUNTED_AT_ONCE if self.written else ():
            self.cursor.execute(query)
        self.cursor.execute(SET, [IGNORED, "{}"])
        connection.check_constraints()

    def tell(self, done):
        self.done += done
        self.progress(self.done, 2 * sum(self.sizes.values()))

    def there_is(self, rows):
        """`rows` is SQL from FROM on."""
        self.cursor.execute(f"SELECT EXISTS (SELECT {rows})")
        return self.cursor.fetchone()[0]

    def refuse(self, rows):
        if self.there_is(rows):
            raise NotPlain

    # From tables of texts into tables of rows to be, and from there into the models'

    def store(self, name, more=()):
        """The rows of a file, with what others say more of them."""
        if staged := self.staged(name, more):
            self.insert(*staged)

    def staged(self, name, more=()):
        """Stage these rows; returns what `insert` takes, None where there is no such file."""
        more = [other for other in more if other in self.columns]
        if name not in self.columns:
            if more:
                raise NotPlain
            return None
        resource, columns = RESOURCES[name], self.columns[name]
        found, joins, astray = {}, [f"FROM incoming_{name} r"], []
        for column in columns.values():
            if column.field.many_to_many or column.refers_to is resource.model:
                continue
            found[column.database_column] = value(column, "r")
            if column.refers_to:
                text, other = f'r."{column.name}"', f'"{column.name} of r"'
                table = column.refers_to._meta.db_table
                joins.append(f"LEFT JOIN {table} {other} ON {other}.slug = {text}")
                astray.append(f"{text} <> '' AND {other}.id IS NULL")
        for column in resource.key_columns:
            if column.name not in columns:
                found[column.database_column] = default(column.field)
        if resource.model is Statement and "withdrawn_on" not in columns:
            # See subjects.complete.
            self.refuse(f"FROM incoming_statements WHERE status = '{Status.WITHDRAWN}'")
        if resource.model is Distinction:
            ends = f"{found['statement_id']}, {found['other_id']}"
            found |= {"statement_id": f"LEAST({ends})", "other_id": f"GREATEST({ends})"}
        if resource.model is Coding:
            found |= {name: f'"statement of r".{name}' for name in OF_ITS_STATEMENT}
        texts = {name: f'r."{name}"' for name in columns}
        if "gate" in texts:
            texts["of_gate"] = texts["gate"]
        key = [column.database_column for column in resource.key_columns]
        self.stage(name, resource.model, key, found, ["line"], joins, astray, more, texts)
        return name, resource.model, key, found, "line"

    def refer(self, name):
        """What statements say of others of the same file."""
        column = self.columns.get("statements", {}).get(name)
        if not column:
            return
        known = "FROM staged_statements WHERE old IS NOT NULL"
        if not (
            self.there_is(f"""FROM incoming_statements WHERE "{name}" <> ''""")
            or self.there_is(known)
        ):
            return
        own = column.field.column
        told = (
            "FROM incoming_statements r JOIN staged_statements t ON t.line = r.line "
            "JOIN positions_statement s ON s.id = t.id "
            f'LEFT JOIN positions_statement x ON x.slug = r."{name}" '
            f"WHERE s.{own} IS DISTINCT FROM x.id"
        )
        self.refuse(f"""FROM incoming_statements r WHERE r."{name}" <> '' AND NOT EXISTS (
            SELECT FROM positions_statement x WHERE x.slug = r."{name}")""")
        self.refuse(f"{told} AND t.old IS NOT NULL")
        if self.there_is(told):
            self.cursor.execute(
                f"UPDATE positions_statement u SET {own} = found.other "
                f"FROM (SELECT s.id, x.id AS other {told}) found WHERE u.id = found.id"
            )

    def link(self, name, more=()):
        """The table between statements and what a column of theirs lists."""
        more = [other for other in more if other in self.columns]
        column = self.columns.get("statements", {}).get(name)
        if not column:
            if more:
                raise NotPlain
            return
        one, other = column.field.m2m_field_name(), column.field.m2m_reverse_field_name()
        found = {f"{one}_id": "t.id", f"{other}_id": "x.id"}
        joins = [
            "FROM incoming_statements r JOIN staged_statements t ON t.line = r.line",
            f"CROSS JOIN unnest(string_to_array(r.\"{name}\", '{SEPARATOR}'))",
            "WITH ORDINALITY u (slug, place)",
            f"LEFT JOIN {column.refers_to._meta.db_table} x ON x.slug = u.slug",
        ]
        # A new one changes a statement that is on record.
        astray = ["x.id IS NULL", "t.old IS NOT NULL AND o.id IS NULL"]
        model, table = column.field.remote_field.through, f"statements_{name}"
        texts = {"statement": "r.id", "source": "u.slug"}
        place = ["line", "place"]
        self.stage(table, model, [*found], found, place, joins, astray, more, texts)
        self.insert(table, model, [*found][:2], found, "line, place")

    def stage(self, name, model, key, found, place, joins, astray, more, texts):
        """Make staged_{name}, with a row's place, its columns as `found`, as `old` the primary key
        of the row on record, and as `id` that or the one that the row will have. `more` are files
        that say more of the rows: `found` gets what they say, where `texts` are the columns of
        their key.

        Raises NotPlain where a reference leads nowhere, a key stands twice, or a row on record is
        another than in the files."""
        changed = [differs(column, found) for column in found if column not in key]
        table = model._meta.db_table
        for other in more:
            resource = RESOURCES[other]
            if not {*resource.key} <= self.columns[other].keys() & texts.keys():
                raise NotPlain
            same = (f'{other}."{one}" = {texts[one]}' for one in resource.key)
            joins.append(f"LEFT JOIN incoming_{other} {other} ON {' AND '.join(same)}")
            for column in self.columns[other].values():
                if column.name not in resource.key:
                    text, own = value(column, other), column.database_column
                    found[own] = f"CASE WHEN {other}.line IS NULL THEN {default(column.field)} "
                    found[own] += f"ELSE {text} END"
                    changed.append(f"{other}.line IS NOT NULL AND {differs(own, found)}")
        nullable = {field.column for field in model._meta.concrete_fields if field.null}
        same = (
            f'o."{column}" {"IS NOT DISTINCT FROM" if column in nullable else "="} {found[column]}'
            for column in key
        )
        columns = [
            *(f"{one}.{column}" for one, column in zip("ru", place, strict=False)),
            "o.id AS old",
            f"coalesce(o.id, nextval('{table}_id_seq')) AS id",
            f"({any_of(astray)} OR o.id IS NOT NULL AND ({any_of(changed)})) AS not_plain",
            *(f"{other}.line AS {other}" for other in more),
            *(f'{text} AS "{column}"' for column, text in found.items()),
        ]
        self.cursor.execute(f"DROP TABLE IF EXISTS staged_{name}")
        self.cursor.execute(
            f"CREATE TEMP TABLE staged_{name} ON COMMIT DROP AS SELECT {', '.join(columns)} "
            f"{' '.join(joins)} LEFT JOIN {table} o ON {' AND '.join(same)} "
            f"ORDER BY {', '.join(place)}"
        )
        self.cursor.execute(f"CREATE INDEX ON staged_{name} (line)")
        self.cursor.execute(f"ANALYZE staged_{name} (line)")
        self.refuse(f"FROM staged_{name} WHERE not_plain")
        self.refuse(f"FROM staged_{name} GROUP BY {', '.join(key)} HAVING count(*) > 1")
        for told in more:
            self.refuse(f"WHERE (SELECT count({told}) FROM staged_{name}) <> {self.rows[told]}")
            self.tell(self.sizes[told])
        for told in [*more, *([name] if name in self.rows else [])]:
            counted = "*" if told == name else told
            self.cursor.execute(
                f"SELECT count({counted}) FILTER (WHERE old IS NULL), "
                f"count({counted}) FILTER (WHERE old IS NOT NULL) FROM staged_{name}"
            )
            effects = zip(("added", "same"), self.cursor.fetchone(), strict=True)
            self.counts[told] = Counter({effect: n for effect, n in effects if n})

    def insert(self, name, model, key, found, order):
        """In the order of the file."""
        self.cursor.execute(f"SELECT max(line) FROM staged_{name} WHERE old IS NULL")
        (last,) = self.cursor.fetchone()
        size = self.sizes.get(name, 0)
        if last is None:
            return self.tell(size)
        others = {
            field.column: default(field)
            for field in model._meta.concrete_fields
            if not (field.generated or field.primary_key or field.column in found)
        }
        told = {}
        if model is Statement:  # What triggers would find for each row.
            told = evidence_of("given") | {"published_at": SEEN_NOW.format(status="given.status")}
        columns = [f'"{name}"' for name in ["id", *found, *others] if name not in told]
        into = ", ".join([*columns, *told])
        values = ", ".join([*columns, *told.values()])
        given = ", ".join(["*", *(f'{text} AS "{column}"' for column, text in others.items())])
        step = last if model is Coding else INSERTED
        for start in range(0, last, step):
            self.cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({into}) SELECT {values} "
                f"FROM (SELECT {given} FROM staged_{name}) given "
                f"WHERE old IS NULL AND line > {start} AND line <= {start + step} "
                f"ORDER BY {order}"
            )
            self.tell(size * min(step, last - start) // last)
        self.written.add(model._meta.db_table)
        self.cursor.execute(f"ANALYZE {model._meta.db_table} ({', '.join(key)})")
