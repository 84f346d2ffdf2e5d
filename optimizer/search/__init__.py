"""How a plan is found: construction, column sifting, rounding, large neighborhoods."""
