from django.urls import URLPattern, URLResolver, path

from emergency.views import checks, contacts, coverage, directory, guardians, imports, notify, on_call

IMPORT = "directory/import/<uuid:resource_import>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("directory/", directory.directory, name="directory"),
    path("directory/new/", directory.resource_new, name="resource-new"),
    path("directory/hours/", directory.resource_hours, name="resource-hours"),
    path("directory/<uuid:resource>/", directory.resource, name="resource"),
    path("directory/<uuid:resource>/edit/", directory.resource_edit, name="resource-edit"),
    path("directory/<uuid:resource>/retire/", directory.resource_retire, name="resource-retire"),
    path("directory/<uuid:resource>/adopt/", directory.resource_adopt, name="resource-adopt"),
    path("directory/<uuid:resource>/problem/", directory.resource_problem, name="resource-problem"),
    path("directory/problems/<uuid:problem_report>/settle/", directory.problem_settle, name="problem-settle"),
    path("directory/verify/", checks.verify_queue, name="verify-queue"),
    path("directory/coverage/", coverage.coverage, name="coverage"),
    path("directory/second-look/", checks.second_looks, name="second-looks"),
    path("directory/checks/<uuid:verification>/undo/", checks.take_back, name="verification-undo"),
    path("manage/directory/", checks.rhythm, name="directory-settings"),
    path("directory/<uuid:resource>/verify/", checks.resource_verify, name="resource-verify"),
    path("manage/cover/", on_call.oncall, name="oncall"),
    path("manage/cover/<uuid:on_call>/end/", on_call.oncall_end, name="oncall-end"),
    path("directory/import/", imports.directory_import, name="directory-import"),
    path(IMPORT + "match/", imports.directory_import_match, name="directory-import-match"),
    path(IMPORT + "check/", imports.directory_import_check, name="directory-import-check"),
    path(IMPORT + "done/", imports.directory_import_done, name="directory-import-done"),
    path(IMPORT + "cancel/", imports.directory_import_cancel, name="directory-import-cancel"),
    path("manage/notify/", notify.listing, name="notify-list"),
    path("manage/notify/new/", notify.new, name="notify-new"),
    path("manage/notify/<uuid:notify_entry>/", notify.edit, name="notify-edit"),
    path("manage/notify/<uuid:notify_entry>/up/", notify.move, name="notify-move"),
    path("manage/notify/<uuid:notify_entry>/retire/", notify.retire, name="notify-retire"),
    path("clients/<uuid:client>/contacts/", contacts.listing, name="contact-list"),
    path("clients/<uuid:client>/contacts/new/", contacts.new, name="contact-new"),
    path("clients/<uuid:client>/contacts/provider/", contacts.new_provider, name="contact-new-provider"),
    path("clients/<uuid:client>/contacts/guardian/", guardians.new, name="contact-guardian-new"),
    path("clients/<uuid:client>/contacts/guardian/<uuid:guardianship>/", guardians.edit, name="contact-guardian"),
    path("clients/<uuid:client>/contacts/guardian/<uuid:guardianship>/end/", guardians.end, name="contact-guardian-end"),
    path("clients/<uuid:client>/contacts/<uuid:contact>/", contacts.edit, name="contact-edit"),
    path("clients/<uuid:client>/contacts/<uuid:contact>/up/", contacts.move, name="contact-move"),
    path("clients/<uuid:client>/contacts/<uuid:contact>/retire/", contacts.retire, name="contact-retire"),
]
