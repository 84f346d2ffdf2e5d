"""Instances with frozen seeds, and rivals side by side."""
