from django.apps import AppConfig
from django.db.backends.signals import connection_created

from clinic.db.role import refuse_powerful_role


class Config(AppConfig):
    name = "clinic.db"

    def ready(self) -> None:
        connection_created.connect(refuse_powerful_role)
