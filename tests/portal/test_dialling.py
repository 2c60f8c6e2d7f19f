"""Numbers inside people's own words can be tapped, and nothing else becomes markup."""

import pytest

from clinic.portal.templatetags.dialling import with_calls


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Call mom 928 555 0144.", 'Call mom <a href="tel:+19285550144">928 555 0144</a>.'),
        ("(928) 555-0144 or +44 1632 960 142", '<a href="tel:+19285550144">(928) 555-0144</a> or <a href="tel:+441632960142">+44 1632 960 142</a>'),
        ("Cold water, count to 30", "Cold water, count to 30"),
        ("Bus 12, 14 or 16 at 7", "Bus 12, 14 or 16 at 7"),
        ("<b>Luna</b> & me", "&lt;b&gt;Luna&lt;/b&gt; &amp; me"),
        ("<i>928 555 0144", '&lt;i&gt;<a href="tel:+19285550144">928 555 0144</a>'),
        ("", ""),
    ],
)  # fmt: skip
def test_numbers_in_words(words: str, shown: str) -> None:
    assert with_calls(words, "US") == shown
