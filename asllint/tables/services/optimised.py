"""The optimised integrations, and what the tables made from botocore can not tell. Kept by hand.

Sources: the Step Functions developer guide, "Integrating optimized services"
(the table of services and patterns, and the page of each service) and "Learning to use AWS service
SDK integrations" (the actions without support); *measured*: `ValidateStateMachineDefinition`
refused a definition without the parameter, or with the pattern, in recorded answers of AWS. Where
a page gives no parameters, the required ones are those of the API.
"""

from __future__ import annotations

RR = ("",)
SYNC = ("", "sync")
TOKEN = ("", "waitForTaskToken")
BOTH = ("", "sync", "waitForTaskToken")
ALL = ("", "sync", "sync:2", "waitForTaskToken")

API = "API reference"
"""The source of an entry whose page in the developer guide names no required parameter."""


class OptimisedAction:
    """One action. `source` is the page of the developer guide, or `API`."""

    __slots__ = ("measured", "one_of", "patterns", "required", "sdk_action", "source")

    def __init__(
        self,
        patterns: tuple[str, ...],
        required: str = "",
        source: str = API,
        *,
        measured: bool = False,
        one_of: str = "",
        sdk: str = "",
    ) -> None:
        self.patterns = patterns
        self.required = tuple(required.split())
        self.source = source
        self.measured = measured
        """Did AWS refuse a definition without one of the required parameters?"""
        self.one_of: tuple[tuple[str, ...], ...] = (tuple(one_of.split()),) if one_of else ()
        """Groups of parameters of each of which one must be given."""
        self.sdk_action = sdk
        """The action of the SDK with the same parameters, where its name differs."""


class Integrated:
    """One service: whose SDK tables serve it, and how its errors' names begin (empty: unknown).

    `types` has lines in the form of those tables that count before them. `never` are the patterns
    that no action of the service has, by the guide's table and what AWS was measured to refuse.
    `errors` are those that it raises beside the model's.
    """

    __slots__ = ("entries", "error_prefix", "errors", "never", "sdk", "types")

    def __init__(
        self,
        sdk: str,
        error_prefix: str,
        entries: dict[str, OptimisedAction],
        *,
        types: str = "",
        never: tuple[str, ...] = (),
        errors: str = "",
    ) -> None:
        self.sdk = sdk
        self.error_prefix = error_prefix
        self.entries = entries
        self.types = types
        self.never = never
        self.errors = tuple(errors.split())


_NO_SYNC = ("sync",)
_NO_TOKEN = ("waitForTaskToken",)
_NEITHER = ("sync", "waitForTaskToken")

_HTTP = """\
>invoke HttpInvoke -
.HttpInvoke ApiEndpoint!:+ Method!:=HttpMethod Authentication:.HttpConnection \
InvocationConfig:.HttpConnection Headers:{* QueryParameters:{* RequestBody:* \
Transform:.HttpTransform
.HttpConnection ConnectionArn!:s
.HttpTransform RequestBodyEncoding:=HttpBodyEncoding RequestEncodingOptions:.HttpEncodingOptions
.HttpEncodingOptions ArrayFormat:=HttpArrayFormat
=HttpMethod GET|POST|PUT|DELETE|PATCH|OPTIONS|HEAD
=HttpBodyEncoding NONE|URL_ENCODED
=HttpArrayFormat INDICES|REPEAT|COMMAS|BRACKETS"""

_API_GATEWAY = """\
>invoke ApiGatewayInvoke -
.ApiGatewayInvoke ApiEndpoint!:+ Method!:=ApiMethod Headers:{[* Stage:s Path:s QueryParameters:{* \
RequestBody:* AllowNullValues:b AuthType:=ApiAuthType
=ApiMethod GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS
=ApiAuthType NO_AUTH|IAM_ROLE|RESOURCE_POLICY"""

