"""The quality helper: questions a therapist may want to ask about a draft. It gives no score, judges nobody and stops nothing.

Start at `rules`: the table of rules, each with its question and source. `facts` is what a rule may look at, `people`, `plans`
and `care` find things in it, and `hints` turns what was found into questions with their answers. What only one language can
tell of a line stands in a package of its own (`english`); `languages` lists them.
"""
