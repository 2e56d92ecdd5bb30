import pytest

from positions.codebook import MEANINGS, Stance, evidence_grade, side


@pytest.mark.parametrize(
    ("attribution", "form", "kinds", "claim", "grade"),
    [
        ("named", "paraphrase", ["official_record"], False, "A"),
        ("institution", "document", ["reprint", "official_record"], False, "A"),
        ("named", "quotation", ["news_agency"], False, "B"),
        ("named", "paraphrase", ["reprint", "news_outlet"], False, "B"),
        ("institution", "document", ["news_outlet"], False, "B"),
        ("institution", "paraphrase", ["news_agency"], False, "C"),
        ("named", "paraphrase", ["reprint"], False, "C"),
        ("institution", "document", ["reprint"], False, "C"),
        ("unnamed", "paraphrase", ["news_agency"], False, "D"),
        ("unnamed", "paraphrase", ["official_record"], False, "D"),
        ("named", "quotation", ["official_record"], True, "D"),
        ("named", "quotation", [], False, None),
    ],
)
def test_the_evidence_grade_follows_from_attribution_form_and_sources(
    attribution, form, kinds, claim, grade
):
    assert evidence_grade(attribution, form, kinds, is_claim=claim) == grade


def test_every_stance_has_a_meaning_and_a_side_of_its_group():
    assert set(MEANINGS) == set(Stance)
    assert {stance: side(stance) for stance in ("demands", "open", "rejects", "noncommittal")} == {
        "demands": "for",
        "open": "for",
        "rejects": "against",
        "noncommittal": "",
    }
