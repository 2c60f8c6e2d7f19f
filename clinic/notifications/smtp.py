"""Django's SMTP client, with a word said at the one moment that matters: before DATA, after which nobody can take it back."""

from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class CarefulBackend(EmailBackend):
    """Calls `before_data` once the server accepted sender and recipient. What that raises stops the mail."""

    def __init__(self, before_data: Callable[[], None]) -> None:
        super().__init__()
        self.before_data = before_data

    @property
    def connection_class(self) -> type[Any]:
        plain: type[Any] = super().connection_class
        before_data = self.before_data

        class Connection(plain):
            def data(self, msg: Any) -> Any:
                before_data()
                return super().data(msg)

        return Connection
