"""Which column is what: the table found in a sheet, its headers mapped to fields."""
