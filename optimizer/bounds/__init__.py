"""How good a plan can be at most: Lagrangian prices, the volume algorithm, least costs of a lane."""
