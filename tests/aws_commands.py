"""What is wrong with an `aws` command of an answer, by the service models that the AWS command line is made from.

The command line adds commands and options of its own to those of the models; the tables say which of them answers
use. Checked are the service, the operation, every option, whether the required ones are there, and values where the
model lists all that it takes.
"""

from __future__ import annotations

import functools
import json
import re
import shlex
from collections.abc import Callable, Iterator

import botocore.session
from botocore import xform_name
from botocore.model import OperationModel, ServiceModel, Shape

# Services that the command line calls by another name than the models.
SERVICES = {"configservice": "config", "deploy": "codedeploy", "s3api": "s3"}

# Every command takes these.
GLOBAL = frozenset(
    [
        "region",
        "profile",
        "output",
        "query",
        "endpoint-url",
        "debug",
        "no-paginate",
        "no-cli-pager",
        "no-sign-request",
        "no-verify-ssl",
        "cli-input-json",
        "cli-input-yaml",
        "cli-binary-format",
        "cli-read-timeout",
        "cli-connect-timeout",
        "color",
        "ca-bundle",
        "generate-cli-skeleton",
        "max-items",
        "page-size",
        "starting-token",
        "no-cli-auto-prompt",
        "cli-auto-prompt",
    ]
)

# Commands that the models do not have, with the options that answers may use.
# Sources: the command reference of the AWS CLI, version 2.
OWN: dict[str, str] = {
    "login": "remote",
    "logout": "all",
    "configure sso": "use-device-code",
    "configure list": "",
    "configure get": "",
    "configure set": "",
    "sso login": "sso-session use-device-code no-browser",
    "s3 ls": "recursive human-readable summarize request-payer",
    "s3 cp": "recursive exclude include acl sse sse-kms-key-id storage-class dryrun quiet expires content-type"
    " cache-control metadata only-show-errors source-region checksum-algorithm request-payer",
    "s3 mv": "recursive exclude include acl sse sse-kms-key-id storage-class dryrun quiet",
    "s3 rm": "recursive exclude include dryrun quiet",
    "s3 sync": "delete exclude include acl sse sse-kms-key-id storage-class dryrun size-only exact-timestamps quiet"
    " cache-control content-type source-region",
    "s3 mb": "tags",
    "s3 rb": "force",
    "s3 presign": "expires-in",
    "s3 website": "index-document error-document",
    "cloudformation deploy": "template-file stack-name s3-bucket s3-prefix kms-key-id parameter-overrides capabilities"
    " no-execute-changeset role-arn notification-arns fail-on-empty-changeset no-fail-on-empty-changeset tags"
    " disable-rollback",
    "cloudformation package": "template-file s3-bucket s3-prefix output-template-file kms-key-id use-json",
    "cloudtrail validate-logs": "trail-arn start-time end-time s3-bucket s3-prefix account-id verbose",
    "codeartifact login": "tool domain domain-owner repository namespace duration-seconds",
    "deploy push": "application-name s3-location source description ignore-hidden-files",
    "ec2-instance-connect ssh": "instance-id os-user connection-type private-key-file eice-options instance-ip"
    " ssh-port local-forwarding",
    "ec2-instance-connect open-tunnel": "instance-id remote-port local-port instance-connect-endpoint-id",
    "ecr get-login-password": "",
    "ecs deploy": "service task-definition codedeploy-appspec cluster codedeploy-application"
    " codedeploy-deployment-group",
    "eks update-kubeconfig": "name role-arn kubeconfig alias user-alias",
    "eks get-token": "cluster-name role-arn cluster-id",
    "logs tail": "since follow format filter-pattern log-stream-names log-stream-name-prefix",
    "rds generate-db-auth-token": "hostname port username",
    "cloudfront sign": "url key-pair-id private-key date-less-than date-greater-than ip-address",
}

# Members of an operation that the command line calls by another name.
RENAMED: dict[str, dict[str, str]] = {
    "apigateway create-rest-api": {"version": "api-version"},
    "apigatewayv2 create-api": {"version": "api-version"},
    "codepipeline get-pipeline": {"version": "pipeline-version"},
    "ecs execute-command": {"no-interactive": "non-interactive"},
    "eks create-cluster": {"version": "kubernetes-version"},
    "eks create-nodegroup": {"version": "kubernetes-version"},
    "eks update-cluster-version": {"version": "kubernetes-version"},
    "eks update-nodegroup-version": {"version": "kubernetes-version"},
    "sns subscribe": {"endpoint": "notification-endpoint"},
    "stepfunctions send-task-success": {"output": "task-output"},
}

