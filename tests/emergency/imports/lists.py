"""Lists as people save them: the real hospitals, and one of the same shape where that is not to be had."""

import csv
import gzip
import io
from pathlib import Path

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "us_hospitals_cms.csv.gz"
HEADER = [
    "facility_id", "name", "address", "city", "state", "zip", "county", "phone", "hospital_type", "emergency_services",
    "lat", "lon", "geo_source",
]  # fmt: skip
HOSPITALS = 5381


def hospitals() -> bytes:
    """The 5,381 hospitals of CMS as they lie in ../shared, else made-up ones of the same shape."""
    if SHARED.exists():
        return gzip.decompress(SHARED.read_bytes())
    return made_up_hospitals(HOSPITALS)


def made_up_hospitals(count: int) -> bytes:
    """Hospitals of the same shape, with the same two odd rows: one twice, one with a number nobody has."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for at in range(count):
        writer.writerow(_hospital(at, count))
    return out.getvalue().encode()


def _hospital(at: int, count: int) -> list[str]:
    alike = 0 if at == 1 else at
    phone = "3600000000" if at == count - 1 else f"{200 + alike // 100 % 700}55501{alike % 100:02d}"
    kind, emergency = (("Acute Care Hospitals", "Yes"), ("Psychiatric", "No"), ("Psychiatric", "Yes"))[
        0 if alike % 10 else 1 + alike // 10 % 2
    ]
    return [
        f"{at:06d}", f"ELM HOSPITAL {alike}", f"{alike} EXAMPLE STREET", f"TOWN {alike % 900}", "AZ", "04743",
        f"COUNTY {alike % 60}", phone, kind, emergency, "31.2", "-85.3", "zip_centroid",
    ]  # fmt: skip


def csv_bytes(rows: list[list[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Rows written the way a spreadsheet writes them."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


SEMICOLONS = csv_bytes(
    [
        ["Einrichtung", "Telefon", "Straße", "Ort", "Bundesland", "PLZ", "Art"],
        ["Klinik Große Linde", "(928) 555-0101", "Linden-Allee 4, Haus B", "Flagstaff", "Arizona", "86001", "Klinik"],
        ["Café Röslein Krisendienst", "928 555 0102", "Höhe 1, Hof", "Sedona", "Arizona", "86336", "crisis team"],
        ["Sankt Jürgen", "1-928-555-0103", "Gäßchen 2", "Page", "AZ", "86040", "Notaufnahme"],
    ],
    encoding="windows-1252",
    delimiter=";",
)
RENAMED = csv_bytes(
    [
        ["Emergency rooms of the county, list of October", "", "", "", "", "", ""],
        [],
        ["State", "Telephone Number", "City/Town", "Emergency Services", "Facility Name", "ZIP Code", "CCN"],
        ["AZ", "928-555-0111", "Flagstaff", "Yes", "Pine Hospital", "86001", "030001"],
        ["AZ", "928-555-0112", "Winslow", "No", "Mesa Hospital", "86047", "030002"],
    ]
)
LINE_BREAKS = csv_bytes(
    [
        ["name", "phone", "note", "town"],
        ["Pine Crisis Team", "928-555-0121", "Ask for\nthe crisis worker,\r\nnot the desk", "Flagstaff"],
        ["Mesa Crisis Team", "", "No number\nyet", "Winslow"],
        ["Elm Line", "988 press 1", "", ""],
    ],
    encoding="utf-8-sig",
)
