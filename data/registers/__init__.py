"""The write path of the registers: judged records in, rows kept once, nothing written twice.

Every ``keep_*`` takes rows that an importer has judged, adds what is new, fills in what was not known, and
changes what was said differently. A field left empty in a record never wipes what is known. The caller
commits.
"""

from data.registers.employers import keep_employers
from data.registers.postings import keep_postings
from data.registers.rows import KeptRows, Refusal, Source
from data.registers.travel import keep_fares, keep_hubs, keep_vehicles
from data.registers.workers import Lookalikes, keep_workers, lookalikes

__all__ = [
    "KeptRows",
    "Lookalikes",
    "Refusal",
    "Source",
    "keep_employers",
    "keep_fares",
    "keep_hubs",
    "keep_postings",
    "keep_vehicles",
    "keep_workers",
    "lookalikes",
]
