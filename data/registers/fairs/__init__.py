"""Job fairs as kept: the event, its booths and what employers bring."""
