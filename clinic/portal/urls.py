from django.urls import path

from clinic.portal.views import arriving, check_in, copies, following, papers, phone, place, questions, reading

urlpatterns = [
    path("l/<str:token>/", arriving.link, name="my-link"),
    path("c/<str:token>/", check_in.check_in, name="checkin"),
    path("v/<str:token>/", copies.copy, name="copy"),
    path("my/code/", arriving.code, name="my-code"),
    path("my/start/", arriving.start, name="my-start"),
    path("my/open/", arriving.unlock, name="my-unlock"),
    path("my/sign-in/", arriving.sign_in, name="my-signin"),
    path("my/private/", arriving.privacy, name="my-privacy"),
    path("my/removed/", arriving.removed, name="my-removed"),
    path("exit/", arriving.leave, name="exit"),
    path("my/", reading.plan, name="my-plan"),
    path("my/follow/", following.follow, name="my-follow"),
    path("my/part/", reading.own_part, name="my-part"),
    path("my/numbers/", reading.numbers, name="my-numbers"),
    path("my/numbers/told/", phone.number_told, name="my-number-told"),
    path("my/numbers/<uuid:resource>/problem/", phone.number_problem, name="my-number-problem"),
    path("my/print/", papers.choices, name="my-print"),
    path("my/page.pdf", papers.pdf, name="my-pdf"),
    path("my/numbers/file/", papers.numbers, name="my-numbers-file"),
    path("my/questions/", questions.start, name="my-questions"),
    path("my/questions/end/", questions.end, name="my-questions-end"),
    path("my/questions/done/", questions.done, name="my-questions-done"),
    path("my/questions/<int:page>/", questions.question, name="my-question"),
    path("my/questions/<int:page>/next/", questions.help_now, name="my-questions-help"),
    path("my/place/", place.place, name="my-place"),
    path("my/place/told/", place.place_told, name="my-place-told"),
    path("my/phone/", phone.phone, name="my-phone"),
    path("my/phone/remove/", phone.remove, name="my-remove"),
]
