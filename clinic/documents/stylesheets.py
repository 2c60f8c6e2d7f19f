"""Style sheets for print, read from static/css by name and handed over as text: rendering itself may fetch nothing."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "static" / "css"


@cache
def stylesheet(name: str = "pdf") -> str:
    """The text of static/css/<name>.css."""
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")
