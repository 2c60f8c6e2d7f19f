"""What the private servers say when they cannot do their work."""


class CannotStart(Exception):
    """One plain sentence for the person at the terminal; never shown with a traceback."""