# Options that the command line adds to operations of the models.
ADDED: dict[str, str] = {
    "cloudfront create-invalidation": "paths",
    "cloudfront create-distribution": "origin-domain-name default-root-object",
    "cloudwatch put-metric-data": "metric-name timestamp unit value dimensions statistic-values storage-resolution",
    "ec2 authorize-security-group-ingress": "protocol port cidr source-group group-owner",
    "ec2 authorize-security-group-egress": "protocol port cidr source-group group-owner",
    "ec2 revoke-security-group-ingress": "protocol port cidr source-group group-owner",
    "ec2 revoke-security-group-egress": "protocol port cidr source-group group-owner",
    "ec2 run-instances": "count associate-public-ip-address no-associate-public-ip-address",
    "iam create-virtual-mfa-device": "outfile bootstrap-method",
    "lambda publish-layer-version": "zip-file",
    "lambda update-function-code": "zip-file",
    "ses send-email": "to text html subject from",
}
# Required members that those options stand for.
STANDS_FOR: dict[str, str] = {
    "cloudfront create-invalidation": "invalidation-batch",
    "cloudfront create-distribution": "distribution-config",
    "cloudwatch put-metric-data": "metric-data",
    "lambda publish-layer-version": "content",
    # The command line sets these itself.
    "*": "min-count max-count idempotency-token client-token client-request-token creation-token caller-reference",
}

_END = frozenset(("|", "||", "&&", ";", "&", ">", ">>", "<", "2>", "(", ")"))
_PLAIN = re.compile(r"[A-Za-z0-9_.:/-]+")


def faults(shell: str) -> Iterator[str]:
    """What is wrong with each `aws` command of a script, in words; nothing where all is well."""
    for words in commands(shell):
        yield from (f"{' '.join(words[:3])}: {fault}" for fault in _of_command(words[1:]))


def commands(shell: str) -> Iterator[list[str]]:
    """The words of every `aws` command in a script, those inside `$(…)` too."""
    joined = re.sub(r"\\\n\s*", " ", shell)
    inner = re.findall(r"\$\((aws [^()]*)\)", joined)
    # What a command puts in is one word, whatever it is.
    outer = re.sub(r"\$\([^()]*\)", "SUBSTITUTED", joined)
    for script in (*inner, outer):
        lexer = shlex.shlex(script, posix=True, punctuation_chars=";|&<>()\n")
        lexer.whitespace = " \t\r"
        lexer.whitespace_split = True
        words: list[str] = []
        for word in (*lexer, ";"):
            if word in _END or set(word) <= set(";|&<>()\n"):
                if "aws" in words:
                    yield words[words.index("aws") :]
                words = []
            else:
                words.append(word)


def _of_command(words: list[str]) -> Iterator[str]:
    while words and words[0].startswith("--"):  # global options may stand first
        words = words[2:]
    own = next((name for name in (" ".join(words[:2]), words[0]) if name in OWN), None) if words else None
    if own is not None:
        known = GLOBAL | set(OWN[own].split())
        yield from (f"there is no option --{name}" for name in _options(words) if _positive(name, known) is None)
        return
    if len(words) < 2 or words[0].startswith("-"):
        yield "this is no command"
        return
    service = _service(SERVICES.get(words[0], words[0]))
    if service is None or words[0] in SERVICES.values():
        yield f'there is no service "{words[0]}"'
        return
    if words[1] == "wait":
        yield from _of_wait(words[0], words[2:], service)
        return
    operation = _operation(service, words[1])
    if operation is None:
        yield f'there is no operation "{words[1]}"'
        return
    yield from _of_operation(f"{words[0]} {words[1]}", words[2:], operation)


def _of_wait(name: str, words: list[str], service: ServiceModel) -> Iterator[str]:
    waiters = botocore.session.get_session().get_waiter_model(service.service_name)
    found = next((one for one in waiters.waiter_names if words and xform_name(one, "-") == words[0]), None)
    if found is None:
        yield f'there is nothing to wait for called "{" ".join(words[:1])}"'
        return
    operation = service.operation_model(waiters.get_waiter(found).operation)
    yield from _of_operation(f"{name} wait", words[1:], operation)


def _of_operation(name: str, words: list[str], operation: OperationModel) -> Iterator[str]:
    renamed = RENAMED.get(name, {})
    members = {_option(member, renamed): shape for member, shape in _members(operation).items()}
    known = GLOBAL | members.keys() | set(ADDED.get(name, "").split())
    given = _options(words)
    for option, values in given.items():
        member = _positive(option, known)
        if member is None:
            yield f"there is no option --{option}"
        elif member in members:
            yield from _of_value(option, values, members[member])
    whole = any(option.startswith("cli-input") for option in given)
    standing_for = set(STANDS_FOR["*"].split())
    if given.keys() & set(ADDED.get(name, "").split()):
        standing_for |= set(STANDS_FOR.get(name, "").split())
    input_shape = operation.input_shape
    required = [_option(member, renamed) for member in (input_shape.required_members if input_shape else ())]
    for member in required:
        if not whole and member not in given and f"no-{member}" not in given and member not in standing_for:
            yield f"--{member} is required"


