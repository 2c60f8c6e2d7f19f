"""Comparing two documents: word by word, line by line, and the same from either side."""

import time
from collections import Counter
from typing import Any
from uuid import UUID, uuid5

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safetyplans.comparing import Comparison, Kind, LineChange, Piece, compare, words

NAMES = UUID(int=7)
patient = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXT = st.text(alphabet="ab \n\tשلé🙂-", max_size=40) | st.lists(st.sampled_from(["walk", "to", "Ana", "  ", " "])).map("".join)


def side(pieces: tuple[Piece, ...], left_out: Kind) -> str:
    return "".join(piece.text for piece in pieces if piece.kind is not left_out)


@patient
@given(TEXT, TEXT)
def test_without_the_added_words_it_reads_a_and_without_the_removed_ones_b(a: str, b: str) -> None:
    pieces = words(a, b)
    assert side(pieces, Kind.ADDED) == a
    assert side(pieces, Kind.REMOVED) == b
    assert all(piece.text for piece in pieces)


SWAPPED = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}


def mirrored(pieces: tuple[Piece, ...]) -> list[Piece]:
    """With added and removed exchanged; the removed words of a place stand first, as always."""
    turned = [Piece(SWAPPED.get(piece.kind, piece.kind), piece.text) for piece in pieces]
    for at in range(len(turned) - 1):
        if (turned[at].kind, turned[at + 1].kind) == (Kind.ADDED, Kind.REMOVED):
            turned[at], turned[at + 1] = turned[at + 1], turned[at]
    return turned


@patient
@given(TEXT, TEXT)
def test_words_compare_the_same_from_either_side(a: str, b: str) -> None:
    assert list(words(b, a)) == mirrored(words(a, b))


def test_a_changed_phrase_is_read_as_a_phrase() -> None:
    pieces = words("Walk Luna to the water tower and back", "Walk Luna to the old mill and back")
    assert [(piece.kind.value, piece.text) for piece in pieces] == [
        ("same", "Walk Luna to the "),
        ("removed", "water tower"),
        ("added", "old mill"),
        ("same", " and back"),
    ]


def test_what_has_hardly_a_word_in_common_is_not_cut_to_pieces() -> None:
    pieces = words("I call the neighbour when it is dark", "Cold water, the one with ice, counts up to thirty")
    assert [piece.kind for piece in pieces] == [Kind.REMOVED, Kind.ADDED]


def test_very_long_lines_take_no_time() -> None:
    a = "x " * 5000
    start = time.thread_time()
    assert words(a + "a " * 4999, "b " * 5000 + a)
    assert words("ab " * 3333, "ab " * 3332 + "c")
    assert words("d " + "a b " * 240, "e " + "b a a " * 240)
    assert len(words("d " + "a b " * 49, "e " + "b a a " * 49)) > 2
    assert time.thread_time() - start < 1


# Documents


def item(name: str, text: str = "", **cites: Any) -> dict[str, Any]:
    kind = next(iter(cites), "text")
    return {"id": str(uuid5(NAMES, name)), "kind": kind, "purpose": "", "text": text, "on_copy": True, **cites}


def document(*items: dict[str, Any], title: str = "Signs", state: str = "", **more: Any) -> dict[str, Any]:
    steps = [{"key": "warning_signs", "number": 1, "title": title, "state": state, "items": list(items)}]
    return {"steps": steps, "local": [], "first_contact": None, "review_on": None, **more}


ANA = {"id": str(uuid5(NAMES, "ana")), "name": "Ana", "relation": "sister", "phone": "(928) 555-0177", "can_text": True}


def only(found: Comparison) -> LineChange:
    assert len(found.steps[0].changed_lines) == 1
    return found.steps[0].changed_lines[0]


def test_the_same_document_differs_in_nothing() -> None:
    same = document(item("1", "Up at night"), item("2", contact=ANA))
    assert not compare(same, same).differs


def test_added_removed_and_reworded() -> None:
    found = compare(document(item("1", "Up at night"), item("2", "Old")), document(item("1", "Up at 2 am"), item("3", "New")))
    assert [line.kind for line in found.steps[0].lines] == [Kind.CHANGED, Kind.ADDED, Kind.REMOVED]
    assert side(found.steps[0].lines[0].words, Kind.ADDED) == "Up at night"


def test_only_the_line_that_changed_its_place_is_moved() -> None:
    one, two, three, four = (item(name, name) for name in "1234")
    found = compare(document(one, two, three, four), document(four, one, two, three))
    assert [(line.words[0].text, line.moved) for line in found.steps[0].lines] == [
        ("4", True), ("1", False), ("2", False), ("3", False),
    ]  # fmt: skip


def test_a_changed_number_is_told_by_name_and_number() -> None:
    line = only(compare(document(item("1", contact=ANA)), document(item("1", contact={**ANA, "phone": "(928) 555-0188"}))))
    assert line.name == (Piece(Kind.SAME, "Ana"),)
    assert [(str(fact.label), fact.before, fact.after) for fact in line.facts] == [("Phone", "(928) 555-0177", "(928) 555-0188")]


def test_lines_made_again_from_an_old_version_are_the_same_lines() -> None:
    found = compare(
        document(item("1", "Up at night"), item("2", contact=ANA)), document(item("8", "Up at night"), item("9", contact=ANA))
    )
    assert not found.differs


def test_a_title_a_step_left_out_and_the_first_person() -> None:
    a = document(item("1", contact=ANA), first_contact=ANA["id"], review_on="2026-11-30")
    b = document(title="My signs", state="declined", review_on="2026-12-30")
    found = compare(a, b)
    assert side(found.steps[0].title, Kind.ADDED) == "Signs"
    assert [(str(fact.label), fact.before, fact.after) for fact in (*found.facts, *found.steps[0].facts)] == [
        ("The first person to call", "Ana", ""),
        ("Look at it again on", "2026-11-30", "2026-12-30"),
        ("Said of this step", "", "Not for now"),
    ]


def test_numbers_of_places_are_compared_too() -> None:
    number = {"id": "r1", "name": "Crisis team", "phone": "(877) 555-0190", "place": "Home"}
    found = compare(document(local=[number]), document(local=[{**number, "phone": "(877) 555-0191"}, {**number, "id": "r2"}]))
    assert [line.kind for line in found.steps[-1].lines] == [Kind.CHANGED, Kind.ADDED]


ITEMS = st.lists(st.integers(0, 6), unique=True, max_size=7).flatmap(
    lambda names: st.tuples(*(st.builds(item, st.just(str(name)), TEXT) for name in names))
)


def told(found: Comparison, turned: bool) -> Counter[Any]:
    """Every line with what became of it, whatever the order they stand in."""
    lines = [line for step in found.steps for line in step.lines]
    turn = SWAPPED if turned else {}
    return Counter(
        (turn.get(line.kind, line.kind), line.moved, tuple(mirrored(line.words) if turned else line.words)) for line in lines
    )


@patient
@given(ITEMS, ITEMS)
def test_documents_compare_the_same_from_either_side(a: tuple[dict[str, Any], ...], b: tuple[dict[str, Any], ...]) -> None:
    there, back = compare(document(*a), document(*b)), compare(document(*b), document(*a))
    assert told(there, turned=True) == told(back, turned=False)
    assert sum(line.kind is not Kind.ADDED for line in there.steps[0].lines) == len(a)
    assert sum(line.kind is not Kind.REMOVED for line in there.steps[0].lines) == len(b)
    assert there.differs == back.differs