_EKS = """\
>call EksCall -
>runJob EksRunJob -
.EksCall ClusterName!:s CertificateAuthority!:s Endpoint!:s Method!:=EksMethod Path!:s \
QueryParameters:{* RequestBody:*
.EksRunJob ClusterName!:s CertificateAuthority!:s Endpoint!:s Job!:* Namespace:s LogOptions:*
=EksMethod GET|POST|PUT|DELETE|PATCH|HEAD"""

_EMR = """\
>addStep EmrAddStep -
>cancelStep EmrCancelStep -
>modifyInstanceFleetByName EmrModifyInstanceFleet -
>modifyInstanceGroupByName EmrModifyInstanceGroup -
>setClusterTerminationProtection EmrTerminationProtection -
>terminateCluster EmrTerminateCluster -
.EmrAddStep ClusterId!:s Step!:.StepConfig ExecutionRoleArn:s
.EmrCancelStep ClusterId!:s StepId!:s
.EmrModifyInstanceFleet ClusterId!:s InstanceFleetName!:s InstanceFleet!:.EmrInstanceFleet
.EmrInstanceFleet TargetOnDemandCapacity:i TargetSpotCapacity:i ResizeSpecifications:* \
InstanceTypeConfigs:[.InstanceTypeConfig Context:s
.EmrModifyInstanceGroup ClusterId!:s InstanceGroupName!:s InstanceGroup!:*
.EmrTerminationProtection ClusterId!:s TerminationProtected!:b
.EmrTerminateCluster ClusterId!:s"""

# What takes JSON where the API takes a text or bytes: the rest is as in the SDK's tables.
_LAMBDA = """\
.InvocationRequest FunctionName!:+ InvocationType:=InvocationType LogType:=LogType \
ClientContext:* DurableExecutionName:+ Payload:* Qualifier:+ TenantId:+"""

# "Handle transient Lambda exceptions", in the guide's best practices, and "Error handling".
_LAMBDA_ERRORS = "Lambda.AWSLambdaException Lambda.ClientExecutionTimeoutException Lambda.Unknown"

_SNS = """\
.PublishInput TopicArn:+ TargetArn:s PhoneNumber:s Message!:& Subject:s MessageStructure:s \
MessageAttributes:{.MessageAttributeValue MessageDeduplicationId:s MessageGroupId:s"""

_SQS = """\
.SendMessageRequest QueueUrl!:+ MessageBody!:& DelaySeconds:i \
MessageAttributes:{.MessageAttributeValue MessageSystemAttributes:{.MessageSystemAttributeValue \
MessageDeduplicationId:s MessageGroupId:s"""

_EVENTS = """\
.PutEventsRequestEntry Time:t Source:s Resources:[s DetailType:s Detail:* EventBusName:s \
TraceHeader:s"""

_DYNAMODB = """\
|AttributeValue S:s N:s B:x SS:[s NS:[s BS:[x M:{.AttributeValue L:[.AttributeValue NULL:b BOOL:b"""

_STATES = ".StartExecutionInput StateMachineArn!:+ Name:+ Input:* TraceHeader:s"

_BEDROCK = """\
>invokeModel BedrockInvokeModel -
.BedrockInvokeModel ModelId!:+ Body:* Input:.BedrockPlace Output:.BedrockPlace ContentType:s \
Accept:s Trace:s GuardrailIdentifier:s GuardrailVersion:s PerformanceConfigLatency:s ServiceTier:s \
RequestMetadata:*
.BedrockPlace S3Uri:s"""

_HARNESS = ">invokeHarness BedrockInvokeHarness -\n.BedrockInvokeHarness HarnessArn!:s \
RuntimeSessionId!:s Messages!:*"

_CLUSTER = "ClusterName CertificateAuthority Endpoint"

