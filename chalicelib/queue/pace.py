"""What was measured of lanes, and learnt of days.

PACE#{lane} / PACE         what the lane does at present
SHAPE#{site} / DAY#{kind}  what such a day of the site usually looks like; kind is work, saturday or sunday
"""

from chalicelib.queue.estimate import Pace
from chalicelib.queue.shape import Shape
from chalicelib.table import Row, StructAttribute


class PaceRow(Row):
    """A lane's pace."""

    pace = StructAttribute(Pace)


class ShapeRow(Row):
    """The shape of a day."""

    shape = StructAttribute(Shape)


def read(lane: str) -> Pace | None:
    """What was last measured of a lane; eventually consistent, it is a minute old anyway."""
    try:
        return PaceRow.get(f"PACE#{lane}", "PACE").pace
    except PaceRow.DoesNotExist:
        return None


def write(lane: str, pace: Pace) -> None:
    """In place of what was measured before."""
    PaceRow(f"PACE#{lane}", "PACE", entity="pace", pace=pace).save()


def read_shape(site: str, kind: str) -> Shape | None:
    """What is known of such a day."""
    try:
        return ShapeRow.get(f"SHAPE#{site}", f"DAY#{kind}").shape
    except ShapeRow.DoesNotExist:
        return None


def write_shape(site: str, kind: str, shape: Shape) -> None:
    """In place of what was known before: a minute that is learnt twice, or lost, hardly moves a mean."""
    ShapeRow(f"SHAPE#{site}", f"DAY#{kind}", entity="shape", shape=shape).save()
