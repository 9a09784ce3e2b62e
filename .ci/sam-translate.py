"""Transforms the template as CloudFormation would, so that SAM's own errors show before a deployment.

Usage: AWS_DEFAULT_REGION=us-east-1 python3 .ci/sam-translate.py template.yaml
"""

import json
import sys
import warnings

from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoIam:
    """Answers the one call of the policy loader, without an account."""

    def get_paginator(self, _operation):
        return self

    def paginate(self, **_arguments):
        return []


def main(path):
    warnings.simplefilter("error")
    with open(path, encoding="utf-8") as file:
        # The translator changes what it reads: each use of a YAML alias needs a copy of its own.
        template = json.loads(json.dumps(yaml_parse(file.read())))
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if "CodeUri" in properties:
            # As `sam package` does after its upload: the translator takes no local paths.
            properties["CodeUri"] = "s3://bucket/" + properties["CodeUri"]
    parameters = {
        name: str(parameter.get("Default", "example.com"))
        for name, parameter in template["Parameters"].items()
    }
    result = transform(template, parameters, ManagedPolicyLoader(NoIam()))
    print(f"{path}: {len(template['Resources'])} resources become {len(result['Resources'])}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
