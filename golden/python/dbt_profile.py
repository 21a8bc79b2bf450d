"""Prints what dbt-duckdb makes of a profile, as JSON.

usage: dbt_profile.py FOLDER [PROFILE]
The folder holds dbt_project.yml and profiles.yml; the profile is the project's, or the named one. dbt itself reads them and asks the environment, dbt-duckdb's own classes write the
statements, and DuckDB parses those.
"""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace

import duckdb
from dbt.config.runtime import load_profile
from dbt.flags import set_from_args
from dbt_common.context import set_invocation_context


def main(folder: str, name: str | None = None) -> None:
    set_invocation_context(dict(os.environ))
    set_from_args(Namespace(PROFILES_DIR=folder, PROJECT_DIR=folder), None)
    profile = load_profile(folder, {}, name)
    credentials = profile.credentials
    secrets = credentials.secrets_sql()
    attachments = [attachment.to_sql() for attachment in credentials.attach or []]
    for statement in secrets + attachments:
        duckdb.extract_statements(statement)
    facts = {
        "class": type(credentials).__name__,
        "profile": profile.profile_name,
        "target": profile.target_name,
        "threads": profile.threads,
        "path": credentials.path,
        "database": credentials.database,
        "schema": credentials.schema,
        "extensions": credentials.extensions or [],
        "settings": credentials.settings,
        "config_options": credentials.config_options,
        "disable_transactions": credentials.disable_transactions,
        "secrets": secrets,
        "attach": attachments,
    }
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
