"""Signing in: passwords, second factor, sessions, tokens, and what is counted against guessing."""
