"""Where a client can be."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from clinic.accounts.world import name_of
from clinic.audit.models import By
from clinic.clients.postcodes import zone_told_by
from clinic.db.models import ClinicKey, ClinicRow, both_or_neither
from clinic.db.sealed import SealedText

COUNTY_WORDS = {"county", "parish", "borough", "municipality", "municipio", "area", "city", "columbia"}


class PlaceQuerySet(models.QuerySet["Place"]):
    def kept(self) -> "PlaceQuerySet":
        return self.filter(retired_at=None).order_by("position", "made_at")


class Place(ClinicRow):
    """A place by the client's own name for it, with what a dispatcher must know."""

    readable = ("position",)

    client = ClinicKey("clients.Client", related_name="places")
    name = SealedText(privacy="identifying")
    street = SealedText(privacy="identifying")
    town = SealedText(privacy="identifying")
    county = SealedText(privacy="identifying")
    region = SealedText(privacy="identifying")
    postcode = SealedText(privacy="identifying")
    country_code = SealedText(privacy="identifying")
    access_notes = SealedText(privacy="identifying")
    who_is_there = SealedText(privacy="identifying")
    time_zone = SealedText(privacy="identifying", null=True)
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = By()
    retired_at = models.DateTimeField(null=True)
    retired_by = By(null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [both_or_neither("retired_at", "retired_by", name="clients_place_retired_pair")]

    @property
    def lines(self) -> list[str]:
        """The address as it is said aloud, line by line, without empty parts."""
        town = ", ".join(filter(None, [self.town, " ".join(filter(None, [self.region, self.postcode]))]))
        return [line for line in (self.street, town, self.county_in_words, self.country_in_words) if line]

    @property
    def country_in_words(self) -> str:
        """Said where it is another country than most of this installation's clients live in."""
        return name_of(self.country_code) if self.country_code not in ("", settings.DEFAULT_COUNTRY) else ""

    @property
    def zone(self) -> str:
        """Its time zone: its own, else the one its address tells; empty where neither does."""
        return self.time_zone or zone_told_by(
            self.country_code, postcode=self.postcode, town=self.town, county=self.county, region=self.region
        )

    @property
    def county_in_words(self) -> str:
        """ "Coconino County"; what is called otherwise, like Orleans Parish, as it is."""
        known = self.county.split()
        is_said = not known or self.country_code != "US" or known[-1].casefold() in COUNTY_WORDS
        return self.county if is_said else f"{self.county} County"
