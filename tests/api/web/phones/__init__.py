"""Pages for telephones."""
