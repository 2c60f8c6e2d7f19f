"""The crisis page as others would build it, with the same content from the same server; and F3, a page with one number.

All that could be told against the comparison goes the other way: Bootstrap's page has no sheet of its own and its scripts wait;
the program of React's is a few lines, and its words come as the tree that React wants.
"""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.gzip import gzip_page
from whitenoise.compress import Compressor

from clinic.staff.views.crisis import crisis

REQUIREMENTS = Path(__file__).parents[2] / "requirements-bench.txt"
FOLDER = "rivals"
FILES = {
    "flask_bootstrap/static/bootstrap5/css/bootstrap.min.css": "bootstrap.css",
    "flask_bootstrap/static/bootstrap5/js/bootstrap.min.js": "bootstrap.js",
    "flask_bootstrap/static/bootstrap5/umd/popper.min.js": "popper.js",
    "dash/deps/react@18.3.1.min.js": "react.js",
    "dash/deps/react-dom@18.3.1.min.js": "react-dom.js",
}
STYLE = re.compile(r"<style.*?</style>", re.DOTALL)
OUR_SCRIPTS = re.compile(r"<script.*?</script>", re.DOTALL)
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
SHEET = (
    f'<link rel="stylesheet" href="/static/{FOLDER}/bootstrap.css"><script src="/static/django_htmx/htmx-2.min.js" defer></script>'
)
NUMBER = '<!doctype html><html lang="en"><title>F3</title><a href="tel:+19285550111">(928) 555-0111</a></html>'
PROGRAM = """
const { createElement } = React;
const NAMES = { class: "className", for: "htmlFor", maxlength: "maxLength", autocomplete: "autoComplete", tabindex: "tabIndex", datetime: "dateTime" };
const props = (given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [NAMES[name] ?? name, value ?? true]));
const Part = ({ of }) => typeof of === "string" ? of : createElement(of[0], props(of[1]), ...of[2].map((each) => createElement(Part, { of: each })));
fetch(document.body.dataset.from).then((answer) => answer.json()).then((of) => {
  ReactDOM.createRoot(document.getElementById("root")).render(createElement(Part, { of }));
});
"""
VOID = {"input", "br", "img", "hr", "path", "meta", "link"}


def fetch(folder: Path) -> bool:
    """Put the files of the other stacks among the static ones, compressed; False when there is no way to them."""
    asked = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", str(folder / "wheels"), "-r", str(REQUIREMENTS)]  # fmt: skip
    if subprocess.run(asked, stderr=subprocess.DEVNULL).returncode:
        return False
    at = Path(settings.STATIC_ROOT) / FOLDER
    at.mkdir(parents=True)
    (at / "program.js").write_text(PROGRAM)
    for wheel in (folder / "wheels").iterdir():
        with ZipFile(wheel) as packed:
            for name in FILES.keys() & set(packed.namelist()):
                (at / FILES[name]).write_bytes(packed.read(name))
    for file in list(at.iterdir()):
        Compressor(quiet=True).compress(str(file))
    return True


@login_not_required
def number(request: HttpRequest) -> HttpResponse:
    return HttpResponse(NUMBER)


@gzip_page
def bootstrap(request: HttpRequest, client: UUID) -> HttpResponse:
    page = OUR_SCRIPTS.sub("", STYLE.sub("", _ours(request, client))).replace("</head>", f"{SHEET}</head>")
    scripts = "".join(f'<script src="/static/{FOLDER}/{name}.js"></script>' for name in ("popper", "bootstrap"))
    return HttpResponse(page.replace("</body>", f"{scripts}</body>"))


@gzip_page
def react(request: HttpRequest, client: UUID) -> HttpResponse:
    style = STYLE.search(_ours(request, client))
    assert style
    scripts = "".join(f'<script src="/static/{FOLDER}/{name}.js" defer></script>' for name in ("react", "react-dom", "program"))
    return HttpResponse(
        f'<!doctype html><html lang="en"><head><title>React</title>{style[0]}{scripts}</head>'
        f'<body data-from="/rivals/{client}/words/"><div id="root"></div></body></html>'
    )


@gzip_page
def words(request: HttpRequest, client: UUID) -> HttpResponse:
    found = MAIN.search(_ours(request, client))
    assert found
    reader = Tree()
    reader.feed(found[0])
    return HttpResponse(json.dumps(reader.open[0][2][0]), content_type="application/json")


def _ours(request: HttpRequest, client: UUID) -> str:
    takes = request.META.pop("HTTP_ACCEPT_ENCODING", "")
    answer = crisis(request, client=client)
    request.META["HTTP_ACCEPT_ENCODING"] = takes
    return answer.content.decode()


class Tree(HTMLParser):
    """HTML as [name, attributes, children]."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[list[Any]] = [["", {}, []]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        part: list[Any] = [tag, dict(attrs), []]
        self.open[-1][2].append(part)
        if tag not in VOID:
            self.open.append(part)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1][2].append(data)


urlpatterns = [
    path("rivals/number/", number),
    path("rivals/<uuid:client>/bootstrap/", bootstrap),
    path("rivals/<uuid:client>/react/", react),
    path("rivals/<uuid:client>/words/", words),
]
