"""What a page lists, as files: the same question, the same rows.

The modules named for what they hold make Tables of rows; writing.py writes them as CSV and JSON.
"""

from .tables import Table
from .writing import answer

__all__ = ["Table", "answer"]
