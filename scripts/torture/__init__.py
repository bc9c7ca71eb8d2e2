"""Trying hard to lose what is stored: kills, races, full disks and flipped bits, counted."""
