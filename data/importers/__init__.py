"""From office files to registers: read, map, judge, report."""
