"""Prints which requests a client may make under a policy of an object store, as JSON.

usage: bucket_policies.py POLICY BUCKET...
moto is the object store: a user of it has the policy in the file POLICY and nothing else, and asks with boto3. The answer names, for each
bucket, the requests that the store admits.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core import set_initial_no_auth_action_count

REGION = "us-east-1"


def main(policy: str, *buckets: str) -> None:
    os.environ.update(AWS_ACCESS_KEY_ID="root", AWS_SECRET_ACCESS_KEY="root", AWS_DEFAULT_REGION=REGION)
    with mock_aws():
        iam, root = boto3.client("iam"), boto3.client("s3")
        iam.create_user(UserName="client")
        iam.put_user_policy(UserName="client", PolicyName="only", PolicyDocument=Path(policy).read_text())
        key = iam.create_access_key(UserName="client")["AccessKey"]
        for bucket in buckets:
            root.create_bucket(Bucket=bucket)
            root.put_object(Bucket=bucket, Key="there", Body=b"x")
        client = boto3.client("s3", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
        admitted = {bucket: [name for name, ask in requests(client, bucket) if admits(ask)] for bucket in buckets}
    json.dump(admitted, sys.stdout)


def requests(client, bucket: str):
    yield "locate", lambda: client.get_bucket_location(Bucket=bucket)
    yield "list", lambda: client.list_objects_v2(Bucket=bucket)
    yield "read", lambda: client.get_object(Bucket=bucket, Key="there")
    yield "write", lambda: client.put_object(Bucket=bucket, Key="new", Body=b"x")
    yield "remove", lambda: client.delete_object(Bucket=bucket, Key="new")
    yield "remove the policy", lambda: client.delete_bucket_policy(Bucket=bucket)
    yield "remove the bucket", lambda: client.delete_bucket(Bucket=bucket)
    yield "make a bucket", lambda: client.create_bucket(Bucket=f"{bucket}-more")
    yield "list the buckets", lambda: client.list_buckets()
    yield "version", lambda: client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})


@set_initial_no_auth_action_count(0)
def admits(ask) -> bool:
    """Whether the store, which checks each request against the policy, admits one."""
    try:
        ask()
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException"):
            return False
        raise
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
