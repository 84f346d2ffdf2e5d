"""The console: pages, forms, maps and who may ask for them."""
