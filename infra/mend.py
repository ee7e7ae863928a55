"""What the emulator needs changed, always on a copy: linters and real regions see the template unmended."""

import copy
from typing import Any

from infra.yaml_template import Template


def for_emulator(template: Template, emulator_url: str) -> Template:
    """A copy the emulator accepts.

    It refuses AWS::ApiGatewayV2::Deployment (a stage that deploys itself does the same), and
    serves @connections under its own address.
    """
    mended = copy.deepcopy(template)
    resources = mended["Resources"]
    for name in _of_type(mended, "AWS::ApiGatewayV2::Deployment"):
        del resources[name]
    for name in _of_type(mended, "AWS::ApiGatewayV2::Stage"):
        resources[name]["Properties"].pop("DeploymentId", None)
        resources[name]["Properties"]["AutoDeploy"] = True
    variables = mended["Globals"]["Function"]["Environment"]["Variables"]
    variables["CONNECTIONS_URL"] = {"Fn::Sub": emulator_url + "/_aws/execute-api/${WebsocketAPI}/api"}
    return mended


def preflight_answers(apigateway: Any, rest_api: str, template: Template) -> int:
    """Gives the OPTIONS mocks back the answers the emulator drops on import; how many were mended."""
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    mended = 0
    for resource in apigateway.get_resources(restApiId=rest_api, limit=500)["items"]:
        if "OPTIONS" not in resource.get("resourceMethods", {}):
            continue
        integration = paths[resource["path"]]["options"]["x-amazon-apigateway-integration"]
        headers = integration["responses"]["default"]["responseParameters"]
        where = {
            "restApiId": rest_api,
            "resourceId": resource["id"],
            "httpMethod": "OPTIONS",
            "statusCode": "200",
        }
        apigateway.put_method_response(**where, responseParameters=dict.fromkeys(headers, True))
        apigateway.put_integration_response(**where, responseParameters=headers)
        mended += 1
    if mended:
        apigateway.create_deployment(restApiId=rest_api, stageName="api")
    return mended


def _of_type(template: Template, kind: str) -> list[str]:
    return [name for name, one in template["Resources"].items() if one["Type"] == kind]
