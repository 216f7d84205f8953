"""What the Service Authorization Reference does not say, kept by hand, with its sources.

Pages named without an address are those of the Step Functions developer guide.
"""

from __future__ import annotations

PREFIXES = {
    "apigateway": "apigateway",
    "apigatewayv2": "apigateway",
    "apigatewaymanagementapi": "execute-api",
}
"""IAM services that do not name their actions as the SDK does."""

_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html"
_PARTIQL = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html"
_TRANSACT = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html"
_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"
_SQS = (
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/"
    "sqs-api-permissions-reference.html"
)
_SNS = "https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html"
_BEDROCK = "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html"
_KMS = "https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html"
_SOCKET = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "apigateway-how-to-call-websocket-api-connections.html"
)
_BUDGETS = (
    "https://docs.aws.amazon.com/cost-management/latest/userguide/billing-permissions-ref.html"
)
_TIMESTREAM = (
    "https://docs.aws.amazon.com/timestream/latest/developerguide/"
    "security_iam_service-with-iam.html"
)


def _table(*groups: tuple[str, str]) -> dict[str, tuple[tuple[str, ...], str]]:
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for source, text in groups:
        for line in text.strip().splitlines():
            action, *needed = line.split()
            found[action] = (tuple(needed), source)
    return found


ACTIONS = _table(
    (_LAMBDA, "lambda:invoke lambda:InvokeFunction"),
    (_SNS, "sns:publishBatch sns:Publish"),
    (
        _SQS,
        """
        sqs:sendMessageBatch sqs:SendMessage
        sqs:deleteMessageBatch sqs:DeleteMessage
        sqs:changeMessageVisibilityBatch sqs:ChangeMessageVisibility
        """,
    ),
    (
        _TRANSACT,
        """
        dynamodb:transactGetItems dynamodb:GetItem
        dynamodb:transactWriteItems dynamodb:ConditionCheckItem dynamodb:DeleteItem \
dynamodb:PutItem dynamodb:UpdateItem
        """,
    ),
    (
        _PARTIQL,
        """
        dynamodb:executeStatement dynamodb:PartiQLDelete dynamodb:PartiQLInsert \
dynamodb:PartiQLSelect dynamodb:PartiQLUpdate
        dynamodb:executeTransaction dynamodb:PartiQLDelete dynamodb:PartiQLInsert \
dynamodb:PartiQLSelect dynamodb:PartiQLUpdate
        dynamodb:batchExecuteStatement dynamodb:PartiQLDelete dynamodb:PartiQLInsert \
dynamodb:PartiQLSelect dynamodb:PartiQLUpdate
        """,
    ),
    (
        _BEDROCK,
        """
        bedrockruntime:converse bedrock:InvokeModel
        bedrockruntime:startAsyncInvoke bedrock:InvokeModel
        """,
    ),
    (_KMS, "kms:reEncrypt kms:ReEncryptFrom kms:ReEncryptTo"),
    (
        _SOCKET,
        """
        apigatewaymanagementapi:deleteConnection execute-api:ManageConnections
        apigatewaymanagementapi:getConnection execute-api:ManageConnections
        apigatewaymanagementapi:postToConnection execute-api:ManageConnections
        """,
    ),
    (
        _BUDGETS,
        """
        budgets:createBudget budgets:ModifyBudget
        budgets:createNotification budgets:ModifyBudget
        budgets:createSubscriber budgets:ModifyBudget
        budgets:deleteBudget budgets:ModifyBudget
        budgets:deleteNotification budgets:ModifyBudget
        budgets:deleteSubscriber budgets:ModifyBudget
        budgets:updateBudget budgets:ModifyBudget
        budgets:updateNotification budgets:ModifyBudget
        budgets:updateSubscriber budgets:ModifyBudget
        budgets:describeBudget budgets:ViewBudget
        budgets:describeBudgetNotificationsForAccount budgets:ViewBudget
        budgets:describeBudgetPerformanceHistory budgets:ViewBudget
        budgets:describeBudgets budgets:ViewBudget
        budgets:describeNotificationsForBudget budgets:ViewBudget
        budgets:describeSubscribersForNotification budgets:ViewBudget
        """,
    ),
    (_TIMESTREAM, "timestreamquery:query timestream:Select timestream:DescribeEndpoints"),
    (
        _S3,
        """
        s3:abortMultipartUpload s3:AbortMultipartUpload
        s3:completeMultipartUpload s3:PutObject
        s3:copyObject s3:PutObject
        s3:createMultipartUpload s3:PutObject
        s3:deleteBucketAnalyticsConfiguration s3:PutAnalyticsConfiguration
        s3:deleteBucketCors s3:PutBucketCORS
        s3:deleteBucketEncryption s3:PutEncryptionConfiguration
        s3:deleteBucketIntelligentTieringConfiguration s3:PutIntelligentTieringConfiguration
        s3:deleteBucketInventoryConfiguration s3:PutInventoryConfiguration
        s3:deleteBucketLifecycle s3:PutLifecycleConfiguration
        s3:deleteBucketMetricsConfiguration s3:PutMetricsConfiguration
        s3:deleteBucketOwnershipControls s3:PutBucketOwnershipControls
        s3:deleteBucketReplication s3:PutReplicationConfiguration
        s3:deleteBucketTagging s3:PutBucketTagging
        s3:deleteObjects s3:DeleteObject
        s3:deletePublicAccessBlock s3:PutBucketPublicAccessBlock
        s3:getBucketAccelerateConfiguration s3:GetAccelerateConfiguration
        s3:getBucketAnalyticsConfiguration s3:GetAnalyticsConfiguration
        s3:getBucketEncryption s3:GetEncryptionConfiguration
        s3:getBucketIntelligentTieringConfiguration s3:GetIntelligentTieringConfiguration
        s3:getBucketInventoryConfiguration s3:GetInventoryConfiguration
        s3:getBucketLifecycle s3:GetLifecycleConfiguration
        s3:getBucketLifecycleConfiguration s3:GetLifecycleConfiguration
        s3:getBucketMetricsConfiguration s3:GetMetricsConfiguration
        s3:getBucketNotificationConfiguration s3:GetBucketNotification
        s3:getBucketReplication s3:GetReplicationConfiguration
        s3:getObjectLockConfiguration s3:GetBucketObjectLockConfiguration
        s3:getPublicAccessBlock s3:GetBucketPublicAccessBlock
        s3:headBucket s3:ListBucket
        s3:headObject s3:GetObject
        s3:listBucketAnalyticsConfigurations s3:GetAnalyticsConfiguration
        s3:listBucketIntelligentTieringConfigurations s3:GetIntelligentTieringConfiguration
        s3:listBucketInventoryConfigurations s3:GetInventoryConfiguration
        s3:listBucketMetricsConfigurations s3:GetMetricsConfiguration
        s3:listBuckets s3:ListAllMyBuckets
        s3:listMultipartUploads s3:ListBucketMultipartUploads
        s3:listObjectVersions s3:ListBucketVersions
        s3:listObjects s3:ListBucket
        s3:listObjectsV2 s3:ListBucket
        s3:listParts s3:ListMultipartUploadParts
        s3:putBucketAccelerateConfiguration s3:PutAccelerateConfiguration
        s3:putBucketAnalyticsConfiguration s3:PutAnalyticsConfiguration
        s3:putBucketEncryption s3:PutEncryptionConfiguration
        s3:putBucketIntelligentTieringConfiguration s3:PutIntelligentTieringConfiguration
        s3:putBucketInventoryConfiguration s3:PutInventoryConfiguration
        s3:putBucketLifecycle s3:PutLifecycleConfiguration
        s3:putBucketLifecycleConfiguration s3:PutLifecycleConfiguration
        s3:putBucketMetricsConfiguration s3:PutMetricsConfiguration
        s3:putBucketNotificationConfiguration s3:PutBucketNotification
        s3:putBucketReplication s3:PutReplicationConfiguration
        s3:putObjectLockConfiguration s3:PutBucketObjectLockConfiguration
        s3:putPublicAccessBlock s3:PutBucketPublicAccessBlock
        s3:uploadPart s3:PutObject
        s3:uploadPartCopy s3:PutObject
        """,
    ),
)
"""The actions that an SDK action needs, where that is not the one of its name, and the source."""


