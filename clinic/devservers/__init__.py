"""Private PostgreSQL and Redis, the `up` command that runs all of Handrail on them, and the demo's mail sink."""
