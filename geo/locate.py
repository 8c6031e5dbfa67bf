"""Which area a point of the map lies in."""

from geo.shapes import AreaShape, Point, Ring, Shapes


def area_at(shapes: Shapes, point: Point) -> str | None:
    """The code of the area that holds `point` (km), or None outside of all."""
    return next((code for code, shape in shapes.areas.items() if holds(shape, point)), None)


def holds(shape: AreaShape, point: Point) -> bool:
    """Whether `point` (km) lies in `shape`: inside an odd number of its rings."""
    return sum(_inside(ring, point) for ring in shape.rings) % 2 == 1


def box(shape: AreaShape) -> tuple[float, float, float, float]:
    """The smallest rectangle around a shape: xmin, ymin, xmax, ymax in km."""
    east = [x for ring in shape.rings for x, _ in ring]
    north = [y for ring in shape.rings for _, y in ring]
    return min(east), min(north), max(east), max(north)


def _inside(ring: Ring, point: Point) -> bool:
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1
