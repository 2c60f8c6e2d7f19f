"""Text that a person wrote must never make the printer read a file or call an address (SECURITY 7)."""

import base64
import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from clinic.documents import render

CANARY = "canary-4711"

IN_HTML = {
    "img": '<img src="{at}">',
    "css link": '<link rel="stylesheet" href="{at}">',
    "style import": '<style>@import url("{at}");</style>',
    "background": '<p style="background-image:url({at})">x</p>',
    "font": '<style>@font-face{{font-family:F;src:url("{at}")}} p{{font-family:F}}</style><p>x</p>',
    "object": '<object data="{at}"></object>',
    "embed": '<embed src="{at}">',
    "svg image": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{at}" width="9" height="9"/></svg>',
    "svg use": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><use href="{at}#a"/></svg>',
    "nested data svg": '<img src="data:image/svg+xml;base64,{nested}">',
    "attachment link": '<link rel="attachment" href="{at}">',
    "attachment a": '<a rel="attachment" href="{at}">x</a>',
    "list style": '<ul><li style="list-style-image:url({at})">x</li></ul>',
    "content": '<style>p::before{{content:url("{at}")}}</style><p>x</p>',
    "base": '<base href="{at}"><img src="x.png">',
    "border image": '<p style="border:9px solid;border-image-source:url({at})">x</p>',
}
IN_CSS = {
    "import": '@import url("{at}");',
    "import bare": '@import "{at}";',
    "background": "p{{background:url({at})}}",
    "font": '@font-face{{font-family:F;src:url("{at}")}} p{{font-family:F}}',
    "list style": "p{{display:list-item;list-style:url({at})}}",
    "content": 'p::before{{content:url("{at}")}}',
    "page": "@page{{background:url({at})}}",
}


class Listener:
    """A local address that counts who calls it."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/{CANARY}.png"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.socket.close()


@pytest.fixture(params=["http", "file"])
def target(request: pytest.FixtureRequest, listener: Listener, tmp_path: Path) -> str:
    if request.param == "http":
        return listener.address
    file = tmp_path / "canary.svg"
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="9"><text y="9">{CANARY}</text></svg>')
    return file.as_uri()


def assert_untouched(pdf: bytes, listener: Listener) -> None:
    assert listener.calls == 0
    document = PdfReader(io.BytesIO(pdf))
    assert not document.attachments
    assert CANARY not in "".join(sheet.extract_text() for sheet in document.pages)
    assert not [image for sheet in document.pages for image in sheet.images]


@pytest.mark.parametrize("probe", IN_HTML.values(), ids=IN_HTML)
def test_nothing_in_the_page_is_fetched(probe: str, target: str, listener: Listener) -> None:
    nested = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{target}" width="9" height="9"/></svg>'
    body = probe.format(at=target, nested=base64.b64encode(nested.encode()).decode())
    pdf = render.pdf(f"<!doctype html><html><body>{body}</body></html>", language="en", title="My plan")
    assert_untouched(pdf, listener)


@pytest.mark.parametrize("probe", IN_CSS.values(), ids=IN_CSS)
def test_nothing_in_the_style_sheet_is_fetched(probe: str, target: str, listener: Listener) -> None:
    pdf = render.pdf("<!doctype html><p>x</p>", css=probe.format(at=target), language="en", title="My plan")
    assert_untouched(pdf, listener)


def test_a_colour_profile_is_refused_rather_than_fetched(target: str, listener: Listener) -> None:
    css = f'@color-profile device-cmyk{{src:url("{target}")}}'
    with pytest.raises(OSError, match="disallowed"):
        render.pdf("<!doctype html><p>x</p>", css=css, language="en", title="My plan")
    assert listener.calls == 0


def test_the_listener_would_notice(listener: Listener) -> None:
    host, port = listener.socket.getsockname()
    with socket.create_connection((host, port)) as call:
        call.recv(1)
    assert listener.calls == 1
