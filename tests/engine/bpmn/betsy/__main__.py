"""`python -m tests.engine.bpmn.betsy [group …]`: a table by group, what is not right, and as the last line the count."""

import sys
from collections import Counter
from collections.abc import Iterator

from tests.engine.bpmn.betsy.running import directory, results


def table(groups: list[str]) -> Iterator[str]:
    """Yield the lines of the table."""
    found = [result for result in results(directory()) if not groups or result.group in groups]
    for result in found:
        if result.verdict != "right":
            yield f"{result.verdict:8} {result.group}/{result.name}: {result.reason}"
    yield f"\n{'group':12} {'right':>6} {'refused':>8} {'wrong':>6}"
    for group in sorted({result.group for result in found}):
        count = Counter(result.verdict for result in found if result.group == group)
        yield f"{group:12} {count['right']:>6} {count['refused']:>8} {count['wrong']:>6}"
    count = Counter(result.verdict for result in found)
    yield f"betsy: {count['right']} right, {count['refused']} refused, {count['wrong']} wrong of {len(found)}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table(sys.argv[1:])) + "\n")
