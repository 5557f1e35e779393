"""What a finding says to the designer of a procedure: what is wrong, and what to use instead (docs/designers)."""

from __future__ import annotations

from engine.errors import Finding


def finding_words(finding: Finding) -> str:
    """Return the sentence for a finding."""
    return finding.code
