"""What is to be said about a row of docs/performance.md, whatever its newest figure is. Written by hand, read by report.py."""

REASONS = {
    "W1a": (
        "What comes before the paint is the view's own layout. The line for the log, the freshness of the place and "
        "the lock are told after it, and on a phone what lies below the fold is laid out later."
    ),
    "W1b": (
        "It was two round trips, four style sheets asked for by the page. Its style now stands in it, and the answer is compressed. "
        "What is left is 12 kB at 50 kB a second, and the layout of the page at a quarter of this machine's speed."
    ),
    "W1c": (
        "Bootstrap 5.3 and htmx 2 as their makers ship them, compressed; the page has no sheet of its own, and its scripts wait for the words. "
        "React 18 (W1c2) fetches the words as the tree it wants with a program of a few lines. A real site of either kind brings more."
    ),
    "W1d": (
        "It was 9.5, of a floor that left out the numbers of the place, before its reads and those of every page of staff were prepared "
        "(decision 013). Since then three statements and a third of the calls in Python went: session, user, second factor and audit event "
        "are prepared too. What is left is about 350 nodes of templates and Django's way in. The floor is sent and planned anew each time. "
        "The answer measured is the one before compression, which a browser asks for and which takes about 1.5 ms more."
    ),
    "W3a": (
        "It was 9.7, then 2.1: the right to write, the version and the words go in one prepared statement now (decision 027). "
        "How far it is from the limit depends on how long the disk takes."
    ),
    "W3a2": (
        "It was 3.3. What comes on top of the action is Django's form, its reading of what was sent, and its answer. Without the form, "
        "read by hand, it would be a twentieth less."
    ),
    "W4a": (
        "WeasyPrint lays out in Python. The style sheet took almost half of its time by measuring letter by letter and by laying out the "
        "parts of rows twice; that is gone, and 68 pages of three plans in all six styles are the same to the pixel at 60 dpi. "
        "The rest is WeasyPrint's own work per line, and nobody waits for it."
    ),
    "W4b2": "The price of the sandbox: a fresh process for every PDF. Nobody waits for it.",
    "W6a2": "The goal is a limit for the statement (W6a); this is what a page waits for, dozens of entries made and sorted in Python included.",
    "W6g": (
        "It was 2.2, because any word of an entry was looked for. Names that begin so lead now, however they are capitalised; towns, counties "
        "and notes follow where those do not suffice, or with the third letter."
    ),
    "W7a": (
        "The floor writes the same rows without leaving PostgreSQL. Ours reads every cell in Python first, as the page does: which number it "
        "is, which kind, hours, areas and words. About half of its time is Python, the other half the rows of areas and words with their keys."
    ),
    "W4e": "Read as decision 014 says: both sides stand behind the same sign-in. The file that anybody may fetch is W4g.",
}

DIRECTORY = """
## The directory (W6, W7, W10)

`python -m tests.benchmarks W7 W10 W6 --clients 100000 --resources 100000` makes three clinics by set-based SQL, of a hundredth, a tenth
and all of that, each in a database of its own, and asks them in turns (W10), then the largest alone (W6); W7 imports 20,000 rows into an
empty one. `gen` fills one clinic and does nothing else. What needs no clock is asserted in CI: `tests/emergency/test_growth.py` explains the query of every look-up with
real statistics and fails on a Seq Scan of a big table (it also checks that the generator's areas and words are those Handrail makes
itself); `tests/emergency/test_coverage.py` compares the nearest five with a search through all entries at 200 places and holds a county
of 1,000 entries to one bounded query; `tests/emergency/test_long_lists.py` holds an import of 2,102 rows to 80 statements.

Where no rows of W6, W7 and W10 stand above, the machine was too busy whenever they were tried.
"""
