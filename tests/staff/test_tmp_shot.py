from tests.staff.test_in_browser import visit
from tests.staff.test_crisis import line, What
from tests import factories
from clinic.db.context import clinic_context
from emergency.actions.check_ins import check_in
from emergency.actions.crisis import write
from intake.actions.answers import save_answer
from django.urls import reverse
def test_shot(stage, visit):
    with clinic_context(stage.elm.id):
        place = factories.place(stage.rosa, access_notes="Buzzer 3B. Dog in home.")
        factories.resource(stage.ada, "Flagstaff 911 center", kind="psap", phone="(928) 555-0111", hours="24 hours")
        factories.resource(stage.ada, hours="24 hours", comes_to_home=True)
        factories.resource(stage.ada, "988 Lifeline", kind="crisis_line", reach="country", phone="988", county="", town="", region="")
        factories.resource(stage.ada, "Flagstaff Pine Medical Center", kind="emergency_department", phone="(928) 555-0120")
        factories.contact(stage.rosa, permission="any", phone="(928) 555-0177", relation="sister")
        factories.contact(stage.rosa, "Beto Alvarez", phone="(928) 555-0113", relation="uncle", permission="")
        factories.contact(stage.rosa, "Marco Dunn", do_not_contact=True, do_not_contact_reason="Safety risk", phone="(928) 555-0199", relation="former partner")
        for k, v in {"must_not":"No uniforms at the door","signal":"touching the left ear","safe_word":"weather","who_calls":"therapist","wait_minutes":"5","backup_phone":"(928) 555-0142","police_wish":"team_first","means":"something","looks":"Short, dark curls, green glasses","medical":"Asthma spray in the kitchen drawer"}.items():
            save_answer(by=stage.lee.actor, client=stage.rosa, key=k, value=v, seen_version=0)
        plan = factories.plan(stage.rosa)
        factories.item(plan, "internal_coping", "Walk Luna to the water tower"); factories.item(plan, "internal_coping", "Cold water on my face, count to 30"); factories.item(plan, "reasons_for_living", "Luna")
        factories.item(plan, "warning_signs", "x")
        factories.version(plan)
        check_in(by=stage.lee.actor, client=stage.rosa, told="place", place=place, is_confirmed=True)
        write(by=stage.lee.actor, client=stage.rosa, lines=[line(What.OPENED, 3), line(What.TICKED, 2, step=0, scenario="self_harm", words="Ask where the client is now"), line(What.CALLED, 1, words="Flagstaff 911 center"), line(What.NOTE, 0, words="She answers in one word")])
    page = visit(stage.lee, reverse("crisis", args=[stage.rosa.pk]))
    for w, h, t in ((1366,768,"light"),(1280,720,"dark"),(960,1040,"light"),(390,844,"light"),(320,700,"dark")):
        page.set_viewport_size({"width": w, "height": h}); page.emulate_media(color_scheme=t)
        page.screenshot(path=f"/tmp/shots/crisis-{w}.png")
        print(w, page.evaluate("document.documentElement.scrollWidth"))
    page.set_viewport_size({"width": 390, "height": 844}); page.screenshot(path="/tmp/shots/crisis-full.png", full_page=True)
    for name in ("crisis-place","crisis-end","crisis-print"):
        page.goto(page.url.split("/clients")[0] + reverse(name, args=[stage.rosa.pk])); page.set_viewport_size({"width": 1000, "height": 900}); page.screenshot(path=f"/tmp/shots/{name}.png", full_page=True)
