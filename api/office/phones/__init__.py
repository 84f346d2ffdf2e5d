"""People who come in from their own telephones, by a link of their own."""
