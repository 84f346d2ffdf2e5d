"""What pages read: one small file of queries a page, frozen rows out, nothing written."""
