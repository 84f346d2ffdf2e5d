"""Pages for telephones: the door, one's own page, and how the office makes links to it."""