class Optimised:
    """What an optimised integration needs beside the action of its name.

    `actions` are those of the call itself, if not the one of its name (`-`: none); `sync` are
    those that Step Functions needs to wait for the end and to stop the job with the execution,
    `rule` is the rule of EventBridge by which it hears of the end; `linked` is the service that
    wants a role of its own. `source` is the page.
    """

    __slots__ = ("actions", "linked", "rule", "source", "sync")

    def __init__(
        self, source: str, actions: str = "", *, sync: str = "", rule: str = "", linked: str = ""
    ) -> None:
        self.source = source
        self.actions = tuple(actions.split())
        self.sync = tuple(sync.split())
        self.rule = rule
        self.linked = linked


OPTIMISED = {
    "apigateway:invoke": Optimised("api-gateway-iam", "execute-api:Invoke"),
    "athena:startQueryExecution": Optimised(
        "athena-iam",
        "athena:StartQueryExecution athena:GetDataCatalog",
        sync="athena:StopQueryExecution athena:GetQueryExecution",
    ),
    "batch:submitJob": Optimised(
        "batch-iam",
        sync="batch:DescribeJobs batch:TerminateJob",
        rule="StepFunctionsGetEventsForBatchJobsRule",
    ),
    "bedrock:createModelCustomizationJob": Optimised(
        "connect-bedrock",
        "bedrock:CreateModelCustomizationJob bedrock:TagResource",
        sync="bedrock:GetModelCustomizationJob bedrock:StopModelCustomizationJob",
    ),
    "bedrockagentcore:invokeHarness": Optimised(
        "published sample", "bedrock-agentcore:InvokeHarness"
    ),
    "codebuild:startBuild": Optimised(
        "codebuild-iam",
        sync="codebuild:StopBuild codebuild:BatchGetBuilds",
        rule="StepFunctionsGetEventForCodeBuildStartBuildRule",
    ),
    "codebuild:startBuildBatch": Optimised(
        "codebuild-iam",
        sync="codebuild:StopBuildBatch codebuild:BatchGetBuildBatches",
        rule="StepFunctionsGetEventForCodeBuildStartBuildBatchRule",
    ),
    "codebuild:retryBuildBatch": Optimised(
        "codebuild-iam",
        sync="codebuild:StopBuildBatch codebuild:BatchGetBuildBatches",
        rule="StepFunctionsGetEventForCodeBuildStartBuildBatchRule",
    ),
    "databrew:startJobRun": Optimised(
        "databrew-iam", sync="databrew:ListJobRuns databrew:StopJobRun"
    ),
    "ecs:runTask": Optimised(
        "ecs-iam",
        sync="ecs:StopTask ecs:DescribeTasks",
        rule="StepFunctionsGetEventsForECSTaskRule",
    ),
    "eks:call": Optimised("connect-eks", "-"),
    "eks:runJob": Optimised("connect-eks", "-"),
    "eks:createCluster": Optimised("eks-iam", sync="eks:DescribeCluster eks:DeleteCluster"),
    "eks:deleteCluster": Optimised("eks-iam", sync="eks:DescribeCluster"),
    "eks:createFargateProfile": Optimised(
        "eks-iam", sync="eks:DescribeFargateProfile eks:DeleteFargateProfile"
    ),
    "eks:deleteFargateProfile": Optimised("eks-iam", sync="eks:DescribeFargateProfile"),
    "eks:createNodegroup": Optimised(
        "eks-iam",
        "eks:CreateNodegroup ec2:DescribeSubnets iam:GetRole iam:ListAttachedRolePolicies",
        sync="eks:DescribeNodegroup eks:DeleteNodegroup",
    ),
    "eks:deleteNodegroup": Optimised("eks-iam", sync="eks:DescribeNodegroup"),
    "elasticmapreduce:addStep": Optimised(
        "emr-iam",
        "elasticmapreduce:AddJobFlowSteps",
        sync="elasticmapreduce:DescribeStep elasticmapreduce:CancelSteps",
        rule="StepFunctionsGetEventForEMRAddJobFlowStepsRule",
    ),
    "elasticmapreduce:cancelStep": Optimised("emr-iam", "elasticmapreduce:CancelSteps"),
    "elasticmapreduce:createCluster": Optimised(
        "emr-iam",
        "elasticmapreduce:RunJobFlow",
        sync="elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows",
        rule="StepFunctionsGetEventForEMRRunJobFlowRule",
    ),
    "elasticmapreduce:modifyInstanceFleetByName": Optimised(
        "emr-iam", "elasticmapreduce:ModifyInstanceFleet elasticmapreduce:ListInstanceFleets"
    ),
    "elasticmapreduce:modifyInstanceGroupByName": Optimised(
        "emr-iam", "elasticmapreduce:ModifyInstanceGroups elasticmapreduce:ListInstanceGroups"
    ),
    "elasticmapreduce:setClusterTerminationProtection": Optimised(
        "emr-iam", "elasticmapreduce:SetTerminationProtection"
    ),
    "elasticmapreduce:terminateCluster": Optimised(
        "emr-iam",
        "elasticmapreduce:TerminateJobFlows",
        sync="elasticmapreduce:DescribeCluster",
        rule="StepFunctionsGetEventForEMRTerminateJobFlowsRule",
    ),
    "emr-containers:createVirtualCluster": Optimised(
        "emr-eks-iam", linked="emr-containers.amazonaws.com"
    ),
    "emr-containers:deleteVirtualCluster": Optimised(
        "emr-eks-iam", sync="emr-containers:DescribeVirtualCluster"
    ),
    "emr-containers:startJobRun": Optimised(
        "emr-eks-iam", sync="emr-containers:DescribeJobRun emr-containers:CancelJobRun"
    ),
    "emr-serverless:cancelJobRun": Optimised(
        "emr-serverless-iam",
        sync="emr-serverless:GetJobRun",
        rule="StepFunctionsGetEventsForEMRServerlessJobRule",
    ),
    "emr-serverless:createApplication": Optimised(
        "emr-serverless-iam",
        sync="emr-serverless:GetApplication emr-serverless:DeleteApplication",
        rule="StepFunctionsGetEventsForEMRServerlessApplicationRule",
        linked="ops.emr-serverless.amazonaws.com",
    ),
    "emr-serverless:deleteApplication": Optimised(
        "emr-serverless-iam",
        sync="emr-serverless:GetApplication",
        rule="StepFunctionsGetEventsForEMRServerlessApplicationRule",
    ),
    "emr-serverless:startApplication": Optimised(
        "emr-serverless-iam",
        sync="emr-serverless:GetApplication emr-serverless:StopApplication",
        rule="StepFunctionsGetEventsForEMRServerlessApplicationRule",
    ),
    "emr-serverless:startJobRun": Optimised(
        "emr-serverless-iam",
        sync="emr-serverless:GetJobRun emr-serverless:CancelJobRun",
        rule="StepFunctionsGetEventsForEMRServerlessJobRule",
    ),
    "emr-serverless:stopApplication": Optimised(
        "emr-serverless-iam",
        sync="emr-serverless:GetApplication",
        rule="StepFunctionsGetEventsForEMRServerlessApplicationRule",
    ),
    "glue:startJobRun": Optimised(
        "glue-iam", sync="glue:GetJobRun glue:GetJobRuns glue:BatchStopJobRun"
    ),
    "mediaconvert:createJob": Optimised(
        "mediaconvert-iam",
        sync="mediaconvert:GetJob mediaconvert:CancelJob",
        rule="StepFunctionsGetEventsForMediaConvertJobRule",
    ),
    "sagemaker:createHyperParameterTuningJob": Optimised(
        "sagemaker-iam",
        sync="sagemaker:DescribeHyperParameterTuningJob sagemaker:StopHyperParameterTuningJob "
        "sagemaker:ListTags",
        rule="StepFunctionsGetEventsForSageMakerTuningJobsRule",
    ),
    "sagemaker:createLabelingJob": Optimised(
        "sagemaker-iam",
        sync="sagemaker:DescribeLabelingJob sagemaker:StopLabelingJob sagemaker:ListTags",
        rule="StepFunctionsGetEventsForSageMakerLabelingJobsRule",
    ),
    "sagemaker:createProcessingJob": Optimised(
        "sagemaker-iam",
        sync="sagemaker:DescribeProcessingJob sagemaker:StopProcessingJob sagemaker:ListTags",
        rule="StepFunctionsGetEventsForSageMakerProcessingJobsRule",
    ),
    "sagemaker:createTrainingJob": Optimised(
        "sagemaker-iam",
        sync="sagemaker:DescribeTrainingJob sagemaker:StopTrainingJob sagemaker:ListTags",
        rule="StepFunctionsGetEventsForSageMakerTrainingJobsRule",
    ),
    "sagemaker:createTransformJob": Optimised(
        "sagemaker-iam",
        sync="sagemaker:DescribeTransformJob sagemaker:StopTransformJob sagemaker:ListTags",
        rule="StepFunctionsGetEventsForSageMakerTransformJobsRule",
    ),
    "states:startExecution": Optimised(
        "connect-stepfunctions",
        sync="states:DescribeExecution states:StopExecution",
        rule="StepFunctionsGetEventsForStepFunctionsExecutionRule",
    ),
}
"""What an optimised integration needs, where it is not just the action of its name."""

