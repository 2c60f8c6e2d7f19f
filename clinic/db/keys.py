"""AES-256-GCM with a key ring. A sealed value is `1 | key id (4) | nonce (12) | ciphertext and tag`.

The associated data binds a value to table, column, row and clinic, so that ciphertext copied elsewhere does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORMAT = b"1"


class CannotOpen(Exception):
    """The value was moved, altered, or its key is not in HANDRAIL_FIELD_KEYS."""


def seal(plain: bytes, bound_to: bytes) -> bytes:
    kid, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = os.urandom(12)
    return FORMAT + kid.encode() + nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal(sealed: bytes, bound_to: bytes) -> bytes:
    """The plain bytes; raises CannotOpen, never returns ciphertext."""
    key = settings.FIELD_KEYS.get(sealed[1:5].decode("ascii", "replace"))
    if sealed[:1] != FORMAT or key is None:
        raise CannotOpen("The key that sealed this value is not in HANDRAIL_FIELD_KEYS.")
    try:
        return AESGCM(key).decrypt(sealed[5:17], sealed[17:], bound_to)
    except InvalidTag:
        raise CannotOpen("This sealed value does not belong to this row.") from None
