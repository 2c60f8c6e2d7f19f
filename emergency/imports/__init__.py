"""Reading other people's lists: bytes to rows, rows to entries, entries against the directory.

Pure functions: nothing here knows the database, the request or the clinic.
"""
