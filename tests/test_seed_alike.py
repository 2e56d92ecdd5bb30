"""How few of the seeds' statements look alike: the measure behind positions.models.alike.ALIKE."""

from positions.models import alike


def test_of_the_seeds_near_pairs_few_look_alike(seeds):
    """92 pairs are so near in time, three look alike, and the last of them says the same."""
    assert [(a.slug, b.slug) for a, b in alike.alike_pairs()] == [
        ("2025-08-09-ukraine-zelensky-1", "2025-08-12-ukraine-zelensky-1"),
        ("2025-03-06-eu-council-1", "2025-03-06-eu-council-2"),
        ("2022-12-13-russia-peskov-1", "2022-12-14-russia-peskov-1"),
    ]


def test_near_pairs_are_counted_as_the_measure_says(seeds, monkeypatch):
    monkeypatch.setattr(alike, "ALL_PAIRS", alike.ALL_PAIRS.replace(str(alike.ALIKE), "0"))
    assert len(alike.alike_pairs(limit=1000)) == 92
