"""Feeds: what is new to readers, newest first. An entry stays the same when a record is mended."""

import json
import re
from datetime import UTC, datetime

from django.utils.feedgenerator import Atom1Feed, SyndicationFeed, rfc3339_date

# The newest that a feed holds; readers of feeds keep what they have seen.
ENTRIES = 50
BEFORE_ALL = datetime(2022, 2, 24, tzinfo=UTC)


# What XML cannot hold, not even escaped.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(value):
    """Texts, and those in lists, without what a feed cannot hold."""
    if isinstance(value, str):
        return UNWRITABLE.sub("", value)
    return [written(one) for one in value] if isinstance(value, list) else value


def newest(feed):
    return max((item["pubdate"] for item in feed.items), default=BEFORE_ALL)


class Atom(Atom1Feed):
    """RFC 4287."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self):
        return newest(self)


class JSONFeed(SyndicationFeed):
    """JSON Feed 1.1 (jsonfeed.org)."""

    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        told = self.feed
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": told["title"],
            "description": told["description"],
            "home_page_url": told["link"],
            "feed_url": told["feed_url"],
            "language": told["language"],
            "items": [self.entry(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False, indent=1))

    def entry(self, item):
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_html": item["description"],
            "date_published": rfc3339_date(item["pubdate"]),
            "authors": [{"name": item["author_name"]}] if item["author_name"] else [],
            "tags": list(item["categories"]),
        }


KINDS = {"atom": Atom, "feed.json": JSONFeed}
