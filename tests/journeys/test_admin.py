"""Journey (c): an admin imports the hospitals and checks one, a therapist uses it, its number changes, the client sees the new one."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from clinic.db.context import clinic_context
from tests import factories
from tests.cast import Cast
from tests.emergency.imports.lists import hospitals
from tests.journeys.steps import Desk, code_now
from tests.portal.visits import invitation

ROWS = 200
NEW_NUMBER, AS_READ = "(928) 555-0144", "928-555-0144"


@dataclass
class Hospital:
    name: str
    town: str
    county: str
    state: str


@pytest.fixture
def hospital_list(tmp_path: Path) -> tuple[Path, Hospital]:
    """The first rows of the real file of hospitals, and one of them with an emergency department in Arizona."""
    rows = list(csv.reader(hospitals().decode("utf-8-sig").splitlines()))
    head, arizona = rows[0], [row for row in rows[1:] if row[4] == "AZ"][:ROWS]
    file = tmp_path / "hospitals.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([head, *arizona])
    emergency = [row for row in arizona if row[9] == "Yes" and row[8].startswith("Acute")]
    chosen = next((row for row in emergency if row[3] == "FLAGSTAFF"), emergency[-1])
    return file, Hospital(name=chosen[1], town=chosen[3].title(), county=chosen[6].title(), state=chosen[4])


@pytest.mark.feature("H2", "H5")
def test_a_hospital_from_the_list_to_the_phone_of_a_client(
    stage: Cast, a_desk: Callable[[], Desk], browser: Browser, hospital_list: tuple[Path, Hospital]
) -> None:
    # given Rosa, who stays in the town of one of the hospitals
    file, hospital = hospital_list
    with clinic_context(stage.elm.id):
        town = {"town": hospital.town, "county": hospital.county, "region": hospital.state, "postcode": ""}
        factories.place(stage.rosa, **town)
        factories.contact(stage.rosa)

    # when the admin imports the list: nothing is written until she has seen what would change
    ada = a_desk().signs_in(stage.ada, code_now())
    import_list(ada, file)

    # and finds the hospital and calls it to check the number
    ada.writes("Name, number or note", hospital.name).clicks("Search").is_on("Directory").sees("Suggested, not verified")
    ada.clicks(hospital.name, "table").is_on(hospital.name).sees("Nobody here has checked it")
    entry = ada.page.url
    ada.clicks("Check it now").is_on(hospital.name).chooses("Answered, all right").chooses("Called it")
    ada.clicks("Save and next").opens(entry).sees("Checked")

    # then the therapist picks it in a plan, puts the plan in force and shares it
    lee = a_desk().signs_in(stage.lee, code_now())
    record = f"{lee.site}/clients/{stage.rosa.pk}/"
    lee.opens(record).is_on("Rosa").sees(hospital.name, "Checked")
    put_in_force(lee, record, hospital)

    # and Rosa has it on her phone
    with clinic_context(stage.elm.id):
        address, code = invitation(stage.lee, stage.rosa)
    rosa = Desk(browser.new_context(viewport={"width": 360, "height": 740}), lee.site)
    rosa.opens(address).clicks("Open your page").writes("Your code", code).clicks("Go on")
    rosa.chooses("No. Let this phone open my page").clicks("Open my page").is_on("Start here.").sees(hospital.name)

    # when the number did not work, told from the record, and the admin changes it
    lee.opens(record).page.get_by_role("link", name=f"Did not work? {hospital.name}").first.click()
    lee.is_on("This number did not work").chooses("Not in service").clicks("Report it").sees("Problem reported")
    lee.opens(record).is_on("Rosa").sees("Problem reported")
    ada.opens(entry).is_on(hospital.name).sees("Not in service").clicks("Change", "main").is_on("Change this entry")
    ada.writes("Phone", NEW_NUMBER).clicks("Save", "main").is_on(hospital.name).sees(NEW_NUMBER)

    # then Rosa's page shows the new one at once, and says that it is new
    rosa.opens("/my/").sees(hospital.name, NEW_NUMBER, "new number")
    expect(rosa.page.locator(f"a[href='tel:+1{AS_READ.replace('-', '')}']").first).to_be_attached()
    for desk in (ada, lee, rosa):
        desk.no_complaints()


def import_list(desk: Desk, file: Path) -> None:
    desk.clicks("Directory", "nav").is_on("Directory").clicks("Import a list").is_on("Import a list")
    desk.page.set_input_files("input[type=file]", file)
    desk.writes("Whose list is it?", "CMS hospitals").clicks("Read the file").is_on("Match the columns").clicks("Check the rows")
    desk.is_on("Check the rows").sees("look like duplicates")
    desk.clicks("Add ", "main form").is_on("The list is in the directory").clicks("Directory", "nav").is_on("Directory")
    desk.sees("only suggested")


def put_in_force(desk: Desk, record: str, hospital: Hospital) -> None:
    desk.opens(f"{record}plan/").clicks("Start the plan").adds("I stop answering Ana")
    desk.opens(f"{record}plan/edit/help/").clicks("Add Ana Alvarez, sister").sees("(928) 555-0177")
    desk.opens(f"{record}plan/edit/pros/").is_on("Step 5.").clicks(f"Add {hospital.name}")
    expect(desk.page.locator(".entry")).to_contain_text(hospital.name)
    desk.opens(f"{record}plan/check/").chooses("Took part in making it").chooses("In 7 days").clicks("Put this plan in force")
    desk.clicks("Share with Rosa").sees("Show link and code")
