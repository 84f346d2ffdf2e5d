"""Pages and JSON, one file a subject."""
