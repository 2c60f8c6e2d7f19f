"""Which pages there are, who looks at each, and in which states; every address is in exactly one of the first four tables."""

from typing import Any

# who looks, by the name of the address
PAGES = {
    "lee": (
        "account", "password-change", "otp-new", "otp-codes", "today", "client", "crisis-pick", "crisis", "crisis-place", "crisis-print",
        "crisis-end", "incident-list", "client-incidents", "incident-new", "incident", "incident-report", "incident-trouble",
        "incident-line", "incident-correct", "incident-consult", "incident-disclosure", "follow-up-new", "follow-up", "follow-up-done",
        "disclosure-list", "disclosure-new", "plan-trouble", "messages-trouble", "help", "accessibility", "privacy", "session-list",
        "session-new", "session", "session-change", "session-cancel", "session-close", "session-place", "client-list",
        "client-list-closed", "client-new", "client-find", "client-edit", "client-contact-safety", "location-list", "location-new",
        "location-edit", "location-retire", "client-access", "client-phone-end", "client-assign", "client-cover", "client-close",
        "directory", "resource", "resource-problem", "second-looks", "notify-list", "client-resource-list", "client-resource-new",
        "contact-list", "contact-new", "contact-new-provider", "contact-guardian-new", "contact-guardian", "contact-guardian-end",
        "contact-edit", "contact-retire", "contact-release", "incident-file", "attachment-take-out", "intake", "intake-check",
        "intake-invite", "intake-consent", "intake-consent-withdraw", "intake-consent-renew", "intake-care", "intake-formulations",
        "intake-formulation-new", "intake-formulation-compare", "observation-list", "observation-correct", "screening-list",
        "screening-new", "screening", "intake-section", "plan", "plan-decline", "plan-edit", "plan-together", "plan-check", "plan-share",
        "plan-share-end", "plan-compare", "plan-draft-from", "changed-numbers", "resource-plans", "plan-version", "plan-withdraw",
        "review-list", "plan-review", "review-move", "plan-print", "plan-card", "plan-numbers", "plan-pdf",
    ),
    "ada": (
        "clinic-settings", "staff-list", "staff-invite", "staff-edit", "staff-deactivate", "staff-hand-over", "platform-list",
        "platform-new", "platform-edit", "platform-retire", "resource-new", "resource-edit", "resource-retire", "verify-queue",
        "coverage", "directory-settings", "resource-verify", "oncall", "directory-import", "directory-import-match",
        "directory-import-done", "notify-new", "notify-edit", "notify-retire", "wording", "wording-step",
    ),
    "sam": ("protocol-list", "protocol", "jurisdiction-new", "jurisdiction", "screening-watch"),
    "kay": ("audit", "audit-opened"),
    "ben": ("break-glass", "clinic-switch"),
    "recovering": ("otp-recovery",),
    "gone": ("no-clinic",),
    "rosa's phone": (
        "my-plan", "my-follow", "my-numbers", "my-number-told", "my-number-problem", "my-print", "my-numbers-file", "my-phone",
        "my-place", "my-place-told", "my-remove",
    ),
    "rosa asked": ("my-questions", "my-question", "my-questions-end"),
    "nobody": (
        "login", "password-reset", "password-new", "join", "join-accept", "my-link", "checkin", "my-code", "my-start", "my-signin",
        "my-privacy", "my-removed", "my-questions-done", "copy",
    ),
}  # fmt: skip

# what strangers see once more, through a link that works (tests/sweep/doors.py)
LIVE = {"nobody": ("join", "checkin"), "joining": ("join-accept",), "arriving": ("my-code",), "proved": ("my-start",)}

# one has to come to these step by step: the test that does looks at them, or at what they answer
IN_JOURNEYS = {
    "otp-verify": "tests/journeys/test_admin.py",
    "otp-setup": "tests/journeys/test_admin.py",
    "lock": "tests/accounts/test_lock_in_browser.py",
    "unlock": "tests/accounts/test_lock_in_browser.py",
    "break-glass-reason": "tests/staff/test_covering_in_browser.py",
    "directory-import-check": "tests/journeys/test_admin.py",
    "my-unlock": "tests/journeys/test_client.py",
    "my-questions-help": "tests/portal/test_intake_link_in_browser.py",
}

