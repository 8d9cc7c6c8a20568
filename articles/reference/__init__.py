"""Reference data: countries, organizations, officials, places, and a gazetteer of cities.

The TOML files in this folder are edited by hand and hold only facts; cities come from GeoNames through a package (CC BY
4.0).
"""

from __future__ import annotations

from articles.reference.load_result import LoadResult
from articles.reference.loader import Progress, load_reference_data

__all__ = ["LoadResult", "Progress", "load_reference_data"]