def _option(member: str, renamed: dict[str, str]) -> str:
    name: str = xform_name(member, "-")
    return renamed.get(name, name)


def _members(operation: OperationModel) -> dict[str, Shape]:
    return dict(operation.input_shape.members) if operation.input_shape else {}


def _of_value(option: str, values: list[str], shape: Shape) -> Iterator[str]:
    """A value outside of what the model lists, or JSON that does not parse."""
    if not values or any("$" in value or "<" in value for value in values):
        return
    if shape.type_name in ("structure", "list", "map") and values[0].startswith(("{", "[")):
        try:
            value = json.loads(values[0])
        except ValueError as error:
            yield f"--{option} is no JSON: {error}"
        else:
            yield from _of_json(value, shape, f"--{option}")
    elif shape.type_name in _OF_WORDS:
        yield from (f"--{option} {fault}" for fault in _OF_WORDS[shape.type_name](values, shape))


def _of_switch(values: list[str], shape: Shape) -> Iterator[str]:
    if values[0] not in ("true", "false"):
        yield "takes no value"


def _of_choice(values: list[str], shape: Shape) -> Iterator[str]:
    if known := _choices(shape):
        wrong = (value for value in values if _PLAIN.fullmatch(value) and value not in known)
        yield from (f"does not take {value}" for value in wrong)


def _of_pairs(values: list[str], shape: Shape) -> Iterator[str]:
    for value in values:
        names = {pair.partition("=")[0] for pair in _pairs(value)}
        yield from (f"has no {name}" for name in sorted(names - shape.members.keys()))


def _of_list(values: list[str], shape: Shape) -> Iterator[str]:
    """Of what a list may hold, choices and structures can be looked up."""
    yield from (_of_pairs if shape.member.type_name == "structure" else _of_choice)(values, shape.member)


# What is wrong with values that are no JSON, by what the model calls their type. Only a list has more than one.
_OF_WORDS: dict[str, Callable[[list[str], Shape], Iterator[str]]] = {
    "boolean": _of_switch,
    "string": lambda values, shape: _of_choice(values[:1], shape),
    "structure": lambda values, shape: _of_pairs(values[:1], shape),
    "list": _of_list,
}


def _choices(shape: Shape) -> list[str]:
    """All that a string may be, if the model lists it."""
    return list(getattr(shape, "enum", None) or ())


def _pairs(value: str) -> Iterator[str]:
    """The `Key=Value` parts of a shorthand; what stands in brackets or quotes is not looked into."""
    outer = re.sub(r"\{[^{}]*\}|\[[^\[\]]*\]|\"[^\"]*\"", "", value)
    if re.match(r"\w+=", outer):
        yield from (part for part in outer.split(",") if re.match(r"\w+=", part))


def _of_json(value: object, shape: Shape, place: str) -> Iterator[str]:
    match shape.type_name, value:
        case "structure", dict():
            yield from _of_object(value, shape, place)
        case "list", list():
            for inner in value:
                yield from _of_json(inner, shape.member, place)
        case "map", dict():
            for inner in value.values():
                yield from _of_json(inner, shape.value, place)
        case "string", _ if _choices(shape) and value not in _choices(shape):
            yield f"{place} does not take {value}"


def _of_object(value: dict[str, object], shape: Shape, place: str) -> Iterator[str]:
    for key, inner in value.items():
        if key not in shape.members:
            yield f"{place} has no {key}"
        else:
            yield from _of_json(inner, shape.members[key], f"{place} {key}")
    missing = [name for name in shape.required_members if name not in value]
    yield from (f"{place} needs {name}" for name in missing)


def _options(words: list[str]) -> dict[str, list[str]]:
    """Every option with the words behind it."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for word in words:
        if word.startswith("--"):
            name, has_value, value = word[2:].partition("=")
            current = found.setdefault(name, [])
            if has_value:
                current.append(value)
        else:
            current.append(word)
    return found


def _positive(option: str, known: frozenset[str] | set[str]) -> str | None:
    """The option as the model has it: `--no-dry-run` is `dry-run` set to false."""
    if option in known:
        return option
    positive = option.removeprefix("no-")
    return positive if option.startswith("no-") and positive in known else None


@functools.cache
def _service(name: str) -> ServiceModel | None:
    session = botocore.session.get_session()
    return session.get_service_model(name) if name in session.get_available_services() else None


def _operation(service: ServiceModel, command: str) -> OperationModel | None:
    found = next((name for name in service.operation_names if xform_name(name, "-") == command), None)
    return service.operation_model(found) if found else None


def bounds(service: str, shape: str) -> dict[str, int]:
    """The least and the most that a model allows for a shape: "min" and "max", as far as it says."""
    model = botocore.session.get_session().get_service_model(service)
    found = model.shape_for(shape).metadata
    return {name: found[name] for name in ("min", "max") if name in found}
