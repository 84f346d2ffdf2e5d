"""What people's own words mean, read one way by importer, matcher and rank: denials, and the names of trades."""

from policy.wording.negation import Said, said

__all__ = ["Said", "said"]
