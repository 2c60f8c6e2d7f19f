"""Two writes about one session at the same moment: both are done, in whatever order."""

from threading import Thread

from django.db import connection

from clinic.db.context import clinic_context
from clinic.db.outages import is_outage
from emergency.actions import session_log, sessions
from emergency.models import SessionEntry
from tests import factories
from tests.cast import Cast
from tests.servers import eventually
from tests.together import somebody_waits


def test_a_line_under_way_does_not_stop_the_end(stage: Cast) -> None:
    with clinic_context(stage.elm.id):
        session = factories.session(stage.lee, stage.rosa, started=True)

    def ends() -> None:
        with clinic_context(stage.elm.id):
            sessions.end(by=stage.lee.actor, session=session)
        connection.close()

    with clinic_context(stage.elm.id):
        session_log.write_entry(by=stage.lee.actor, session=session, what="means_same")
        ending = Thread(target=ends)
        ending.start()
        eventually(somebody_waits, "the end waits for the line")
    ending.join()
    with clinic_context(stage.elm.id):
        assert list(SessionEntry.objects.order_by("written_at").values_list("what", flat=True))[-2:] == ["means_same", "ended"]


def test_a_lock_that_does_not_come_is_no_fault_of_the_page(stage: Cast) -> None:
    refused: list[BaseException] = []

    def asks() -> None:
        try:
            with clinic_context(stage.elm.id), connection.cursor() as cursor:
                cursor.execute("set local lock_timeout = '50ms'")
                cursor.execute("select pg_advisory_xact_lock(1)")
        except Exception as late:
            refused.append(late)
        connection.close()

    with clinic_context(stage.elm.id), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(1)")
        asking = Thread(target=asks)
        asking.start()
        asking.join()
    assert [is_outage(each) for each in refused] == [True], "503: the page sends it again"
