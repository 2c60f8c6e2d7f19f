"""The lines of a step as the editor shows them, and what a page without a script posts: all of them at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from clinic.accounts.access import StaffRequest
from clinic.accounts.queries import member_names
from clinic.web.saving import KeepForm
from safetyplans import queries
from safetyplans.actions import items, notes
from safetyplans.actions.notes import Asked
from safetyplans.editor_queries import notes_of
from safetyplans.forms.drafting import LineForm, sent_line, sent_note, sent_sign
from safetyplans.models import Item, ItemNote, Plan
from safetyplans.steps import Step


@dataclass
class NoteRow:
    """What was asked about a line: as stored, or as sent when it could not be stored."""

    asked: Asked = field(default_factory=Asked)
    version: int = 0
    operation: UUID = field(default_factory=uuid4)
    problem: str = ""
    theirs: Asked | None = None
    over: int = 0
    changed_by: UUID | None = None
    who: str = ""

    @property
    def marks(self) -> list[tuple[str, str]]:
        """The three questions to answer with yes or no, by name, with their answers as the form says them."""
        said = {True: "yes", False: "no", None: ""}
        return [(name, said[getattr(self.asked, name)]) for name in ("at_night", "is_free", "without_internet")]


@dataclass
class SignRow:
    """What sort of sign a line is: as stored, or as chosen where somebody else marked it first."""

    chosen: str = ""
    version: int = 0
    operation: UUID = field(default_factory=uuid4)
    theirs: Item | None = None
    who: str = ""


@dataclass
class Row:
    """A line in the editor: as stored, or as sent when it could not be stored. `absent`: it is not for a shared screen."""

    prefix: str
    item: Item | None = None
    number: int = 0
    text: str = ""
    purpose: str = ""
    sign: SignRow = field(default_factory=SignRow)
    version: int = 0
    operation: UUID = field(default_factory=uuid4)
    problem: str = ""
    theirs: Item | None = None
    who: str = ""
    note: NoteRow = field(default_factory=NoteRow)
    hints: Sequence[object] = ()
    absent: bool = False
    on_copy: bool = True

    @property
    def note_prefix(self) -> str:
        return f"{self.prefix}-note"

    @property
    def sign_prefix(self) -> str:
        return f"{self.prefix}-sign"

    @property
    def is_conflict(self) -> bool:
        return any(each is not None for each in (self.theirs, self.note.theirs, self.sign.theirs))


def rows_of(lines: Iterable[Item], problems: Mapping[str, Row]) -> list[Row]:
    """The lines in their order; those that could not be stored with the words that were sent. Those with a place of their own
    have no number."""
    rows = [problems.get(str(item.pk)) or _row(item) for item in lines]
    for number, row in enumerate((row for row in rows if not row.purpose), 1):
        row.number = number
    return rows


def _row(item: Item) -> Row:
    return Row(
        prefix=str(item.pk),
        item=item,
        text=item.text,
        purpose=item.purpose,
        sign=SignRow(item.sign, item.sign_version),
        version=item.version,
        on_copy=item.on_copy,
    )


def give_notes(rows: Iterable[Row], noted: Mapping[UUID, ItemNote]) -> None:
    """What was asked about each line, where the row does not hold what was sent."""
    for row in rows:
        note = noted.get(row.item.pk) if row.item else None
        if note is not None and not (row.note.problem or row.note.theirs):
            row.note = NoteRow(asked=Asked.of(note), version=note.version)


def new_rows(step: Step, lines: Iterable[Item], *, shared: bool = False) -> list[Row]:
    """An empty line for each thing that can be added; signal, safe word and reminder once each, after the plain one."""
    held = {item.purpose for item in lines}
    special = [purpose for purpose in step.purposes if purpose and purpose not in held and (step.on_copy(purpose) or not shared)]
    rows = [Row(prefix=f"new-{purpose}", purpose=purpose, on_copy=step.on_copy(purpose)) for purpose in special]
    return [Row(prefix="new"), *rows]


def in_order(rows: Iterable[Row], empty: Sequence[Row]) -> list[Row]:
    """All rows of a step: plain ones with the empty one last, then those with a place of their own."""
    shown = list(rows)
    return [*(row for row in shown if not row.purpose), empty[0], *(row for row in shown if row.purpose), *empty[1:]]


# Saving


def save_lines(request: StaffRequest, plan: Plan, step: Step, *, named: bool = True) -> dict[str, Row]:
    """Store every line the form holds; those that could not be stored, by prefix, with their words. `named`: with who was first."""
    problems: dict[str, Row] = {}
    draft = queries.read_draft(plan)
    noted = notes_of(plan) if step.asks else {}
    for item in draft.of(step):
        row = _save_line(request, plan, step, item)
        note = _save_note(request, item, noted.get(item.pk)) if step.asks else None
        if note is not None:
            row = row or _row(item)
            row.note = note
        sign = _mark_sign(request, step, item, str(item.pk))
        if sign is not None and (row or sign.theirs):
            row = row or _row(item)
            row.sign = sign
        if row is not None:
            problems[row.prefix] = row
    for item in draft.removed_from(step):
        _rescue_line(request, plan, step, item)
    for row in new_rows(step, []):  # also for a signal that somebody else has written meanwhile
        if _add_line(request, plan, step, row).problem:
            problems[row.prefix] = row
    if named:
        _name(problems.values())
    return problems


def _name(rows: Iterable[Row]) -> None:
    """Who was first, at lines, their marks and what was asked about them."""
    overtaken: list[tuple[Row | NoteRow | SignRow, UUID]] = []
    for row in rows:
        if row.theirs:
            overtaken.append((row, row.theirs.changed_by_id))
        if row.sign.theirs:
            overtaken.append((row.sign, row.sign.theirs.changed_by_id))
        if row.note.changed_by:
            overtaken.append((row.note, row.note.changed_by))
    names = member_names([who for _, who in overtaken]) if overtaken else {}
    for each, who in overtaken:
        each.who = names.get(who, "")


def _save_line(request: StaffRequest, plan: Plan, step: Step, item: Item) -> Row | None:
    form = sent_line(request.POST, item)
    if form is None:
        return None
    if not form.is_valid():
        row = _row(item)
        row.text, row.version = request.POST.get(f"{item.pk}-text", ""), form.cleaned_data.get("version") or 0
        row.problem = form.problem
        return row
    text, seen, operation = form.cleaned_data["text"], form.seen_version, form.operation_id
    if text == item.text:
        return None
    chosen = KeepForm(request.POST, prefix=str(item.pk))
    if chosen.is_valid() and chosen.cleaned_data["keep"]:
        seen = chosen.cleaned_data["over"] or seen
        if chosen.cleaned_data["keep"] == "theirs":
            return None
        if chosen.cleaned_data["keep"] == "both":
            items.add_item(by=request.actor, plan=plan, step=step, text=text, purpose=item.purpose, operation_id=operation)
            return None
    try:
        items.save_item(
            by=request.actor, client_id=plan.client_id, item_id=item.pk, text=text, seen_version=seen, operation_id=operation
        )
    except items.ItemChanged as changed:
        return _overtaken(changed.item, text, seen)
    except items.ItemRemoved:
        items.add_item(by=request.actor, plan=plan, step=step, text=text, purpose=item.purpose, operation_id=operation)
    return None


def _overtaken(now: Item, text: str, seen: int) -> Row:
    """Both texts. The version is still the one that was seen: sent again without a choice, it asks again."""
    row = _row(now)
    row.text, row.version, row.theirs = text, min(seen, now.version - 1), now
    return row


def _save_note(request: StaffRequest, item: Item, stored: ItemNote | None) -> NoteRow | None:
    form = sent_note(request.POST, item)
    if form is None:
        return None
    if not form.is_valid():
        sent = Asked(barriers=request.POST.get(f"{item.pk}-note-barriers", ""))
        return NoteRow(asked=sent, version=form.cleaned_data.get("version") or 0, problem=form.problem)
    if form.asked == Asked.of(stored):
        return None
    chosen = KeepForm(request.POST, prefix=f"{item.pk}-note")
    keep = chosen.cleaned_data if chosen.is_valid() else {}
    if keep.get("keep") == "theirs":
        return None
    asked, seen = form.asked, keep["over"] if keep.get("keep") and keep.get("over") else form.seen_version
    if keep.get("keep") == "both":
        asked = replace(asked, barriers=f"{Asked.of(stored).barriers}\n{asked.barriers}")
    try:
        notes.save_note(by=request.actor, item=item, asked=asked, seen_version=seen, operation_id=form.operation_id)
    except notes.NoteChanged as changed:
        now, mine = changed.note, form.asked
        return NoteRow(mine, form.seen_version, theirs=Asked.of(now), over=now.version, changed_by=now.changed_by_id)
    return None


def _mark_sign(request: StaffRequest, step: Step, item: Item, prefix: str) -> SignRow | None:
    """The mark as it stands now, or as it was chosen beside another one; None where nothing was said."""
    form = sent_sign(request.POST, prefix) if step.sorts else None
    if form is None:
        return None
    chosen = KeepForm(request.POST, prefix=f"{prefix}-sign")
    keep = chosen.cleaned_data if chosen.is_valid() else {}
    if form.chosen == item.sign or keep.get("keep") == "theirs":
        return SignRow(item.sign, item.sign_version)
    seen = keep.get("over") if keep.get("keep") else None
    try:
        now = items.set_sign(
            by=request.actor, item=item, sign=form.chosen, seen_version=seen or form.seen_version, operation_id=form.operation_id
        )
    except items.SignChanged as changed:
        return SignRow(form.chosen, form.seen_version, theirs=changed.item)
    return SignRow(now.sign, now.sign_version)


def _rescue_line(request: StaffRequest, plan: Plan, step: Step, item: Item) -> None:
    """What was typed into a line that somebody else removed meanwhile becomes a line of its own."""
    form = sent_line(request.POST, item)
    if form is None or not form.is_valid() or form.cleaned_data["text"] in ("", item.text):
        return
    operation, text = form.operation_id, form.cleaned_data["text"]
    items.add_item(by=request.actor, plan=plan, step=step, text=text, purpose=item.purpose, operation_id=operation)


def _add_line(request: StaffRequest, plan: Plan, step: Step, row: Row) -> Row:
    form = LineForm(request.POST, prefix=row.prefix)
    row.text = request.POST.get(f"{row.prefix}-text", "")
    if not form.is_valid():
        row.problem = form.problem
    elif form.cleaned_data["text"]:
        text, operation = form.cleaned_data["text"], form.operation_id
        item = items.add_item(by=request.actor, plan=plan, step=step, text=text, purpose=row.purpose, operation_id=operation)
        _mark_sign(request, step, item, row.prefix)
    return row
