"""How fast Handrail is, as ratios to a floor measured in the same run: `python -m tests.benchmarks`.

Nothing here runs with the tests: a clock fails on a busy machine. Goals and their numbers are in docs/performance.md, which
this program writes. What can be counted instead of timed (queries, bytes, renders) is asserted by ordinary tests.
"""