INFERRED = frozenset(("StepFunctionsGetEventsForSageMakerLabelingJobsRule",))
"""Rules whose names no source gives: they follow those of the others."""

TYPES = {
    "athena:getdatacatalog": ("datacatalog!",),
    "batch:describejobs": (),
    "batch:submitjob": ("job-definition!", "job-queue!"),
    "batch:terminatejob": ("job!",),
    "bedrock:invokemodel": ("model!",),
    "dynamodb:partiqldelete": ("table!",),
    "dynamodb:partiqlinsert": ("table!",),
    "dynamodb:partiqlselect": ("table!",),
    "dynamodb:partiqlupdate": ("table!",),
    "ecs:describetasks": ("task!",),
    "ecs:stoptask": ("task!",),
    "events:putevents": ("event-bus!",),
    "execute-api:invoke": ("execute-api-general!",),
    "execute-api:manageconnections": ("execute-api-general!",),
    "sagemaker:listtags": (),
    "s3:listallmybuckets": (),
    "s3:listbucket": ("bucket!",),
    "s3:getobject": ("object!",),
    "s3:putobject": ("object!",),
    "s3:deleteobject": ("object!",),
    "s3:abortmultipartupload": ("object!",),
    "s3:listmultipartuploadparts": ("object!",),
    "states:describeexecution": ("execution!",),
    "states:startsyncexecution": ("statemachine!",),
    "states:stopexecution": ("execution!",),
}
"""The types of resources of an action, where the reference gives more than a Task is about."""

