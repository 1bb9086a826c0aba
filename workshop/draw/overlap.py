"""How much two quadrilaterals overlap."""

from __future__ import annotations

import cv2
import numpy as np

from db.model import Quad


def iou(one: Quad, other: Quad) -> float:
    """Intersection over union of two convex quadrilaterals, 0 to 1."""
    a, b = np.array(one, np.float32), np.array(other, np.float32)
    shared, _ = cv2.intersectConvexConvex(a, b)
    union = abs(cv2.contourArea(a)) + abs(cv2.contourArea(b)) - shared
    return float(shared / union) if union > 0 else 0.0
