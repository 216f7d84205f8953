"""What optimised integrations answer, in the form of the tables. Kept by hand.

A line `<service:action.pattern` is the whole answer of a call, without the dot where the pattern is
that of a plain call; "!" is on members that were there in every recorded answer, and a member `*`
says what any other name has. Sources: recorded histories of executions, for all but what names
another; the developer guide's pages of the services. An action without a line answers what the API
does, as far as that is known; a pattern without one answers what nobody has recorded.
"""

from __future__ import annotations

_METADATA = "SdkHttpMetadata!:.SdkHttpMetadata SdkResponseMetadata!:.SdkResponseMetadata"
_MAYBE = _METADATA.replace("!", "")

_EXECUTION = (
    "ExecutionArn!:s InputDetails!:.DataDetails Name!:s OutputDetails!:.DataDetails StartDate!:t "
    "StateMachineArn!:s Status!:=Succeeded StopDate!:t StateMachineVersionArn:s "
    "StateMachineAliasArn:s MapRunArn:s TraceHeader:s RedriveCount:i RedriveDate:t "
    "RedriveStatus:=ExecutionRedriveStatus RedriveStatusReason:s"
)
# Any other status than that of success is an error of the Task.

_HTTP = "Headers!:{* ResponseBody:* StatusCode!:i StatusText!:s"

LINES = f"""\
<lambda:invoke ExecutedVersion!:s Payload!:* StatusCode!:i LogResult:s \
DurableExecutionArn:s {_METADATA}
<dynamodb:getItem Item:{{.AttributeValue ConsumedCapacity:.ConsumedCapacity {_METADATA}
<dynamodb:putItem Attributes:{{.AttributeValue ConsumedCapacity:.ConsumedCapacity \
ItemCollectionMetrics:.ItemCollectionMetrics {_METADATA}
<dynamodb:deleteItem Attributes:{{.AttributeValue ConsumedCapacity:.ConsumedCapacity \
ItemCollectionMetrics:.ItemCollectionMetrics {_METADATA}
<dynamodb:updateItem Attributes:{{.AttributeValue ConsumedCapacity:.ConsumedCapacity \
ItemCollectionMetrics:.ItemCollectionMetrics {_METADATA}
|AttributeValue S:s N:s B:s SS~Ss:[s NS~Ns:[s BS~Bs:[s M:{{.AttributeValue L:[.AttributeValue \
NULL~Null~Nul:b BOOL~Bool:b
<sns:publish MessageId!:s SequenceNumber:s {_METADATA}
<sqs:sendMessage MD5OfMessageBody!:s MD5OfMessageAttributes:s MD5OfMessageSystemAttributes:s \
MessageId!:s SequenceNumber:s {_METADATA}
<ecs:runTask Tasks:[.Task Failures:[.Failure {_METADATA}
<states:startExecution ExecutionArn!:s StartDate!:t {_METADATA}
<states:startExecution.sync Input!:s Output!:s {_EXECUTION}
<states:startExecution.sync:2 Input!:* Output!:* {_EXECUTION}
<events:putEvents Entries!:[.PutEventsResultEntry FailedEntryCount!:i
<apigateway:invoke {_HTTP}
<http:invoke {_HTTP}
<athena:startQueryExecution.sync QueryExecution!:.QueryExecution {_MAYBE}
<codebuild:startBuild.sync Build!:.Build {_MAYBE}
<elasticmapreduce:createCluster ClusterId!:s *:*
<elasticmapreduce:createCluster.sync ClusterId!:s *:*
<elasticmapreduce:addStep StepId!:s *:*
<elasticmapreduce:cancelStep CancelStepsInfo:* *:*
=Succeeded SUCCEEDED
.DataDetails Included:b
.SdkHttpMetadata AllHttpHeaders!:{{* HttpHeaders!:{{s HttpStatusCode!:i
.SdkResponseMetadata RequestId!:s"""
"""Athena, CodeBuild and EMR: the developer guide, which also says that a function which answers an
error (`FunctionError`) is an error of the Task. The values of all headers are lists of texts; they
were recorded with texts in their place, too."""

TYPES = {"ecs:runTask.sync": ".Task"}
"""Calls that answer one thing of the API: the task, when it has stopped."""
