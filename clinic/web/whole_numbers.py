"""Whole numbers that a page says in a hidden box or an address, where no form reads them."""


def number_of(text: str, highest: int) -> int | None:
    """The number; None for what is none or is higher. Its length comes first: Python refuses to read thousands of digits."""
    if not text.isdecimal() or len(text) > len(str(highest)):
        return None
    number = int(text)
    return number if number <= highest else None
