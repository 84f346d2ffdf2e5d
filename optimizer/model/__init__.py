"""The planning problem as arrays: rows, postings, lanes, and the options that join them."""
