"""What would change the answer: single changes that would place somebody, the smallest conflict of pins."""