PASSED_TO = {
    "bedrock": ("bedrock.amazonaws.com",),
    "ecs": ("ecs-tasks.amazonaws.com",),
    "eks": ("eks.amazonaws.com",),
    "elasticmapreduce": ("ec2.amazonaws.com", "elasticmapreduce.amazonaws.com"),
    "emr-serverless": ("emr-serverless.amazonaws.com",),
    "glue": ("glue.amazonaws.com",),
    "lambda": ("lambda.amazonaws.com",),
    "mediaconvert": ("mediaconvert.amazonaws.com",),
    "sagemaker": ("sagemaker.amazonaws.com",),
    "scheduler": ("scheduler.amazonaws.com",),
    "states": ("states.amazonaws.com",),
}
"""To whom a call of an IAM service passes a role, `iam:PassedToService`: the pages of the
integrations and the Service Authorization Reference."""

NO_ROLE = ("emr-containers", "iam", "sts")
"""IAM services whose parameters name roles that are not passed on with `iam:PassRole`."""

LOGGING = (
    "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies", "logs:GetLogDelivery", "logs:ListLogDeliveries",
    "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
)  # fmt: skip
"""What delivering the logs of executions needs, on all resources (`cw-logs`)."""

TRACING = (
    "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)  # fmt: skip
"""What tracing with X-Ray needs, on all resources (`xray-iam`)."""
