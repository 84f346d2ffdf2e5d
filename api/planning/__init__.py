"""Use cases of a plan: dispatch, repair, audit, questions, what a trip expects; run in the background."""
