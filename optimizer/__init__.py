"""Who goes where, on which trip?"""

from optimizer.planning import plan

__all__ = ["plan"]
