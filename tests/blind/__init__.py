"""County offices that nobody tuned the importers to, each with what a careful clerk would register."""
