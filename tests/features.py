"""docs/features.md: what Handrail can do, made from the marks on tests. `python -m tests.features` writes it anew.

A test marked `feature("A1")` proves the row; `feature("A3", partly="…")` proves a part and says what lacks. A mark for
several rows says it by row: `feature("A2", "A3", partly={"A3": "…"})`.
"""

import ast
import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST, PAGE = ROOT / "docs" / "features.csv", ROOT / "docs" / "features.md"
HEAD = """# What Handrail can do

Made from the tests by `python -m tests.features`; a test fails when this page is stale. A row stands when a test in a
real browser, PDF, message, file or database shows it.

**{stand} stand, {partly} partly, {missing} missing, of {all}.**

| id | feature | page (URL name) | test |
|---|---|---|---|
"""


@dataclass
class Proof:
    tests: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    whole: bool = False


def marks(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every `pytest.mark.feature(...)` in a file, with the name of the test it stands on."""
    tree = ast.parse(file.read_text())
    everywhere = [node.value for node in tree.body if isinstance(node, ast.Assign) and _target(node) == "pytestmark"]
    for value in everywhere:
        for call in value.elts if isinstance(value, ast.List) else [value]:
            if _is_mark(call):
                yield file.stem, call  # type: ignore[misc]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from ((f"{file.stem}::{node.name}", call) for call in node.decorator_list if _is_mark(call))  # type: ignore[misc]


def _target(node: ast.Assign) -> str:
    return node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""


def _is_mark(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.feature"


def proofs() -> dict[str, Proof]:
    found: dict[str, Proof] = defaultdict(Proof)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for test, call in marks(file):
            said = next((ast.literal_eval(word.value) for word in call.keywords if word.arg == "partly"), "")
            for id in (str(ast.literal_eval(argument)) for argument in call.args):
                lacks = said.get(id, "") if isinstance(said, dict) else said
                proof = found[id]
                proof.tests.append(test)
                proof.whole |= not lacks
                proof.lacks += [lacks] if lacks else []
    return found


def features() -> list[dict[str, str]]:
    with LIST.open(newline="") as file:
        return list(csv.DictReader(file))


def page() -> str:
    """The whole text of docs/features.md."""
    found, rows, count = proofs(), [], {"stand": 0, "partly": 0, "missing": 0}
    for feature in features():
        proof = found.get(feature["id"])
        if proof is None:
            said, kind = "missing", "missing"
        elif proof.lacks:
            said, kind = f"partly: {'; '.join(dict.fromkeys(proof.lacks))} (`{proof.tests[0]}`)", "partly"
        else:
            more = f" and {len(proof.tests) - 1} more" if len(proof.tests) > 1 else ""
            said, kind = f"`{proof.tests[0]}`{more}", "stand"
        count[kind] += 1
        rows.append(f"| {feature['id']} | {feature['feature']} | {feature['page'] if kind != 'missing' else ''} | {said} |")
    return HEAD.format(**count, all=len(rows)) + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
