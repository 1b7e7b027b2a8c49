"""The AWS commands that answers show, by the models of the services; and that the check notices what is wrong."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import aws_commands
import pytest
from shipped import ROOT, fences, reviewed
from tables import every_row


@every_row(
    "command",
    [
        "aws sts get-caller-identity --query Arn --output text",
        "aws --region eu-west-1 s3 ls",
        "aws s3api get-object --bucket b --key k out.txt",
        "aws ec2 wait instance-running --instance-ids i-1",
        "aws ec2 run-instances --image-id ami-1 --count 2 --no-dry-run",
        "aws eks update-cluster-version --name c --kubernetes-version 1.33",
        'aws logs filter-log-events --log-group-name g --start-time "$(date +%s)" | head',
        "aws configservice describe-config-rules",
        'aws iam put-role-policy --role-name r --policy-name p --policy-document \'{"Version": "2012-10-17"}\'',
        "aws ssm start-session --target i-1 \\\n  --document-name AWS-StartPortForwardingSession && echo done",
    ],
)
def test_a_right_command_has_no_fault(command: str) -> None:
    assert list(aws_commands.faults(command)) == []


@every_row(
    ("command", "fault"),
    [
        ("aws", "this is no command"),
        ("aws simple-storage ls", 'there is no service "simple-storage"'),
        ("aws codedeploy list-applications", 'there is no service "codedeploy"'),
        ("aws ec2 list-instances", 'there is no operation "list-instances"'),
        ("aws ec2 describe-instances --instance-id i-1", "there is no option --instance-id"),
        ("aws s3 cp a s3://b --public", "there is no option --public"),
        ("aws s3api get-object --bucket b out.txt", "--key is required"),
        ("aws ec2 wait instance-ready", 'there is nothing to wait for called "instance-ready"'),
        ("aws s3api put-object --bucket b --key k --storage-class COLD", "--storage-class does not take COLD"),
        (
            "aws s3api put-bucket-versioning --bucket b --versioning-configuration State=Enabled",
            "--versioning-configuration has no State",
        ),
        ("aws ec2 create-tags --resources i-1 --tags Name=a,Value=b", "--tags has no Name"),
        ("echo $(aws ec2 list-instances)", 'there is no operation "list-instances"'),
        (
            'aws s3api put-bucket-versioning --bucket b --versioning-configuration \'{"Status": "On"}\'',
            "--versioning-configuration Status does not take On",
        ),
    ],
)
def test_a_wrong_command_is_said(command: str, fault: str) -> None:
    (said,) = aws_commands.faults(command)
    assert said.endswith(f": {fault}") or said == f"aws: {fault}"


@pytest.mark.thorough
def test_every_command_of_the_bank_exists() -> None:
    wrong = [f"{place}: {fault}" for place, code in fences("bash") for fault in aws_commands.faults(code)]
    assert wrong == []


@pytest.mark.thorough
def test_every_command_in_a_sentence_exists() -> None:
    """Without its required options, for a sentence names a command and does not run it."""
    wrong = []
    for asked in reviewed():
        for code in re.findall(r"`(aws [a-z][^`…]*)`", asked.answer):
            faults = [fault for fault in aws_commands.faults(code) if not fault.endswith("is required")]
            wrong += [f"{asked.span}: {fault}" for fault in faults]
    assert wrong == []


@pytest.mark.thorough
def test_there_is_something_to_check() -> None:
    assert sum(len(list(aws_commands.commands(code))) for _, code in fences("bash")) >= 25


LIMITS = tomllib.loads((ROOT / "tests" / "cases" / "reviewed_bank" / "limits.toml").read_text("utf-8"))["limit"]


@pytest.mark.thorough
@every_row("row", LIMITS, ids=lambda row: f"{row['service']} {row['shape']}")
def test_a_limit_in_an_answer_is_what_the_model_of_the_service_says(row: dict[str, Any]) -> None:
    known = aws_commands.bounds(row["service"], row["shape"])
    units = row.get("units") or [row.get("unit", 1)] * len(row["bounds"])
    found = [(asked.span, match) for asked in reviewed() for match in re.finditer(row["says"], asked.answer)]
    assert found, "no answer says this any more: change the row, or remove it"
    for place, match in found:
        said = [int(number.replace(",", "")) * unit for number, unit in zip(match.groups(), units, strict=True)]
        assert said == [known[bound] for bound in row["bounds"]], place
