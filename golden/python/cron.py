"""Prints for each pair of schedules whether Dagster runs both at the same times, as JSON.

usage: cron.py PAIRS
PAIRS is a JSON list of pairs [written, normal]. A normal schedule that is null asks whether Dagster refuses the written one.
"""

import json
import sys
from datetime import datetime

from dagster._vendored.croniter import croniter

START = datetime(2026, 1, 1)
TIMES = 60


def times(cron: str) -> list[datetime]:
    schedule = croniter(cron.strip().replace("\t", " "), START)
    return [schedule.get_next(datetime) for _ in range(TIMES)]


def agrees(written: str, normal: str | None) -> bool:
    if normal is not None:
        return times(written) == times(normal)
    try:
        times(written)
    except ValueError:
        return True
    return False


print(json.dumps([agrees(*pair) for pair in json.loads(sys.argv[1])]))
