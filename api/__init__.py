"""How do people reach it? Pages, JSON, command line, background runs."""
