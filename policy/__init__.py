"""What law and programmes say: dated rule packs, and the functions that judge by them."""
