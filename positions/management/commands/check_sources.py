import asyncio
from collections import Counter, defaultdict
from itertools import batched
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand
from django.utils import timezone

from positions.links import ask
from positions.models import Source, SourceCheck
from positions.models.checks import due
from positions.outcomes import LinkOutcome

HOSTS_AT_ONCE = 8
BATCH = 50  # Answers are stored as they come, so many at a time.
PAUSE = 1  # Seconds between two questions to the same host.
SHOWN = 20


def host_of(address):
    """Of what is no address, the whole of it: it is told so when it is asked."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return address


class Command(BaseCommand):
    help = (
        "Ask the addresses of sources whether they still answer, and count the sources without an "
        "archived copy. This is the only command that turns to other sites, and it does so only "
        "when somebody runs it. The results stand in the admin, under Checks of addresses."
    )
    # What the tests ask instead of the web.
    ask = staticmethod(ask)

    def add_arguments(self, parser):
        parser.add_argument(
            "--days", type=int, default=30, help="leave out what was asked in the last days (30)"
        )
        parser.add_argument(
            "--limit", type=int, default=500, help="ask no more than this many addresses (500)"
        )
        parser.add_argument(
            "--pause", type=float, default=PAUSE, help="seconds between two to one host (1)"
        )

    def handle(self, *, days, limit, pause, **options):
        SourceCheck.objects.exclude(pk__in=SourceCheck.objects.current().values("pk")).delete()
        asked = due(days, limit)
        counts = Counter()
        for some in batched(asked, BATCH):
            answers = asyncio.run(self.ask_all(some, pause))
            counts.update(answer.outcome for answer in answers)
            self.store(some, answers)
        self.report(counts)

    def store(self, asked, answers):
        for (source, archived, address), answer in zip(asked, answers, strict=True):
            found = {
                "address": address,
                "checked_at": timezone.now(),
                "outcome": answer.outcome,
                "http_status": answer.status,
                "detail": answer.detail,
            }
            SourceCheck.objects.update_or_create(
                source_id=source, archived=archived, defaults=found
            )

    async def ask_all(self, asked, pause):
        """The Answers, in the order of what is asked; one host is never asked twice at once."""
        answers = [None] * len(asked)
        by_host = defaultdict(list)
        for place, (_, _, address) in enumerate(asked):
            by_host[host_of(address)].append(place)
        gate = asyncio.Semaphore(HOSTS_AT_ONCE)

        async def ask_host(places):
            async with gate:
                for number, place in enumerate(places):
                    if number:
                        await asyncio.sleep(pause)
                    answers[place] = await self.ask(asked[place][2])

        async with asyncio.TaskGroup() as group:
            for places in by_host.values():
                group.create_task(ask_host(places))
        return answers

    def report(self, counts):
        told = ", ".join(f"{outcome.label.lower()} {counts[outcome]}" for outcome in LinkOutcome)
        self.stdout.write(f"Addresses asked: {counts.total()} ({told}).")
        failed = SourceCheck.objects.failed().order_by("outcome", "address")
        for check in failed[:SHOWN]:
            self.stdout.write(str(check))
        if (more := failed.count() - SHOWN) > 0:
            self.stdout.write(f"and {more} more; the admin lists them all.")
        bare = Source.objects.exclude(url="").filter(archived_url="").count()
        self.stdout.write(f"Sources without an archived copy: {bare}.")
