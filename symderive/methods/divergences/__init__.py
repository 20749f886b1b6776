"""Divergences: which steps prove the value of a divergence between two laws."""
