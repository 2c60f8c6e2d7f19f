"""Rules of the house that linters cannot hold. Each failure says how to mend it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ["clinic", "emergency", "intake", "safetyplans"]
DRAWERS = {"utils", "util", "helpers", "common", "misc", "services", "managers"}


def sources() -> list[Path]:
    files = [file for app in APPS for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts]
    return sorted(file.relative_to(ROOT) for file in files)


def tree(file: Path) -> ast.Module:
    return ast.parse((ROOT / file).read_text())


def is_action_file(file: Path) -> bool:
    return "actions" in file.parts[:-1] or file.name == "actions.py"


def is_view_file(file: Path) -> bool:
    return "views" in file.parts[:-1] or file.name == "views.py"


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in tree(file).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def calls(node: ast.AST) -> set[str]:
    return {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}


ACTIONS = [(file, function) for file in sources() if is_action_file(file) for function in functions(file)]
VIEWS = [file for file in sources() if is_view_file(file)]


@pytest.mark.parametrize(("file", "action"), ACTIONS, ids=lambda part: getattr(part, "name", str(part)))
def test_an_action_says_who_acts_and_takes_words_only(file: Path, action: ast.FunctionDef) -> None:
    assert not action.args.args, f"{file}: {action.name}: put `*` first, actions take keywords only"
    if file.parts[:2] != ("clinic", "accounts"):  # before a clinic is known there is no Actor
        assert action.args.kwonlyargs[0].arg == "by", f"{file}: {action.name}: `by` comes first"
    assert ast.get_docstring(action), f"{file}: {action.name}: say what it promises"


@pytest.mark.parametrize(("file", "action"), ACTIONS, ids=lambda part: getattr(part, "name", str(part)))
def test_an_action_is_one_transaction(file: Path, action: ast.FunctionDef) -> None:
    decorators = {ast.unparse(decorator) for decorator in action.decorator_list}
    assert decorators & {"transaction.atomic", "one_transaction"}, f"{file}: {action.name}: decorate it with @transaction.atomic"


# a client's own reads are not audited (DECISIONS 19): a log of them would be a count of bad nights
SILENT = {"record_opening", "lock_if_away", "notify", "be_seen"}  # notify: its caller writes the event; be_seen: a poll


@pytest.mark.parametrize(("file", "action"), ACTIONS, ids=lambda part: getattr(part, "name", str(part)))
def test_an_action_leaves_an_event(file: Path, action: ast.FunctionDef) -> None:
    """By itself, through a private function of its file, or through another action it calls."""
    if action.name in SILENT:
        return
    inside = calls(action)
    for name in list(inside):
        private = next((n for n in tree(file).body if isinstance(n, ast.FunctionDef) and n.name == name), None)
        inside |= calls(private) if private else set()
    others = {function.name for _, function in ACTIONS}
    assert any(
        name.split(".")[-1]
        in {"record", "record_once", "record_sign_in", "add_row", "change_row", "retire_row", "move_row_up"} | others
        for name in inside
    ), f"{file}: {action.name}: write its audit event with clinic.audit.log.record"


@pytest.mark.parametrize("file", VIEWS, ids=str)
def test_a_view_reads_through_queries_and_writes_through_actions(file: Path) -> None:
    text = (ROOT / file).read_text()
    for forbidden in (".objects", ".save(", ".delete(", "outbox.post", "cursor("):
        assert forbidden not in text, f"{file}: {forbidden} belongs into queries or actions"


@pytest.mark.parametrize("file", VIEWS, ids=str)
def test_a_view_is_short(file: Path) -> None:
    for function in functions(file):
        lines = (function.end_lineno or 0) - function.body[0].lineno + 1
        assert lines <= 30, f"{file}: {function.name} has {lines} lines; move rules into queries, actions or forms"


@pytest.mark.parametrize("file", sources(), ids=str)
def test_files_are_small_and_named_for_what_they_hold(file: Path) -> None:
    assert not DRAWERS & {part.removesuffix(".py") for part in file.parts}, f"{file}: name the thing"
    assert len((ROOT / file).read_text().splitlines()) <= 400, f"{file}: split it by what people do"


@pytest.mark.parametrize("file", sources(), ids=str)
def test_nothing_happens_behind_the_back(file: Path) -> None:
    text = (ROOT / file).read_text()
    assert "csrf_exempt" not in text, f"{file}: no view is exempt"
    assert "TYPE_CHECKING" not in text, f"{file}: a circle of imports wants another wall"
    if file != Path("clinic/db/apps.py"):
        assert "signals import" not in text, f"{file}: nothing happens in signals; write an action"
    if "actions" in file.parts or is_view_file(file):
        assert not any(call in text for call in (".delay(", ".apply_async(")), (
            f"{file}: write an outbox row, the timetable carries it"
        )


FORBIDDEN_IN_TEMPLATES = {
    " style=": "use a class",
    "<style": "use a class",
    " onclick=": "use a module in static/js",
    " onsubmit=": "use a module in static/js",
    "<script>": "use a module in static/js",
}


@pytest.mark.parametrize("file", sorted((ROOT / "templates").rglob("*.html")), ids=lambda file: str(file.relative_to(ROOT)))
def test_templates_obey_the_content_security_policy(file: Path) -> None:
    text = file.read_text()
    markup = re.sub(r"{%.*?%}", "", text)  # what a tag hands to an include reaches no browser
    found = [mend for word, mend in FORBIDDEN_IN_TEMPLATES.items() if word in markup]
    assert found == []
    assert len(text.splitlines()) <= 140, "split it into parts"
    if "clinic" not in file.relative_to(ROOT / "templates").parts[:1]:  # the crispy pack prints the library's own markup
        assert not re.search(r"[^'\"]\|safe\b", text), "build safe markup in Python with format_html"


WRITES_TIMES = {Path("clinic/web/clock.py"), Path("static/js/clock.js")}


def test_a_time_of_day_is_written_one_way() -> None:
    """ "2:41 pm" everywhere: the filters `clock`, `moment` and `to_the_second` of `look`, and what they stand on."""
    files = [*sources(), *(file.relative_to(ROOT) for folder in ("templates", "static/js") for file in (ROOT / folder).rglob("*"))]
    own_way = re.compile(r"\b[gGhH]:i\b|['\"]g A|%I:%M|toLocaleTime")
    texts = {
        file: (ROOT / file).read_text()
        for file in files
        if file.suffix in {".py", ".html", ".js", ".txt"} and file not in WRITES_TIMES
    }
    assert [str(file) for file, text in texts.items() if own_way.search(text)] == []
