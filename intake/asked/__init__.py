"""The questions of the intake, group by group as they stand on the hub."""
