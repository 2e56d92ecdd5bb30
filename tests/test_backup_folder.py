"""What lies in the folder of backups, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from positions.backups import Backup, last_backup, last_check
from positions.backups.folder import DAYS, STAMP, kept, tidy

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
NIGHTS = [NOW - timedelta(days) for days in range(800)]


@pytest.fixture
def folder(tmp_path, settings):
    settings.BACKUP_DIR = tmp_path
    return tmp_path


def put(folder, moment, passed=None):
    backup = Backup(folder / f"parley-{moment:{STAMP}}.dump")
    for part in backup.parts[1:]:
        part.write_text("{}")
    if passed is not None:
        backup.note(passed, "As told.")
    return backup


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_every_night_of_two_weeks_a_week_of_two_months_and_a_month_of_a_year():
    days = sorted(moment.date().isoformat() for moment in kept(NIGHTS, NOW))
    months = ["2025-12", *(f"2026-{month:02}" for month in range(1, 12))]
    assert {f"{month}-01" for month in months} <= {*days}
    mondays = ["10-05", "10-12", "10-19", "10-26", "11-02", "11-09", "11-16", "11-23"]
    assert {f"2026-{day}" for day in mondays} <= {*days}
    assert {f"2026-11-{day}" for day in range(10, 24)} <= {*days}
    assert len(days) == 12 + 8 + 14 - len({"11-16", "11-23"})


def test_what_is_kept_tonight_is_what_is_there_in_a_year_of_nights():
    """Night by night, as the timer does, not all at once."""
    there = set()
    for moment in reversed(NIGHTS):
        there = kept(there | {moment}, moment)
    assert there == kept(NIGHTS, NOW)


def test_days_are_the_operators_to_choose():
    ages = {(NOW - moment).days for moment in kept(NIGHTS, NOW, 30)}
    assert {*range(30)} <= ages
    assert 31 not in ages


def test_the_newest_are_kept_however_old():
    old = [moment - timedelta(5000) for moment in NIGHTS[:40]]
    assert sorted(kept(old, NOW)) == sorted(old)[-3:]


def test_what_goes_goes_with_its_parts_and_what_is_not_ours_stays(folder):
    for number in range(40):
        put(folder, NOW - timedelta(30, hours=number))
    (folder / "notes.txt").write_text("Mine.")
    (folder / "parley-by-hand.dump").write_text("Mine.")
    left, removed = tidy(folder, NOW)
    assert removed > 30
    assert left + removed == 40
    assert len(names(folder)) == 3 * left + 2
    assert {"notes.txt", "parley-by-hand.dump"} < {*names(folder)}


def test_the_last_that_was_good_is_never_removed(folder):
    good = put(folder, NOW - timedelta(700), passed=True)
    older = put(folder, NOW - timedelta(701), passed=True)
    for number in range(1, 20):
        put(folder, NOW - timedelta(number), passed=False)
    tidy(folder, NOW)
    assert good.path.exists() and good.passed
    assert not older.path.exists()


def test_the_last_backup_and_the_last_check_are_told(folder):
    assert last_backup() is None and last_check() is None
    checked = put(folder, NOW - timedelta(9), passed=False)
    newest = put(folder, NOW)
    assert (last_backup(), last_check()) == (newest, checked)
    assert (newest.made_at, newest.size, newest.passed, newest.checked_at) == (NOW, 2, None, None)
    assert checked.passed is False and checked.verdict["told"] == "As told."
    assert datetime.now(UTC) - checked.checked_at < timedelta(minutes=5)


def test_what_somebody_wrote_over_a_verdict_is_none(folder):
    backup = put(folder, NOW, passed=True)
    backup.beside(".check.json").write_text("\0")
    assert (backup.passed, last_check()) == (None, None)


@pytest.mark.parametrize("command", [["backup"], ["restore", "--check"]])
def test_a_folder_must_be_named(settings, command):
    settings.BACKUP_DIR = ""
    assert last_backup() is None and last_check() is None
    with pytest.raises(CommandError, match="BACKUP_DIR must name the folder"):
        call_command(*command)


def test_what_is_no_backup_is_told(folder):
    with pytest.raises(CommandError, match="There is no backup in"):
        call_command("restore", "--check")
    with pytest.raises(CommandError, match="is no backup: they are called"):
        call_command("restore", "/etc/passwd", "--check")
    with pytest.raises(CommandError, match="one of the arguments --check --into is required"):
        call_command("restore")
    with pytest.raises(CommandError, match="at least 1"):
        call_command("backup", keep_days=0)
    assert DAYS == 14
