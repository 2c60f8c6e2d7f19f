from django.urls import URLPattern, URLResolver, path

from safetyplans.views import (
    documents,
    drafting,
    finishing,
    handing_over,
    hints,
    holding,
    lines,
    papers,
    presence,
    reading,
    reviews,
    together,
    versions,
    wording,
)

PLAN = "clients/<uuid:client>/plan/"

drafts: list[URLPattern] = [
    path(PLAN, reading.plan, name="plan"),
    path(f"{PLAN}start/", drafting.start, name="plan-start"),
    path(f"{PLAN}decline/", drafting.decline, name="plan-decline"),
    path(f"{PLAN}edit/<slug:step>/", drafting.edit, name="plan-edit"),
    path(f"{PLAN}edit/<slug:step>/add/", lines.add, name="plan-item-add"),
    path(f"{PLAN}together/<slug:step>/", together.together, name="plan-together"),
    path(f"{PLAN}edit/<slug:step>/hints/", hints.listing, name="plan-hints"),
    path(f"{PLAN}hints/", hints.answer, name="plan-hint"),
    path(f"{PLAN}presence/", presence.presence, name="plan-presence"),
    path(f"{PLAN}items/<uuid:item>/", lines.save, name="plan-item-save"),
    path(f"{PLAN}items/<uuid:item>/move/", lines.move, name="plan-item-move"),
    path(f"{PLAN}items/<uuid:item>/sign/", lines.sign, name="plan-item-sign"),
    path(f"{PLAN}items/<uuid:item>/note/", lines.note, name="plan-item-note"),
    path(f"{PLAN}items/<uuid:item>/remove/", lines.remove, name="plan-item-remove"),
    path(f"{PLAN}items/<uuid:item>/restore/", lines.restore, name="plan-item-restore"),
    path(f"{PLAN}check/", finishing.check, name="plan-check"),
    path(f"{PLAN}check/nobody/", finishing.nobody, name="plan-nobody"),
    path(f"{PLAN}share/", handing_over.share, name="plan-share"),
    path(f"{PLAN}share/end/", handing_over.end_share, name="plan-share-end"),
    path(f"{PLAN}hand-over/", handing_over.hand_over, name="plan-hand-over"),
    path(f"{PLAN}compare/", reading.comparison, name="plan-compare"),
    path(f"{PLAN}versions/<int:version>/draft/", versions.draft_from, name="plan-draft-from"),
    path("directory/changed-numbers/", holding.changed_numbers, name="changed-numbers"),
    path("directory/<uuid:resource>/plans/", holding.plans_of_resource, name="resource-plans"),
    path(f"{PLAN}took-part/", reading.participation, name="plan-participation"),
    path(f"{PLAN}versions/<int:version>/", reading.version, name="plan-version"),
    path(f"{PLAN}versions/<int:version>/withdraw/", versions.withdraw, name="plan-withdraw"),
]

reviewing: list[URLPattern] = [
    path("reviews/", reviews.listing, name="review-list"),
    path(f"{PLAN}review/", reviews.review, name="plan-review"),
    path(f"{PLAN}review/move/", reviews.move, name="review-move"),
]

documenting: list[URLPattern] = [
    path(f"{PLAN}<int:version>.pdf", documents.pdf, name="plan-pdf"),
    path(f"{PLAN}<int:version>/print/", documents.print_view, name="plan-print"),
    path(f"{PLAN}card/", papers.card, name="plan-card"),
    path(f"{PLAN}numbers/", papers.numbers, name="plan-numbers"),
]

clinic_words: list[URLPattern] = [
    path("manage/wording/", wording.listing, name="wording"),
    path("manage/wording/<slug:step>/", wording.step, name="wording-step"),
    path("manage/wording/<slug:step>/reset/", wording.reset, name="wording-reset"),
]

urlpatterns: list[URLPattern | URLResolver] = [*drafts, *reviewing, *documenting, *clinic_words]
