"""From registers and plans to the files people print and send."""
