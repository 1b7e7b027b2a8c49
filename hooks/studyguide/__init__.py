"""Pasted interview notes go in; study pages come out. Read `pipeline.py` first."""
