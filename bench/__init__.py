"""Ratios, never absolute times: each file measures one kind and offers `ratios() -> list[Ratio]`."""
