"""Why each person left out stays home, as a code and a sentence."""
