"""Prints what Dagster finds in definitions.py, as JSON; runs the product's job where a database is named.

usage: dagster_definitions.py FILE [DATABASE [ASSET...]]
READ_ONLY in the environment names a folder that nobody may write to, as on a read-only file system.
With a database, the job runs in this process, for the named assets or for all; the answer then says what it materialized, in that
order, why it failed if it did, and how many rows each table of the database has.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys

import dagster as dg
import duckdb


def load(path: str) -> dg.Definitions:
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("definitions", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["definitions"] = module
    spec.loader.exec_module(module)
    dg.Definitions.validate_loadable(module.defs)
    return module.defs


def assets(defs: dg.Definitions) -> list[dict]:
    return [
        {
            "name": spec.key.to_user_string(),
            "group": spec.group_name,
            "tags": dict(spec.tags),
            "depends_on": [dep.asset_key.to_user_string() for dep in spec.deps],
        }
        for spec in defs.resolve_all_asset_specs()
    ]


def schedules(defs: dg.Definitions) -> list[dict]:
    return [
        {
            "cron": schedule.cron_schedule,
            "timezone": schedule.execution_timezone,
            "enabled": schedule.default_status == dg.DefaultScheduleStatus.RUNNING,
            "job": schedule.job_name,
        }
        for schedule in defs.schedules
    ]


def run(defs: dg.Definitions, names: list[str]) -> dict:
    job = defs.resolve_job_def(defs.jobs[0].name)
    selection = [dg.AssetKey.from_user_string(name) for name in names] or None
    result = job.execute_in_process(asset_selection=selection, raise_on_error=False)
    failures = [event.step_failure_data for event in result.get_step_failure_events()]
    return {
        "success": result.success,
        "materialized": [event.asset_key.to_user_string() for event in result.get_asset_materialization_events()],
        "failure": " ".join(str(failure.error) for failure in failures),
    }


def rows(database: str) -> dict[str, int]:
    with duckdb.connect(database) as connection:
        tables = connection.execute("select table_schema, table_name from information_schema.tables").fetchall()
        count = "select count(*) from {}.{}"
        return {name: connection.execute(count.format(schema, name)).fetchone()[0] for schema, name in tables}


def main(path: str, *arguments: str) -> None:
    defs = load(path)
    if "READ_ONLY" in os.environ:
        access, closed = os.access, os.environ["READ_ONLY"]
        os.access = lambda path, mode: str(path) != closed and access(path, mode)
    answer = {"assets": assets(defs), "schedules": schedules(defs), "jobs": [job.name for job in defs.jobs]}
    if arguments:
        database, *names = arguments
        answer |= run(defs, names) | {"rows": rows(database)}
    # dbt and Dagster write to standard output as well: the answer is the last line.
    print()
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
