"""Two who write in one line at the same moment: the second is asked, whoever waited."""

from threading import Thread

from django.db import connection

from clinic.db.context import clinic_context
from safetyplans.actions import items
from safetyplans.models import Item
from tests import factories
from tests.cast import Cast
from tests.servers import eventually
from tests.together import somebody_waits


def test_who_waited_for_the_line_has_not_seen_what_stands_there_now(stage: Cast) -> None:
    with clinic_context(stage.elm.id):
        line = factories.item(factories.plan(stage.rosa), "internal_coping", "Walk")
    asked: list[items.ItemChanged] = []

    def save(text: str) -> Item:
        return factories.reworded(stage.lee, line, text)

    def second() -> None:
        try:
            with clinic_context(stage.elm.id):
                save("Walk by night")
        except items.ItemChanged as changed:
            asked.append(changed)
        connection.close()

    with clinic_context(stage.elm.id):
        save("Walk by day")
        waiting = Thread(target=second)
        waiting.start()
        eventually(somebody_waits, "the second waits for the first")
    waiting.join()
    assert [(changed.item.text, changed.item.version) for changed in asked] == [("Walk by day", 2)]