# what a page sends: it writes and leads on, answers a piece of a page, or a file
NO_PAGE = frozenset(
    {
        "live", "ready", "logout", "start", "my-part", "exit", "lock-state", "lock-here", "sign-out-elsewhere",
        "staff-invite-again", "staff-invite-cancel",
        "staff-licences", "staff-sign-out", "staff-clear-factor", "crisis-open", "crisis-log", "crisis-state", "crisis-ask",
        "incident-pdf", "incident-signoff", "incident-close", "audit-export", "message-again", "message-leave", "session-begin",
        "session-start", "session-checkin-send", "session-missed", "session-confirm", "session-company", "session-adult",
        "session-call-back", "session-log", "session-note", "location-zip", "location-move", "client-invite", "client-cover-end",
        "client-reopen", "todo-done", "resource-hours", "resource-adopt", "problem-settle", "verification-undo", "oncall-end",
        "directory-export", "directory-import-cancel", "notify-move", "client-resource-end", "contact-move", "attachment",
        "protocol-reset", "jurisdiction-end", "intake-invite-end", "screening-again", "screening-answer", "screening-note",
        "screening-settle", "intake-answer", "plan-start", "plan-item-add", "plan-hints", "plan-hint", "plan-presence",
        "plan-item-save", "plan-item-move", "plan-item-sign", "plan-item-note", "plan-item-remove", "plan-item-restore", "plan-nobody",
        "plan-hand-over", "plan-participation", "wording-reset", "my-pdf",
    }
)  # fmt: skip

# with nothing there yet
EMPTY = {
    "lee": (
        "today", "client", "crisis-pick", "crisis", "client-incidents", "incident-list", "disclosure-list", "messages-trouble",
        "session-list", "client-list", "client-list-closed", "client-contact-safety", "location-list", "client-access", "directory",
        "second-looks", "notify-list", "client-resource-list", "contact-list", "intake", "intake-check", "intake-invite",
        "intake-formulations", "observation-list", "screening-list", "plan", "plan-compare", "changed-numbers",
        "review-list",
    ),
    "ada": ("platform-list", "verify-queue", "coverage", "oncall", "staff-list"),
    "kay": ("audit", "audit-opened"),
}  # fmt: skip

# words of a client that are as long as words can be
LONG = {
    "lee": (
        "today", "client", "crisis", "crisis-place", "crisis-print", "client-incidents", "incident", "incident-report", "disclosure-list",
        "session-list", "session", "session-place", "client-list", "client-contact-safety", "location-list", "location-edit",
        "contact-list", "contact-edit", "contact-guardian", "attachment-take-out", "intake-check", "intake-section", "intake-consent",
        "intake-formulation-compare", "observation-list", "screening", "plan", "plan-edit", "plan-together", "plan-check", "plan-share",
        "plan-compare", "plan-version", "plan-review", "plan-print", "resource",
    ),
    "rosa's phone": ("my-plan", "my-follow", "my-numbers", "my-print", "my-number-problem", "my-place"),
    "rosa asked": ("my-question",),
}  # fmt: skip

# what is sent to a form to be told off; every other page gets NONSENSE, and is looked at when it answers with its form
NONSENSE = {"nonsense": "1"}
ERRORS: dict[str, tuple[str, dict[str, Any]]] = {
    "plan-check": ("lee", NONSENSE),
    "plan-hand-over": ("lee", NONSENSE),
    "plan-decline": ("lee", {"reason": "x" * 2001}),
    "plan-review": ("lee", NONSENSE),
    "wording-step": ("ada", {"title": "x" * 400}),
    "plan-card": ("lee", {"numbers": ["nonsense"]}),
    "plan-numbers": ("lee", NONSENSE),
    "intake-invite": ("lee", NONSENSE),
    "intake-section": ("lee", {"stressors": "x" * 20_000}),
    "my-question": ("rosa asked", {"value": "x" * 4001, "go": "next"}),
    "contact-new": ("lee", NONSENSE),
    "contact-guardian-new": ("lee", NONSENSE),
    "screening-settle": ("lee", NONSENSE),
    "screening-again": ("lee", NONSENSE),
    "protocol": ("sam", NONSENSE),
}
