"""Reference tables, each built by a script in scripts/ that names its source."""
