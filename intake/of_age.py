"""Whether an adult belongs to a client's sessions: by the guardians of the record, the day of birth, or what the intake says."""

from collections.abc import Callable, Sequence
from datetime import date

from clinic.clients.models import Client
from emergency.models import Guardianship
from intake.sections import QUESTIONS

OF_AGE = 18


def has_an_adult(client: Client, today: date, guardianships: Sequence[Guardianship], said: Callable[[str], str | None]) -> bool:
    """True for a client under age, and for one who has a guardian. `said` is an answer of the intake in words."""
    return any(each.stands for each in guardianships) or _is_under_age(client, today, said)


def _is_under_age(client: Client, today: date, said: Callable[[str], str | None]) -> bool:
    """By the day of birth; where it is not known, by what the intake says."""
    age = client.age_on(today)
    return age < OF_AGE if age is not None else said("under_age") == str(QUESTIONS["under_age"].said("yes"))
