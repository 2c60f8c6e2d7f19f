from clinic.clients.models.access import AccessGrant, GrantQuerySet
from clinic.clients.models.clients import Client, ClientQuerySet
from clinic.clients.models.contact_safety import Channel, ContactSafety
from clinic.clients.models.files import KeptFile
from clinic.clients.models.phones import Device, PageInvitation
from clinic.clients.models.places import Place
from clinic.clients.models.todos import Todo

__all__ = [
    "AccessGrant", "Channel", "Client", "ClientQuerySet", "ContactSafety", "Device", "GrantQuerySet", "KeptFile", "PageInvitation",
    "Place", "Todo",
]  # fmt: skip
