"""Rules of the house that linters cannot hold. Each failure says how to mend it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ["clinic", "emergency", "intake", "safetyplans"]
DRAWERS = {"utils", "util", "helpers", "common", "misc", "services", "managers"}


def sources() -> list[Path]:
    files = [file for app in APPS for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts]
    return sorted(file.relative_to(ROOT) for file in files)


@cache
def text_of(file: Path) -> str:
    return (ROOT / file).read_text()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(text_of(file))


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


def test_the_rules_have_something_to_look_at() -> None:
    assert len(ACTIONS) > 150
    assert len(VIEWS) > 40


def test_an_action_says_who_acts_and_takes_words_only() -> None:
    for file, action in ACTIONS:
        assert not action.args.args, f"{file}: {action.name}: put `*` first, actions take keywords only"
        if file.parts[:2] != ("clinic", "accounts"):  # before a clinic is known there is no Actor
            assert action.args.kwonlyargs[0].arg == "by", f"{file}: {action.name}: `by` comes first"
        assert ast.get_docstring(action), f"{file}: {action.name}: say what it promises"


def test_an_action_is_one_transaction() -> None:
    for file, action in ACTIONS:
        decorators = {ast.unparse(decorator) for decorator in action.decorator_list}
        assert decorators & {"transaction.atomic", "one_transaction"}, (
            f"{file}: {action.name}: decorate it with @transaction.atomic"
        )


# a client's own reads are not audited (DECISIONS 19): a log of them would be a count of bad nights
SILENT = {"record_opening", "lock_if_away", "notify", "be_seen"}  # notify: its caller writes the event; be_seen: a poll


def test_an_action_leaves_an_event() -> None:
    """By itself, through a private function of its file, or through another action it calls."""
    told = {"record", "record_once", "record_sign_in", "add_row", "change_row", "retire_row", "move_row_up"}
    told |= {action.name for _, action in ACTIONS}
    for file, action in ACTIONS:
        inside = calls(action)
        own = {node.name: node for node in tree(file).body if isinstance(node, ast.FunctionDef)}
        for name in list(inside):
            inside |= calls(own[name]) if name in own else set()
        named = {name.split(".")[-1] for name in inside}
        assert action.name in SILENT or named & told, f"{file}: {action.name}: write its audit event with clinic.audit.log.record"


def test_a_view_reads_through_queries_and_writes_through_actions() -> None:
    for file in VIEWS:
        for forbidden in (".objects", ".save(", ".delete(", "outbox.post", "cursor("):
            assert forbidden not in text_of(file), f"{file}: {forbidden} belongs into queries or actions"


def test_a_view_is_short() -> None:
    for file in VIEWS:
        for function in functions(file):
            lines = (function.end_lineno or 0) - function.body[0].lineno + 1
            assert lines <= 30, f"{file}: {function.name} has {lines} lines; move rules into queries, actions or forms"


def test_files_are_small_and_named_for_what_they_hold() -> None:
    for file in sources():
        assert not DRAWERS & {part.removesuffix(".py") for part in file.parts}, f"{file}: name the thing"
        assert len(text_of(file).splitlines()) <= 400, f"{file}: split it by what people do"


def test_nothing_happens_behind_the_back() -> None:
    for file in sources():
        text = text_of(file)
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


def test_templates_obey_the_content_security_policy() -> None:
    for file in sorted((ROOT / "templates").rglob("*.html")):
        name, text = file.relative_to(ROOT / "templates"), file.read_text()
        markup = re.sub(r"{%.*?%}", "", text)  # what a tag hands to an include reaches no browser
        for word, mend in FORBIDDEN_IN_TEMPLATES.items():
            assert word not in markup, f"{name}: {word}: {mend}"
        assert len(text.splitlines()) <= 140, f"{name}: split it into parts"
        if "clinic" not in name.parts[:1]:  # the crispy pack prints the library's own markup
            assert not re.search(r"[^'\"]\|safe\b", text), f"{name}: build safe markup in Python with format_html"


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
