"""What is to be said about a row of docs/performance.md, whatever its newest figure is. Written by hand, read by report.py."""

REASONS = {
    "W1d": (
        "What the page reads is prepared (decision 013) and takes PostgreSQL less than the raw statement, which is sent and planned anew. "
        "The rest is Python: about 490 nodes of templates make more than half of it, then the session, the user and the second factor."
    ),
    "W3a": (
        "It was 9.7: Django wrote, and PostgreSQL planned, the same two statements at every save. They are prepared now (decision 013). "
        "The one round trip more that is left is the look at the line before it is written: without it a save of the same words "
        "would count as a change. How far it is from the limit depends on how long the disk takes."
    ),
    "W3a2": "The form and the answer of the view are Django's forms and templates, about 0.5 ms, as much again as the floor.",
    "W4a": (
        "WeasyPrint lays out in Python. The style sheet took almost half of its time by measuring letter by letter and by laying out the "
        "parts of rows twice; that is gone, and 68 pages of three plans in all six styles are the same to the pixel at 60 dpi. "
        "At load 1 it was 4.9. The rest is WeasyPrint's own work per line, and nobody waits for it."
    ),
    "W4b2": "The price of the sandbox: a fresh process for every PDF. Nobody waits for it.",
    "W4e": "Read as decision 014 says: both sides stand behind the same sign-in. The file that anybody may fetch is W4g.",
}
