from django.urls import path

from clinic.clients.views import break_glass, care, contact_safety, identity, lists, phones, places, todos

urlpatterns = [
    path("clients/", lists.in_care, name="client-list"),
    path("clients/closed/", lists.closed, name="client-list-closed"),
    path("clients/new/", identity.new, name="client-new"),
    path("clients/find/", break_glass.find, name="client-find"),
    path("clients/<uuid:client>/open/", break_glass.open_as_cover, name="break-glass"),
    path("clients/<uuid:client>/open/<uuid:grant>/", break_glass.say_why, name="break-glass-reason"),
    path("clients/<uuid:client>/edit/", identity.edit, name="client-edit"),
    path("clients/<uuid:client>/contact-safety/", contact_safety.page, name="client-contact-safety"),
    path("clients/<uuid:client>/locations/", places.listing, name="location-list"),
    path("clients/<uuid:client>/locations/new/", places.new, name="location-new"),
    path("clients/<uuid:client>/locations/zip/", places.look_up_zip, name="location-zip"),
    path("clients/<uuid:client>/locations/<uuid:place>/", places.edit, name="location-edit"),
    path("clients/<uuid:client>/locations/<uuid:place>/up/", places.move, name="location-move"),
    path("clients/<uuid:client>/locations/<uuid:place>/retire/", places.retire, name="location-retire"),
    path("clients/<uuid:client>/phone/", phones.access, name="client-access"),
    path("clients/<uuid:client>/phone/invite/", phones.invite, name="client-invite"),
    path("clients/<uuid:client>/phone/sign-out/", phones.sign_out, name="client-phone-end"),
    path("clients/<uuid:client>/care/", care.assign, name="client-assign"),
    path("clients/<uuid:client>/cover/", care.cover, name="client-cover"),
    path("clients/<uuid:client>/cover/<uuid:grant>/end/", care.end_cover, name="client-cover-end"),
    path("clients/<uuid:client>/close/", care.close, name="client-close"),
    path("clients/<uuid:client>/reopen/", care.reopen, name="client-reopen"),
    path("todos/<uuid:todo>/done/", todos.done, name="todo-done"),
]
