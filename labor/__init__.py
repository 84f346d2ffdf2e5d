"""The words of the trade: the frozen blocks and errors every other room speaks in."""
