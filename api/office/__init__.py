"""Use cases of the desk: files in, papers out, rounds, rights, follow-up."""
