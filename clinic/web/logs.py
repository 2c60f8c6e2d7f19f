"""Logging without words: what people typed must not reach a log through an exception's message."""

import logging
import traceback


class WordlessFormatter(logging.Formatter):
    """Time, level, logger, message; of an exception its type and the lines of code, not its text."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: object) -> str:  # noqa: N802 - the library's name
        kind, _, trace = ei  # type: ignore[misc]
        frames = [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]  # type: ignore[has-type]
        return "\n".join([*frames, f"  {kind.__module__}.{kind.__qualname__}"])  # type: ignore[has-type]