SERVICES: dict[str, Integrated] = {
    "apigateway": Integrated("", "ApiGateway", {
        "invoke": OptimisedAction(TOKEN, "ApiEndpoint Method", "connect-api-gateway"),
    }, types=_API_GATEWAY, never=_NO_SYNC),
    "athena": Integrated("athena", "", {
        "startQueryExecution": OptimisedAction(SYNC, "QueryString"),
        "stopQueryExecution": OptimisedAction(RR, "QueryExecutionId"),
        "getQueryExecution": OptimisedAction(RR, "QueryExecutionId"),
        "getQueryResults": OptimisedAction(RR, "QueryExecutionId"),
    }, never=_NO_TOKEN),
    "batch": Integrated("batch", "Batch", {
        "submitJob": OptimisedAction(SYNC, "JobName JobQueue JobDefinition"),
    }, never=_NO_TOKEN, errors="Batch.AWSBatchException"),
    "bedrock": Integrated("bedrock", "", {
        "invokeModel": OptimisedAction(TOKEN, "ModelId", "connect-bedrock"),
        "createModelCustomizationJob": OptimisedAction(
            SYNC,
            "JobName CustomModelName RoleArn BaseModelIdentifier TrainingDataConfig "
            "OutputDataConfig",
        ),
    }, types=_BEDROCK),
    "bedrockagentcore": Integrated("", "BedrockAgentCore", {
        "invokeHarness": OptimisedAction(
            RR, "HarnessArn RuntimeSessionId Messages", "published sample"
        ),
    }, types=_HARNESS, never=_NEITHER),
    "codebuild": Integrated("codebuild", "", {
        "startBuild": OptimisedAction(SYNC, "ProjectName"),
        "stopBuild": OptimisedAction(RR, "Id"),
        "batchDeleteBuilds": OptimisedAction(RR, "Ids"),
        "batchGetReports": OptimisedAction(RR, "ReportArns"),
        "startBuildBatch": OptimisedAction(SYNC, "ProjectName", "connect-codebuild"),
        "stopBuildBatch": OptimisedAction(RR, "Id"),
        "retryBuildBatch": OptimisedAction(SYNC),
        "deleteBuildBatch": OptimisedAction(RR, "Id"),
    }, never=_NO_TOKEN),
    "databrew": Integrated("databrew", "", {
        "startJobRun": OptimisedAction(SYNC, "Name"),
    }, never=_NO_TOKEN),
    "dynamodb": Integrated("dynamodb", "DynamoDB", {
        "getItem": OptimisedAction(RR, "TableName Key", "connect-ddb", measured=True),
        "putItem": OptimisedAction(RR, "TableName Item", "connect-ddb", measured=True),
        "deleteItem": OptimisedAction(RR, "TableName Key", "connect-ddb", measured=True),
        "updateItem": OptimisedAction(RR, "TableName Key", "connect-ddb", measured=True),
    }, types=_DYNAMODB, never=_NEITHER),
    "ecs": Integrated("ecs", "ECS", {
        "runTask": OptimisedAction(BOTH, "TaskDefinition", "connect-ecs", measured=True),
    }, errors="AmazonECS.Unknown"),
    "eks": Integrated("eks", "", {
        "call": OptimisedAction(TOKEN, f"{_CLUSTER} Method Path", "connect-eks"),
        "runJob": OptimisedAction(BOTH, f"{_CLUSTER} Job", "connect-eks"),
        "createCluster": OptimisedAction(BOTH, "Name RoleArn ResourcesVpcConfig"),
        "deleteCluster": OptimisedAction(BOTH, "Name"),
        "createFargateProfile": OptimisedAction(
            BOTH, "FargateProfileName ClusterName PodExecutionRoleArn"
        ),
        "deleteFargateProfile": OptimisedAction(BOTH, "ClusterName FargateProfileName"),
        "createNodegroup": OptimisedAction(BOTH, "ClusterName NodegroupName Subnets NodeRole"),
        "deleteNodegroup": OptimisedAction(BOTH, "ClusterName NodegroupName"),
    }, types=_EKS),
    "elasticmapreduce": Integrated("emr", "", {
        "createCluster": OptimisedAction(SYNC, "Name Instances", sdk="runJobFlow"),
        "setClusterTerminationProtection": OptimisedAction(
            RR, "ClusterId TerminationProtected", "connect-emr"
        ),
        "terminateCluster": OptimisedAction(SYNC, "ClusterId", "connect-emr"),
        "addStep": OptimisedAction(SYNC, "ClusterId Step", "connect-emr"),
        "cancelStep": OptimisedAction(RR, "ClusterId StepId", "connect-emr"),
        "modifyInstanceFleetByName": OptimisedAction(
            RR, "ClusterId InstanceFleetName InstanceFleet", "connect-emr"
        ),
        "modifyInstanceGroupByName": OptimisedAction(
            RR, "ClusterId InstanceGroupName InstanceGroup", "connect-emr"
        ),
    }, types=_EMR, never=_NO_TOKEN),
    "emr-containers": Integrated("emrcontainers", "", {
        "createVirtualCluster": OptimisedAction(RR, "Name ContainerProvider"),
        "deleteVirtualCluster": OptimisedAction(SYNC, "Id"),
        "startJobRun": OptimisedAction(SYNC, "VirtualClusterId"),
    }, never=_NO_TOKEN),
    "emr-serverless": Integrated("emrserverless", "", {
        "createApplication": OptimisedAction(SYNC, "ReleaseLabel Type"),
        "startApplication": OptimisedAction(SYNC, "ApplicationId"),
        "stopApplication": OptimisedAction(SYNC, "ApplicationId"),
        "deleteApplication": OptimisedAction(SYNC, "ApplicationId"),
        "startJobRun": OptimisedAction(SYNC, "ApplicationId ExecutionRoleArn"),
        "cancelJobRun": OptimisedAction(SYNC, "ApplicationId JobRunId"),
    }, never=_NO_TOKEN),
    "events": Integrated("eventbridge", "EventBridge", {
        "putEvents": OptimisedAction(TOKEN, "Entries", "connect-eventbridge", measured=True),
    }, types=_EVENTS, never=_NO_SYNC, errors="EventBridge.FailedEntry"),
    "glue": Integrated("glue", "Glue", {
        "startJobRun": OptimisedAction(SYNC, "JobName", "connect-glue", measured=True),
    }, never=_NO_TOKEN, errors="Glue.AWSGlueException"),
    "http": Integrated("", "States.Http", {
        "invoke": OptimisedAction(
            RR, "ApiEndpoint Method", "call-https-apis", one_of="Authentication InvocationConfig"
        ),
    }, types=_HTTP, never=_NEITHER, errors="States.Http.Socket"),
    "lambda": Integrated("lambda", "Lambda", {
        "invoke": OptimisedAction(TOKEN, "FunctionName", "connect-lambda", measured=True),
    }, types=_LAMBDA, never=_NO_SYNC, errors=_LAMBDA_ERRORS),
    "mediaconvert": Integrated("mediaconvert", "", {
        "createJob": OptimisedAction(SYNC, "Role Settings"),
    }, never=_NO_TOKEN),
    "sagemaker": Integrated("sagemaker", "", {
        "createEndpoint": OptimisedAction(RR, "EndpointName EndpointConfigName"),
        "createEndpointConfig": OptimisedAction(RR, "EndpointConfigName ProductionVariants"),
        "createHyperParameterTuningJob": OptimisedAction(
            SYNC, "HyperParameterTuningJobName HyperParameterTuningJobConfig"
        ),
        "createLabelingJob": OptimisedAction(
            SYNC,
            "LabelingJobName LabelAttributeName InputConfig OutputConfig RoleArn HumanTaskConfig",
        ),
        "createModel": OptimisedAction(RR, "ModelName"),
        "createProcessingJob": OptimisedAction(
            SYNC, "ProcessingJobName ProcessingResources AppSpecification RoleArn"
        ),
        "createTrainingJob": OptimisedAction(SYNC, "TrainingJobName RoleArn OutputDataConfig"),
        "createTransformJob": OptimisedAction(
            SYNC, "TransformJobName ModelName TransformInput TransformOutput TransformResources"
        ),
        "updateEndpoint": OptimisedAction(RR, "EndpointName EndpointConfigName"),
    }, never=_NO_TOKEN),
    "sns": Integrated("sns", "SNS", {
        "publish": OptimisedAction(
            TOKEN, "Message", "connect-sns", measured=True, one_of="TopicArn TargetArn PhoneNumber"
        ),
    }, types=_SNS, never=_NO_SYNC),
    "sqs": Integrated("sqs", "SQS", {
        "sendMessage": OptimisedAction(TOKEN, "QueueUrl MessageBody", "connect-sqs", measured=True),
    }, types=_SQS, never=_NO_SYNC),
    "states": Integrated("sfn", "StepFunctions", {
        "startExecution": OptimisedAction(
            ALL, "StateMachineArn", "connect-stepfunctions", measured=True
        ),
    }, types=_STATES, errors="StepFunctions.AWSStepFunctionsException"),
}  # fmt: skip
"""Every service with optimised integrations, under the name that stands in a resource."""

