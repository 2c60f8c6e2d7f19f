"""Places and how it is safe to reach a client."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.actions import places
from clinic.clients.models import Client, ContactSafety, Device, Place
from clinic.clients.queries import contact_safety
from tests import factories
from tests.cast import Cast, browser_of
from tests.web.pages import tree, with_class, words

SISTER = {
    "name": "Sister's place", "street": "418 Birch St", "town": "Flagstaff", "county": "Coconino", "region": "arizona", "postcode": "86001",
    "country_code": "US", "who_is_there": "Ana", "access_notes": "gate code 4411",
}  # fmt: skip


def safety_form(**answers: str) -> dict[str, str]:
    blank = {
        f"{channel}_{part}": ""
        for channel in ("text", "email", "call", "voicemail", "post")
        for part in ("safe", "since", "until", "words")
        if part in {"safe", "words"} or channel in {"text", "email", "call"}
    }
    return {**blank, "phone_use": "", **answers}


def save(cast: Cast, **answers: str) -> int:
    address = reverse("client-contact-safety", kwargs={"client": cast.rosa.pk})
    return browser_of(cast.lee).post(address, safety_form(**answers)).status_code


@pytest.mark.parametrize(
    ("asked", "landing"), [("", "client"), ("?from=intake", "intake"), ("?from=https://example.org/", "client")]
)
def test_saving_safe_contact_leads_back_to_where_one_came_from(cast: Cast, asked: str, landing: str) -> None:
    own = {"client": cast.rosa.pk}
    answer = browser_of(cast.lee).post(reverse("client-contact-safety", kwargs=own) + asked, safety_form(text_safe="no"))
    assert answer["Location"] == reverse(landing, kwargs=own)


@pytest.mark.feature("A1")
def test_a_place_is_kept_with_its_state_as_a_code(cast: Cast) -> None:
    browser_of(cast.lee).post(reverse("location-new", kwargs={"client": cast.rosa.pk}), SISTER)
    place = Place.objects.get()
    assert {name: getattr(place, name) for name in SISTER} == {**SISTER, "region": "AZ"}
    assert place.lines == ["418 Birch St", "Flagstaff, AZ 86001", "Coconino County"]
    event = Event.objects.get(action="place.add")
    assert (event.client_id, event.object_id) == (cast.rosa.pk, place.pk)


@pytest.mark.parametrize("missing", ["town", "region"])
def test_a_place_without_town_or_state_is_refused_in_words(cast: Cast, missing: str) -> None:
    answer = browser_of(cast.lee).post(reverse("location-new", kwargs={"client": cast.rosa.pk}), {**SISTER, missing: ""})
    assert answer.status_code == 422
    assert "Enter the town and state so we can find help there" in answer.content.decode()
    assert "418 Birch St" in answer.content.decode(), "what was typed stays"
    neither = browser_of(cast.lee).post(
        reverse("location-new", kwargs={"client": cast.rosa.pk}), {**SISTER, "town": "", "region": ""}
    )
    summary = neither.content.decode().partition("data-error-summary")[2].partition("</div>")[0]
    assert (summary.count("Enter the town and state"), summary.count("<a ")) == (1, 2)
    assert not Place.objects.exists()


def test_a_british_place_needs_no_state(cast: Cast) -> None:
    values = {**SISTER, "country_code": "GB", "region": "", "town": "Leeds"}
    browser_of(cast.lee).post(reverse("location-new", kwargs={"client": cast.rosa.pk}), values)
    assert Place.objects.get().town == "Leeds"


def test_places_change_order_and_leave_the_list(cast: Cast) -> None:
    home, work = (places.add(by=cast.lee.actor, client=cast.rosa, name=name, town="Page") for name in ("home", "work"))
    browser = browser_of(cast.lee)
    kwargs = {"client": cast.rosa.pk, "place": work.pk}
    browser.post(reverse("location-move", kwargs=kwargs))
    assert list(Place.objects.kept()) == [work, home]
    assert "off the list" in browser.get(reverse("location-retire", kwargs=kwargs)).content.decode()
    assert Place.objects.kept().count() == 2
    browser.post(reverse("location-retire", kwargs=kwargs))
    assert list(Place.objects.kept()) == [home]
    assert browser.get(reverse("location-edit", kwargs=kwargs)).status_code == 404


def test_a_place_of_one_client_is_not_found_under_another(cast: Cast) -> None:
    theos = factories.place(cast.theo)
    address = reverse("location-edit", kwargs={"client": cast.rosa.pk, "place": theos.pk})
    assert browser_of(cast.lee).get(address).status_code == 404


@pytest.mark.feature("A1")
def test_what_was_not_asked_is_not_safe_and_makes_no_row(cast: Cast) -> None:
    assert (
        save(cast, email_safe="yes", email_since="09:00", email_until="17:00", voicemail_safe="no", voicemail_words="Say Rosa")
        == 302
    )
    known = {each.channel.value: each for each in contact_safety(cast.rosa)}
    assert [name for name, each in known.items() if each.is_safe] == ["email"]
    assert [name for name, each in known.items() if each.row is None] == ["text", "call", "post"]
    assert known["email"].row is not None
    assert known["email"].row.hours == "09:00-17:00"
    assert Event.objects.get(action="contact_safety.record").fields == ["email", "voicemail"]


def test_only_what_changed_gets_a_new_date_unless_all_was_asked_again(cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=90)
    for channel in ("email", "text"):
        row = factories.safe_channel(cast.rosa, channel)
        row.checked_at = long_ago
        row.save(update_fields=["checked_at"])
    save(cast, email_safe="no", text_safe="yes")
    dates = {row.channel: row.checked_at for row in ContactSafety.objects.all()}
    assert dates["text"] == long_ago
    assert dates["email"] > long_ago
    save(cast, email_safe="no", text_safe="yes", asked_again="on")
    assert ContactSafety.objects.get(channel="text").checked_at > long_ago


def test_an_answer_once_given_is_not_taken_back_to_not_asked(cast: Cast) -> None:
    factories.safe_channel(cast.rosa)
    assert save(cast) == 422
    assert ContactSafety.objects.get().is_safe


def test_one_end_of_the_hours_is_not_enough(cast: Cast) -> None:
    assert save(cast, email_safe="yes", email_since="09:00") == 422
    assert save(cast, email_safe="yes", email_since="09:00", email_until="09:00") == 422, "a window without a moment in it"
    assert not ContactSafety.objects.exists()


def test_copies_carry_no_names_until_the_client_wants_them(cast: Cast) -> None:
    save(cast, phone_use="unsafe")
    rosa = Client.objects.get(pk=cast.rosa.pk)
    assert (rosa.phone_use, rosa.names_on_copies) == ("unsafe", False)
    save(cast, phone_use="private", names_on_copies="on")
    assert Client.objects.get(pk=cast.rosa.pk).names_on_copies


@pytest.mark.feature("A1")
def test_the_questions_stand_as_one_table_with_a_label_for_each_box(cast: Cast) -> None:
    page = tree(browser_of(cast.lee).get(reverse("client-contact-safety", kwargs={"client": cast.rosa.pk})).content.decode())
    rows = list(with_class(page, "matrix")[0].iter("tr"))[1:]
    assert [words(row).split(" ", 1)[0] for row in rows] == ["Text", "E-mail", "Phone", "Letter"]
    labelled = {label.get("for"): words(label) for label in page.iter("label")}
    boxes = [box for row in rows for box in row.iter() if box.tag in {"input", "select"}]
    assert len(boxes) == 16
    assert len({labelled[box.get("id")] for box in boxes}) == 16, "no two boxes are called the same"
    assert labelled["id_voicemail_words"] == "Voicemail: what may be left?"


def test_hours_or_words_without_an_answer_are_not_lost_in_silence(cast: Cast) -> None:
    assert save(cast, call_since="09:00", call_until="12:00", call_words="Say Rosa only") == 422
    assert save(cast, voicemail_words="Only my name") == 422
    assert not ContactSafety.objects.exists()


@pytest.mark.feature("A1")
def test_what_was_recorded_is_read_as_a_table_on_the_record(cast: Cast) -> None:
    save(
        cast, call_safe="yes", call_since="09:00", call_until="17:00", call_words="Say “Rosa only”", voicemail_safe="yes",
        voicemail_words="“It is Lee. I will call again.”",
    )  # fmt: skip
    page = tree(browser_of(cast.lee).get(reverse("client", kwargs={"client": cast.rosa.pk})).content.decode())
    call = next(words(row) for row in with_class(page, "matrix-read")[0].iter("tr") if "Phone call" in words(row))
    today = f"{timezone.localdate(timezone=cast.elm.zone):%-d %b %Y}"
    assert call == f"Phone call Safe 9 am to 5 pm “Say “Rosa only”” Safe ““It is Lee. I will call again.”” {today}"


def test_an_unsafe_phone_offers_to_sign_out_and_does_it_only_when_ticked(cast: Cast) -> None:
    browser, address = browser_of(cast.lee), reverse("client-contact-safety", kwargs={"client": cast.rosa.pk})
    assert "sign_out" not in browser.get(address).content.decode(), "no phone is signed in"
    phone = Device.objects.create(clinic_id=cast.elm.id, client=cast.rosa, remembered=True)
    offered = next(box for box in tree(browser.get(address).content.decode()).iter("input") if box.get("name") == "sign_out")
    assert offered.get("checked") is None
    save(cast, phone_use="unsafe")
    phone.refresh_from_db()
    assert phone.ended_at is None
    assert "1 phone opens the page" in browser.get(reverse("client", kwargs={"client": cast.rosa.pk})).content.decode()
    save(cast, phone_use="unsafe", sign_out="on")
    phone.refresh_from_db()
    assert phone.ended_at is not None
    assert Event.objects.get(action="page.end").count == 1


LONG = "x" * 10_000


@pytest.mark.parametrize(
    ("name", "kept"),
    [("رنا's \u202eplace", "رنا's place"), ("😀 home\x00", "😀 home"), (LONG, None), ("<b>home</b>", "<b>home</b>")],
)
def test_any_words_for_a_place_are_kept_or_told_about(cast: Cast, name: str, kept: str | None) -> None:
    answer = browser_of(cast.lee).post(reverse("location-new", kwargs={"client": cast.rosa.pk}), {**SISTER, "name": name})
    if kept is None:
        assert answer.status_code == 422
        assert "Use 80 characters at most. You have 10000 now" in answer.content.decode()
    else:
        assert Place.objects.get().name == kept
        assert "<b>home" not in browser_of(cast.lee).get(answer["Location"]).content.decode()
