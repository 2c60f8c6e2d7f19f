"""Who read and who changed what. `from clinic.audit.log import record` writes it; `Actor` says who acts."""
