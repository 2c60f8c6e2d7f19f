from django.urls import path

from clinic.accounts.views import account, clinics, joining, locking, passwords, second_factor, signing_in, staff

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="login"),
    path("sign-in/code/", signing_in.code, name="otp-verify"),
    path("sign-in/recovery/", signing_in.recovery_code, name="otp-recovery"),
    path("sign-in/password/", passwords.ask, name="password-reset"),
    path("sign-in/password/<str:token>/", passwords.reset, name="password-new"),
    path("sign-out/", signing_in.sign_out, name="logout"),
    path("lock/", locking.lock, name="lock"),
    path("lock/open/", locking.unlock, name="unlock"),
    path("lock/state/", locking.state, name="lock-state"),
    path("lock/here/", locking.here, name="lock-here"),
    path("start/", signing_in.start, name="start"),
    path("join/", joining.accept, name="join-accept"),
    path("join/<str:token>/", joining.gate, name="join"),
    path("account/", account.account, name="account"),
    path("account/password/", passwords.change, name="password-change"),
    path("account/two-step/", second_factor.set_up, name="otp-setup"),
    path("account/two-step/new/", second_factor.new_app, name="otp-new"),
    path("account/two-step/codes/", second_factor.new_codes, name="otp-codes"),
    path("account/clinic/", clinics.switch, name="clinic-switch"),
    path("account/no-clinic/", clinics.none, name="no-clinic"),
    path("manage/clinic/", clinics.settings, name="clinic-settings"),
    path("manage/staff/", staff.members, name="staff-list"),
    path("manage/staff/invite/", staff.invite, name="staff-invite"),
    path("manage/staff/invitations/<uuid:invitation>/again/", staff.resend, name="staff-invite-again"),
    path("manage/staff/invitations/<uuid:invitation>/cancel/", staff.cancel, name="staff-invite-cancel"),
    path("manage/staff/<uuid:member>/", staff.edit, name="staff-edit"),
    path("manage/staff/<uuid:member>/sign-out/", staff.sign_out_everywhere, name="staff-sign-out"),
    path("manage/staff/<uuid:member>/two-step/", staff.clear_factor, name="staff-clear-factor"),
]
