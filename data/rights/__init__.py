"""What a person may ask of the office: her data, its correction, its erasure."""
