"""The phone numbers of a region: what it wants, what there is, what is to be done. See docs/numbers.md."""
