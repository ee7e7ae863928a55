"""All chance of a history comes from here."""

from random import Random


class Dice:
    """Dice for whoever needs some. They depend on the seed and the name alone, so that what one of them
    throws does not change what another gets."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._known: dict[str, Random] = {}

    def of(self, name: str) -> Random:
        """The dice of this name; the same ones every time."""
        dice = self._known.get(name)
        if dice is None:
            # A text seeds by its SHA-512, the same on every machine and hash seed.
            dice = self._known[name] = Random(f"{self.seed}/{name}")
        return dice
