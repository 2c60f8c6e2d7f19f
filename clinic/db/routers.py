"""Schema changes are made by the owning role only (DECISIONS 3)."""


class OwnerMigrates:
    """`default` is the application's role, which owns nothing: migrations run on the alias `owner`."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == "owner"
