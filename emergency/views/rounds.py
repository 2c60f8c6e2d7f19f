"""Where somebody is in a round of checks, as the address of a page has it."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from emergency.models import Resource


@dataclass(frozen=True)
class Round:
    """The third of fourteen; nothing where no round was begun. `then`: the entry that follows one that is being changed."""

    at: int = 0
    of: int = 0
    then: str = ""

    @classmethod
    def of_request(cls, request: HttpRequest) -> "Round":
        at, of = request.GET.get("at", ""), request.GET.get("of", "")
        whole = at.isdecimal() and of.isdecimal() and len(at) < 6 and len(of) < 6 and 0 < int(at) <= int(of)
        return cls(int(at), int(of), _key(request.GET.get("then", ""))) if whole else cls()

    def address(self, following: Resource | None, step: int = 1, **more: object) -> str:
        """The page of an entry so many further on, or the list after the last."""
        return self._onward(str(following.pk) if following else "", step, more)

    def change(self, entry: Resource, following: Resource | None) -> str:
        """The form of an entry that has changed, which leads back into the round. What follows is said there: the change moves the entry."""
        page = reverse("resource-edit", args=[entry.pk])
        then = {"then": following.pk} if following else {}
        return f"{page}?{urlencode({'at': self.at, 'of': self.of, **then})}" if self.at else page

    @property
    def after_change(self) -> str:
        """Where the round goes on after that form."""
        return self._onward(self.then, 1, {})

    def _onward(self, key: str, step: int, more: dict[str, object]) -> str:
        at = self.at + step
        onward = {"at": at, "of": max(self.of, at)} if self.at and at and key else {}
        page = reverse("resource-verify", args=[key]) if key else reverse("verify-queue")
        return "?".join(filter(None, [page, urlencode(onward | more)]))


def _key(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
