"""Each row judged: kept, to decide, or refused, with its faults."""
