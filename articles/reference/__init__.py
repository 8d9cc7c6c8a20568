"""Reference data: countries, organizations, officials, places, and a gazetteer of cities.

The files beside this one are kept by hand and hold facts only; cities come from GeoNames through a package (CC BY 4.0).
"""

from __future__ import annotations

from articles.reference.load_result import LoadResult
from articles.reference.loader import Progress, load_reference_data

__all__ = ["LoadResult", "Progress", "load_reference_data"]
