"""The deployment zip over its 8 MB."""

from bench.ratio import Ratio
from infra.package import LARGEST_ZIP_BYTES
from tests import packaged


def ratios() -> list[Ratio]:
    """One."""
    size = packaged.made().zip_path.stat().st_size
    detail = f"{size / 1e6:.2f} MB of {LARGEST_ZIP_BYTES / 1e6:.0f} MB"
    return [Ratio("deployment zip", size / LARGEST_ZIP_BYTES, 1.0, detail)]
