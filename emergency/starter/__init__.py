"""The national lines every clinic begins with, from stored sources and not yet checked by anybody here.

The file says in `research` how each was found; that stays in the file. `note` is for staff who call.
"""

import csv
from functools import cache
from pathlib import Path

from emergency.spoken import named

FILE = Path(__file__).with_name("national_resources.csv")
SOURCE = "Handrail starter lines"


@cache
def starter_lines(country_code: str) -> tuple[dict[str, str], ...]:
    """The fields of a country's lines, as the directory names them; each with its own number in this source."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_line(row) for row in csv.DictReader(file) if row["country"] == country_code)


def _line(row: dict[str, str]) -> dict[str, str]:
    national = row["region"] == "national"
    return {
        "name": row["name"],
        "kind": row["kind"],
        "phone": row["phone"],
        "phone_menu": row["phone_menu"],
        "sms": row["sms"],
        "sms_keyword": row["sms_keyword"],
        "chat_url": row["chat_url"],
        "hours": row["hours"],
        "languages": named(row["languages"]),
        "note": row["note"],
        "region": "" if national else row["region"],
        "reach": "country" if national else "region",
        "country_code": row["country"],
        "source": SOURCE,
        "source_id": f"{row['country']}:{row['name']}"[:60],
        "source_url": row["source"][:300],
    }
