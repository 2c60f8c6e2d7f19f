"""The intake as one table: sections in order, their questions, and the step of the plan each answer feeds.

Any order, any gap: nothing here is required, and no answer is pre-set. What is asked here is never asked again.
"""

from intake.asked.reaching import REACHING
from intake.asked.told import TOLD
from intake.asked.working import WORKING
from intake.questions import Group, Kind, Question, Section

__all__ = ["BY_SLUG", "GROUPS", "QUESTIONS", "SECTIONS", "SECTION_OF", "Group", "Kind", "Question", "Section", "after"]

GROUPS: tuple[Group, ...] = (REACHING, TOLD, WORKING)
SECTIONS: tuple[Section, ...] = tuple(section for group in GROUPS for section in group.sections)
BY_SLUG = {section.slug: section for section in SECTIONS}
QUESTIONS = {question.key: question for section in SECTIONS for question in section.questions}
SECTION_OF = {question.key: section for section in SECTIONS for question in section.questions}


def after(section: Section) -> Section | None:
    """The next section in order, or None after the last."""
    place = SECTIONS.index(section) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None