RETIRED = frozenset((
    "alexaforbusiness", "codestar", "elasticinference", "elastictranscoder", "evidently",
    "finspace", "finspacedata", "honeycode", "iot1clickprojects", "iotanalytics", "iotevents",
    "ioteventsdata", "iotfleethub", "lookoutvision", "macie", "mobile", "opsworks",
    "opsworkscm", "panorama", "qldb", "qldbsession", "robomaker", "simspaceweaver", "sms",
    "tnb",
))  # fmt: skip
"""Services that the developer guide listed and botocore has dropped since."""

UNSUPPORTED: dict[str, tuple[str, ...]] = {
    "applicationdiscovery": ("describeExportConfigurations", "exportConfigurations"),
    "codedeploy": (
        "batchGetDeploymentInstances", "getDeploymentInstance", "listDeploymentInstances",
        "skipWaitTimeForInstanceTermination",
    ),
    "comprehendmedical": ("detectEntities",),
    "dataexchange": ("sendApiAsset",),
    "directconnect": (
        "allocateConnectionOnInterconnect", "describeConnectionLoa",
        "describeConnectionsOnInterconnect", "describeInterconnectLoa",
    ),
    "efs": ("createTags",),
    "emr": ("describeJobFlows",),
    "iot": (
        "attachPrincipalPolicy", "listPrincipalPolicies", "detachPrincipalPolicy",
        "listPolicyPrincipals",
    ),
    "iotdeviceadvisor": ("listTestCases",),
    "lambda": ("invokeAsync",),
    "mediapackage": ("rotateChannelCredentials",),
    "rdsdata": ("executeSql",),
    "s3control": ("selectObjectContent",),
    "shield": ("deleteSubscription",),
    "sts": ("assumeRole", "assumeRoleWithSAML", "assumeRoleWithWebIdentity"),
}  # fmt: skip
"""The actions without support, but for those that stream events: the tables know those."""

MEANT = {
    "applicationautoscaling": ("application-autoscaling",),
    "bedrockruntime": ("bedrock-runtime",),
    "cloudwatch": ("monitoring",),
    "cloudwatchlogs": ("logs",),
    "cognitoidentity": ("cognito-identity",),
    "cognitoidentityprovider": ("cognito-idp", "cognitoidp"),
    "costandusagereport": ("cur",),
    "costexplorer": ("ce",),
    "databasemigration": ("dms",),
    "directory": ("ds",),
    "elasticloadbalancing": ("elb",),
    "elasticloadbalancingv2": ("elbv2",),
    "elasticsearch": ("es",),
    "emr": ("elasticmapreduce",),
    "eventbridge": ("events",),
    "iotdataplane": ("iot-data",),
    "lexmodelbuilding": ("lex-models",),
    "opensearch": ("opensearchservice",),
    "resourcegroupstaggingapi": ("resource-groups-tagging",),
    "sfn": ("stepfunctions", "states"),
    "wafregional": ("waf-regional",),
}
"""Other names of services (the AWS CLI's, IAM's), by the name that an SDK integration has."""
