"""Drawings as nets of places and moves, and what of them can be reached; data are left aside. Nothing runs here.

`drawing.py` makes a net of a scope or of a whole process, `exploring.py` finds its markings.
"""
