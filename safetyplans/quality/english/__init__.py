"""English: its word lists, and what it can tell of a line."""

from dataclasses import replace

from safetyplans.quality.english.all_hours import answers_at_all_hours
from safetyplans.quality.english.charts import reads_like_a_chart
from safetyplans.quality.english.clinicians import names_a_clinician
from safetyplans.quality.english.company import is_company, needs_somebody
from safetyplans.quality.english.days import day_named, says_it_is_done
from safetyplans.quality.english.generality import is_general
from safetyplans.quality.english.hospitals import names_a_hospital
from safetyplans.quality.english.hours import is_another_service, says_hours, says_who_else
from safetyplans.quality.english.numbers import holds_a_number
from safetyplans.quality.english.promises import promises
from safetyplans.quality.english.safer_places import has_no_owner_or_date
from safetyplans.quality.english.treatment import tells_of_treatment
from safetyplans.quality.english.video import says_who_calls
from safetyplans.quality.english.words import WORD_LISTS

ENGLISH = replace(
    WORD_LISTS,
    day_named=day_named,
    tests={
        test.__name__: test
        for test in (
            is_general, reads_like_a_chart, needs_somebody, has_no_owner_or_date, promises, holds_a_number, tells_of_treatment,
            is_another_service, says_hours, says_who_else, names_a_clinician, names_a_hospital, says_who_calls,
            answers_at_all_hours, says_it_is_done, is_company,
        )
    },
)  # fmt: skip
