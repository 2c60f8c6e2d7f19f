"""What happened to some clients after the first session, through the real actions, each on its day."""

from datetime import timedelta
from uuid import uuid4

from clinic.accounts.models import Membership
from clinic.clients.actions import clients as people
from clinic.clients.actions import contact_safety as safety
from clinic.clients.actions import todos
from clinic.clients.models import Client, Todo
from clinic.demo import rosa
from clinic.demo.past import days_ago
from emergency.actions import contacts, guardianships
from emergency.models import Contact, Guardianship
from intake.actions import assessments, invitations, screenings
from intake.actions.answers import mark_section, save_answer
from intake.models import IntakeInvitation, Screening, SectionState
from intake.screening_queries import todo_key
from intake.sections import BY_SLUG
from safetyplans.actions import card, hand_overs, items, notes, versions, wording
from safetyplans.models import HandOver, Item, Participation, Plan
from safetyplans.queries import version_in_force
from safetyplans.steps import STEPS, Step

STEP_OF: dict[str, Step] = {step.key: step for step in STEPS}
CHANGED, TALKED = 14, 9  # days ago: Rosa's second version, and the talk about it


def word_a_step(*, by: Membership) -> None:
    """One step in the clinic's own words."""
    wording.word_step(
        by=by.actor,
        step=STEP_OF["self_care"],
        language="en",
        title="Between our calls, on ordinary days",
        ask="“What keeps you steady when nothing is wrong: sleep, food, moving, quiet, company?”",
    )


def tell_rosa(*, by: Membership, client: Client) -> None:
    """All that Dr. Lee wrote down about Rosa besides the first plan."""
    _told(by, client)
    _judged(by, client)
    for days, instrument, answers in rosa.SCREENINGS:
        with days_ago(days):
            _screened(by, client, instrument, answers)
    screenings.ask_again(by=by.actor, client=client, instrument="phq9", every_weeks=4)
    plan = Plan.objects.get(client=client, closed_at=None)
    with days_ago(CHANGED):
        _changed(by, plan)
    plan.refresh_from_db()
    with days_ago(TALKED):
        version = version_in_force(plan)
        assert version is not None
        hand_overs.record_hand_over(by=by.actor, version=version, found=HandOver.Found.YES, **rosa.BACK)
    with days_ago(2):
        key, text = rosa.BEGUN
        items.add_item(by=by.actor, plan=plan, step=STEP_OF[key], text=text, operation_id=uuid4())


def _told(by: Membership, client: Client) -> None:
    with days_ago(73):
        answers = {**rosa.ANSWERS, "rehearsed_on": str(client.clinic.today)}
        for key, value in answers.items():
            save_answer(by=by.actor, client=client, key=key, value=value, seen_version=0)
        safety.record_safety(by=by.actor, client=client, said=rosa.SAFETY)
        for slug in rosa.COMPLETED:
            mark_section(by=by.actor, client=client, section=BY_SLUG[slug], state=SectionState.State.COMPLETED)
    ana = _contact(client, "Ana Alvarez")
    contacts.edit(by=by.actor, contact=ana, **rosa.release(client.clinic.today))


def _judged(by: Membership, client: Client) -> None:
    for days, what, words, source in rosa.OBSERVATIONS:
        with days_ago(days):
            assessments.observe(by=by.actor, client=client, what=what, words=words, source=source, seen_on=client.clinic.today)
    for days, level, said in rosa.FORMULATIONS:
        with days_ago(days):
            assessments.formulate(by=by.actor, client=client, words=said, level=level)
    for days, decision, reason in rosa.CARE:
        with days_ago(days):
            assessments.decide_care(by=by.actor, client=client, decision=decision, reason=reason)


def _screened(by: Membership, client: Client, instrument: str, answers: tuple[int, ...]) -> None:
    row = screenings.begin(by=by.actor, client=client, instrument=instrument, way=Screening.Way.SESSION)
    for number, value in enumerate(answers, start=1):
        row = screenings.answer(by=by.actor, screening=row, item=number, value=value)
    screenings.finish(by=by.actor, screening=row)
    if row.positive_at is not None:
        screenings.judge(by=by.actor, screening=row, note=rosa.JUDGED)
        todos.done(by=by.actor, todo=Todo.objects.get(key=todo_key(row)), note=rosa.WHAT_WAS_DONE)


def _changed(by: Membership, plan: Plan) -> None:
    """The second version: words made clearer, a place that has closed, what the therapist asked, and the card."""
    lines = {item.text: item for item in plan.items.kept() if item.text}
    for before, after in rosa.REWRITTEN.items():
        items.save_item(
            by=by.actor,
            client_id=plan.client_id,
            item_id=lines[before].pk,
            text=after,
            seen_version=lines[before].version,
            operation_id=uuid4(),
        )
    for text in rosa.TAKEN_OUT:
        items.remove_item(by=by.actor, item=lines[text])
    for key, text, purpose in rosa.ADDED:
        items.add_item(by=by.actor, plan=plan, step=STEP_OF[key], text=text, operation_id=uuid4(), purpose=purpose)
    _marked(by, plan)
    versions.put_in_force(
        by=by.actor,
        plan=plan,
        answer=Participation.Answer.TOOK_PART,
        review_on=plan.clinic.today + timedelta(days=CHANGED),
        numbers_checked=True,
        reason=rosa.WHY,
    )


def _marked(by: Membership, plan: Plan) -> None:
    lines = {item.text or (item.contact.name if item.contact else ""): item for item in plan.items.kept().select_related("contact")}
    for text, sign in rosa.SIGNS.items():
        items.set_sign(by=by.actor, item=lines[text], sign=Item.Sign(sign), seen_version=0, operation_id=uuid4())
    for text, asked in rosa.NOTES.items():
        notes.save_note(by=by.actor, item=lines[text], asked=asked, seen_version=0, operation_id=uuid4())
    card.choose_for_card(by=by.actor, plan=plan, chosen=[lines[text].pk for text in rosa.CARD])


def stand_for(*, by: Membership, client: Client, name: str, years: int) -> None:
    """The client is under age, and this person of theirs is the guardian."""
    today = client.clinic.today
    people.edit(by=by.actor, client=client, born_on=today.replace(year=today.year - years, month=1, day=15))
    guardianships.add(
        by=by.actor,
        client=client,
        contact=_contact(client, name),
        access=Guardianship.Access.CRISIS,
        proof=Guardianship.Proof.IDENTITY,
        verified_on=today,
        during_sessions=Guardianship.During.HOUSE,
    )


def send_questions(*, by: Membership, client: Client, told: Membership, named_by: Membership) -> None:
    """The clinic has named who is told, and a link to some questions waits in the client's mail."""
    screenings.set_watch(by=named_by.actor, told=told, within_minutes=60)
    invitations.invite(by=by.actor, client=client, parts=("factors", "wishes", "phq9"), way=IntakeInvitation.Way.EMAIL)


def _contact(client: Client, name: str) -> Contact:
    return next(one for one in Contact.objects.kept().filter(client=client) if one.name == name)
