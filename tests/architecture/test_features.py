"""docs/features.md is the honest list of what Handrail can do."""

from django.urls import get_resolver

from tests import features


def test_the_list_of_features_is_fresh() -> None:
    assert features.PAGE.read_text() == features.page(), "run: python -m tests.features"


def test_marks_name_features_that_exist() -> None:
    known = {feature["id"] for feature in features.features()}
    assert set(features.proofs()) <= known


def test_pages_of_features_are_url_names() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    proved = features.proofs()
    wrong = [row["id"] for row in features.features() if row["id"] in proved and row["page"] and row["page"] not in names]
    assert wrong == []
