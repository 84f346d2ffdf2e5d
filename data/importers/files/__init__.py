"""From bytes to rows: opening what was sent, unpacked safely, pasted chains read as tables."""
