"""The process that renders: reads one request as JSON from stdin, writes the PDF to stdout, says by exit code what failed.

Text comes in by the pipe only, so nothing clinical stands on a command line or on the disk, and nothing is logged.
"""

import json
import os
import resource
import sys

from clinic.documents import render

OUT_OF_MEMORY, NOT_INSTALLED, UNREADABLE = 3, 4, 5


def main() -> int:
    """Render within the limits the request names; 0 or one of the codes above."""
    try:
        request = json.load(sys.stdin.buffer)
        _limit(request["memory"], request["cpu_seconds"])
        made = render.pdf(request["html"], css=request["css"], language=request["language"], title=request["title"])
    except MemoryError:
        return OUT_OF_MEMORY
    except render.NotInstalled:
        return NOT_INSTALLED
    except Exception:  # whatever the text did, its words must not reach stderr in a traceback
        return UNREADABLE
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


def _limit(memory: int, cpu_seconds: int) -> None:
    os.nice(5)  # pages for people come before paper
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))


if __name__ == "__main__":
    sys.exit(main())
