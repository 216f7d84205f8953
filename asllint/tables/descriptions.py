"""What the words of the language mean, in a sentence or two each, and where to read more.

Hover and completion show these texts; which fields there are, and what they take, is in the
language table. Sources, read in autumn 2026: the developer guide, the States Language, and answers
recorded from AWS where the two differ.
"""

from __future__ import annotations

import re

GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg/"

_STRUCTURE = "statemachine-structure.html"
_ERRORS = "concepts-error-handling.html"
_PATHS = "input-output-inputpath-params.html"
_JSONATA = "transforming-data.html"
_CONTEXT = "input-output-contextobject.html"
_CHOICE = "state-choice.html"
_MAP = "state-map.html"
_INLINE = "state-map-inline.html"
_DISTRIBUTED = "state-map-distributed.html"
_READER = "input-output-itemreader.html"
_WRITER = "input-output-resultwriter.html"
_BATCHER = "input-output-itembatcher.html"
_TASK = "state-task.html"
_WAIT = "state-wait.html"
_FAIL = "state-fail.html"
_VARIABLES = "workflow-variables.html"
_INTRINSICS = "intrinsic-functions.html"
_HTTP = "call-https-apis.html"


class Description:
    """What something means: Markdown, and the page of the developer guide to read on."""

    __slots__ = ("link", "text")

    def __init__(self, text: str, page: str) -> None:
        self.text = text
        self.link = GUIDE + page

    def __repr__(self) -> str:
        return f"Description({self.text!r}, {self.link!r})"


D = Description

STATE_TYPES: dict[str, Description] = {
    "Task": D(
        "Does one piece of work outside of the state machine: calls a Lambda function, the API of "
        "an AWS service or an HTTPS endpoint, or waits for an activity worker. `Resource` says "
        "what.",
        _TASK,
    ),
    "Parallel": D(
        "Runs all its branches at the same time on the same input. The result is an array with one "
        "item for each branch, in their order; an error that is not caught stops them all.",
        "state-parallel.html",
    ),
    "Map": D(
        "Runs its item processor once for each item of an array, inline (up to about 40 at a time) "
        "or distributed over child executions. The result is an array in the order of the items.",
        _MAP,
    ),
    "Pass": D(
        "Does no work: hands its input on, or a constant, or what is made of them.",
        "state-pass.html",
    ),
    "Wait": D(
        "Waits for a number of seconds, or until a point in time; the input is handed on.", _WAIT
    ),
    "Choice": D(
        "Goes to the state of the first choice rule that matches, otherwise to `Default`. It has "
        "neither `Next` nor `End`.",
        _CHOICE,
    ),
    "Succeed": D(
        "Ends the state machine, the branch or the iteration with success.", "state-succeed.html"
    ),
    "Fail": D("Ends the state machine, the branch or the iteration with an error.", _FAIL),
}
"""By the value of `Type`."""

_INNER_PARAMETERS = (
    "A payload template for the call to Amazon S3: keys that end in `.$` are evaluated."
)
_INNER_ARGUMENTS = "The arguments of the call to Amazon S3; strings `{% … %}` are evaluated."
_TWIN = "A path to the value of `{}` in the input, for when only the execution knows it."

FIELDS: dict[str, Description] = {
    # Machines
    "Comment": D("A note for people; nothing evaluates it.", _STRUCTURE),
    "StartAt": D("The name of the state to begin with, one of `States` next to it.", _STRUCTURE),
    "States": D(
        "The states, each under its name: up to 80 characters, and unique in the whole definition.",
        _STRUCTURE,
    ),
    "QueryLanguage": D(
        "How data is selected and transformed: with JSONPath (the default) or JSONata. A JSONPath "
        "machine may have JSONata states, not the other way round.",
        _JSONATA,
    ),
    "Version": D("The version of the States Language: `1.0` is all there is.", _STRUCTURE),
    "ProcessorConfig": D(
        "How the iterations run: inline (the default), or distributed as child executions.", _INLINE
    ),
    # All states
    "Type": D("What the state does, one of the eight state types.", _STRUCTURE),
    "Next": D(
        "The state that comes next, by its exact name; one of the same `States` object.", _STRUCTURE
    ),
    "End": D(
        "`true` ends the state machine, the branch or the iteration after this state. It stands in "
        "place of `Next`.",
        _STRUCTURE,
    ),
    "InputPath": D(
        "Which part of the state's input to use, as a path; the default is `$`, all of it. `null` "
        "makes it an empty object.",
        _PATHS,
    ),
    "OutputPath": D(
        "Which part of the result to hand on, as a path; the default is `$`, all of it. `null` "
        "makes it an empty object.",
        _PATHS,
    ),
    "Output": D(
        "What the state hands on: any JSON, in which strings `{% … %}` are evaluated. The default "
        "is the result, or the input of a state that has none.",
        _JSONATA,
    ),
    "ResultPath": D(
        "Where in the state's input to put the result, as a reference path. The default `$` "
        "replaces the input; `null` drops the result.",
        "input-output-resultpath.html",
    ),
    "Parameters": D(
        "A payload template for what the state works on: a value whose key ends in `.$` is a path "
        "or an intrinsic function, everything else is constant.",
        _PATHS,
    ),
    "Arguments": D(
        "What the state works on: any JSON, in which strings `{% … %}` are evaluated. The default "
        "is the state's input.",
        _JSONATA,
    ),
    "ResultSelector": D(
        "A payload template that reshapes the raw result (`$` here) before `ResultPath` places it.",
        _PATHS,
    ),
    "Assign": D(
        "Variables to set, by name. All values are computed from what holds at the state's entry, "
        "and later states read them as `$name`. Up to 256 KiB at a time.",
        _VARIABLES,
    ),
    "Retry": D(
        "What to do again after an error: retriers, of which the first that names the error counts "
        "its own attempts.",
        _ERRORS,
    ),
    "Catch": D(
        "Where to go after an error that no retrier deals with (any more): the first catcher that "
        "names it.",
        _ERRORS,
    ),
    # Task
    "Task.Resource": D(
        "What to call, as a constant ARN: a Lambda function, an activity, or a service integration "
        "such as `arn:aws:states:::sns:publish`. `.sync` waits for the job, `.waitForTaskToken` "
        "for an answer.",
        _TASK,
    ),
    "Credentials": D(
        "A role to take on for this call, for example one in another account.",
        "concepts-access-cross-acct-resources.html",
    ),
    "RoleArn": D("The ARN of the IAM role.", "concepts-access-cross-acct-resources.html"),
    "RoleArn.$": D(
        "The ARN of the IAM role, as a path or an intrinsic function.",
        "concepts-access-cross-acct-resources.html",
    ),
    "TimeoutSeconds": D(
        "After so many seconds the task fails with `States.Timeout`. Without it a task may wait "
        "for as long as the execution can run.",
        _TASK,
    ),
    "StateMachine.TimeoutSeconds": D(
        "After so many seconds the whole execution fails with `States.Timeout`, which nothing in "
        "it can catch.",
        _STRUCTURE,
    ),
    "TimeoutSecondsPath": D(_TWIN.format("TimeoutSeconds"), _TASK),
    "HeartbeatSeconds": D(
        "The longest time between two signs of life of an activity or of whoever holds the task "
        "token; less than `TimeoutSeconds`.",
        _TASK,
    ),
    "HeartbeatSecondsPath": D(_TWIN.format("HeartbeatSeconds"), _TASK),
    # Parallel, Pass, Wait, Choice, Fail
    "Branches": D(
        "The branches: objects with `StartAt` and `States` of their own, which nothing outside "
        "leads into.",
        "state-parallel.html",
    ),
    "Result": D(
        "The state's result as a constant: nothing inside of it is evaluated.", "state-pass.html"
    ),
    "Seconds": D("How many seconds to wait.", _WAIT),
    "Timestamp": D(
        "Until when to wait (RFC 3339 with seconds, `2030-01-31T12:00:00Z`). A time in the past "
        "is over at once.",
        _WAIT,
    ),
    "SecondsPath": D(_TWIN.format("Seconds"), _WAIT),
    "TimestampPath": D(_TWIN.format("Timestamp"), _WAIT),
    "Choices": D("The choice rules, tested in their order; the first that matches wins.", _CHOICE),
    "Default": D(
        "The state to go to when no choice rule matches. Without it the state fails then, with "
        "`States.NoChoiceMatched`.",
        _CHOICE,
    ),
    "Choice.Assign": D(
        "Variables to set when `Default` is taken; a rule that matches brings an `Assign` of its "
        "own.",
        _VARIABLES,
    ),
    "Choice.Output": D(
        "What the state hands on when `Default` is taken; a rule that matches brings an `Output` "
        "of its own.",
        _CHOICE,
    ),
    "Error": D(
        "The name of the error, for `ErrorEquals` of a state around this one. Up to 256 "
        "characters; names that begin with `States.` are reserved.",
        _FAIL,
    ),
    "Cause": D("What went wrong, for people. Up to 32,768 characters.", _FAIL),
    "ErrorPath": D("The name of the error, as a path or an intrinsic function.", _FAIL),
    "CausePath": D("What went wrong, as a path or an intrinsic function.", _FAIL),
    # Map
    "ItemProcessor": D(
        "The state machine that runs for each item: `StartAt`, `States`, `ProcessorConfig`.", _MAP
    ),
    "Iterator": D("The former name of `ItemProcessor`; it can not be distributed.", _INLINE),
    "ItemSelector": D(
        "What each iteration gets in place of the bare item. `$$.Map.Item.Value` (JSONata: "
        "`$states.context.Map.Item.Value`) is the item.",
        "input-output-itemselector.html",
    ),
    "Map.Parameters": D("The former name of `ItemSelector`.", _MAP),
    "Items": D("The array to go through, or an expression that yields one.", _MAP),
    "ItemsPath": D(
        "A path to the array in the input; the default is `$`. With `ItemReader` it selects in "
        "what was read.",
        "input-output-itemspath.html",
    ),
    "ItemReader": D(
        "Reads the items from Amazon S3: a file, or the list of objects. Distributed only.", _READER
    ),
    "ItemBatcher": D(
        "Gives each child execution several items at once. Distributed only.", _BATCHER
    ),
    "ResultWriter": D(
        "Writes the results to Amazon S3, or shapes them. Distributed only.", _WRITER
    ),
    "Label": D(
        "A name for the state in the ARNs of its Map Runs; up to 40 characters, unique in the "
        "machine. Distributed only.",
        _DISTRIBUTED,
    ),
    "MaxConcurrency": D(
        "How many iterations may run at the same time. 0, the default, sets no limit: about 40 "
        "inline, 10,000 distributed.",
        _MAP,
    ),
    "MaxConcurrencyPath": D(_TWIN.format("MaxConcurrency"), _MAP),
    "ToleratedFailureCount": D(
        "With more failed items than this the Map Run fails; the default is 0. Distributed only.",
        _DISTRIBUTED,
    ),
    "ToleratedFailureCountPath": D(_TWIN.format("ToleratedFailureCount"), _DISTRIBUTED),
    "ToleratedFailurePercentage": D(
        "With a greater share of failed items than this, from 0 to 100, the Map Run fails; the "
        "default is 0. Distributed only.",
        _DISTRIBUTED,
    ),
    "ToleratedFailurePercentagePath": D(_TWIN.format("ToleratedFailurePercentage"), _DISTRIBUTED),
    "Mode": D(
        "`INLINE`, the default, runs the iterations in this execution; `DISTRIBUTED` gives each an "
        "execution of its own.",
        _DISTRIBUTED,
    ),
    "ExecutionType": D(
        "The type of the child executions of a distributed Map, which requires it: `STANDARD` (up "
        "to a year) or `EXPRESS` (up to five minutes).",
        _DISTRIBUTED,
    ),
    # ItemReader, ItemBatcher, ResultWriter
    "ItemReader.Resource": D(
        "How to read: `arn:aws:states:::s3:getObject` a file, `…:s3:listObjectsV2` the list of "
        "objects.",
        _READER,
    ),
    "ItemReader.Parameters": D(_INNER_PARAMETERS, _READER),
    "ItemReader.Arguments": D(_INNER_ARGUMENTS, _READER),
    "ReaderConfig": D("What kind of file is read, and how.", _READER),
    "InputType": D("The format of the file.", _READER),
    "ReaderConfig.Transformation": D(
        "`LOAD_AND_FLATTEN` reads every listed object and takes its items; `NONE`, the default, "
        "takes the list itself.",
        _READER,
    ),
    "ManifestType": D(
        "What wrote the manifest: `ATHENA_DATA` (a result of UNLOAD) or `S3_INVENTORY`.", _READER
    ),
    "CSVHeaderLocation": D(
        "Where the names of the columns are: in the `FIRST_ROW`, or `GIVEN` by `CSVHeaders`. "
        "Required for CSV.",
        _READER,
    ),
    "CSVHeaders": D("The names of the columns, when `CSVHeaderLocation` is `GIVEN`.", _READER),
    "CSVDelimiter": D("What separates the columns; the default is `COMMA`.", _READER),
    "ItemsPointer": D(
        "A JSON Pointer (`/orders/open`) to the array or object in a file of JSON.", _READER
    ),
    "MaxItems": D("How many items to read at most.", _READER),
    "MaxItemsPath": D(_TWIN.format("MaxItems"), _READER),
    "BatchInput": D("What every batch gets besides its `Items`.", _BATCHER),
    "MaxItemsPerBatch": D("How many items a batch holds at most.", _BATCHER),
    "MaxItemsPerBatchPath": D(_TWIN.format("MaxItemsPerBatch"), _BATCHER),
    "MaxInputBytesPerBatch": D("How large a batch may be, up to 256 KiB.", _BATCHER),
    "MaxInputBytesPerBatchPath": D(_TWIN.format("MaxInputBytesPerBatch"), _BATCHER),
    "ResultWriter.Resource": D("How to write: `arn:aws:states:::s3:putObject`.", _WRITER),
    "ResultWriter.Parameters": D(_INNER_PARAMETERS, _WRITER),
    "ResultWriter.Arguments": D(_INNER_ARGUMENTS, _WRITER),
    "WriterConfig": D("Which form the results have.", _WRITER),
    "WriterConfig.Transformation": D(
        "`NONE` keeps what is known of each child execution, `COMPACT` only its output, `FLATTEN` "
        "puts outputs that are arrays into one.",
        _WRITER,
    ),
    "OutputType": D("`JSON` writes an array, `JSONL` one result a line.", _WRITER),
    # Choice rules
    "ChoiceRule.Next": D("The state to go to when the rule matches.", _CHOICE),
    "ChoiceRule.Assign": D("Variables to set when the rule matches.", _VARIABLES),
    "ChoiceRule.Output": D("What the state hands on when the rule matches.", _CHOICE),
    "And": D("Matches when all of these rules do.", _CHOICE),
    "Or": D("Matches when one of these rules does.", _CHOICE),
    "Not": D("Matches when this rule does not.", _CHOICE),
    "Variable": D(
        "A path to the value to test. If nothing is there the state fails, unless `IsPresent` asks "
        "for just that.",
        _CHOICE,
    ),
    "Condition": D("The test: an expression that yields `true` or `false`.", _CHOICE),
    # Retriers and catchers
    "ErrorEquals": D(
        "The names of errors, compared exactly. `States.ALL` stands for (nearly) all, alone and in "
        "the last place.",
        _ERRORS,
    ),
    "IntervalSeconds": D("The seconds before the first retry; the default is 1.", _ERRORS),
    "MaxAttempts": D(
        "How many retries there are at most; the default is 3, and 0 means none.", _ERRORS
    ),
    "BackoffRate": D(
        "By what the interval is multiplied after each retry; the default is 2.", _ERRORS
    ),
    "MaxDelaySeconds": D("The longest interval that the backoff rate leads to.", _ERRORS),
    "JitterStrategy": D(
        "`FULL` waits for a random part of the interval, so that many executions do not retry at "
        "once; the default is `NONE`.",
        _ERRORS,
    ),
    "Catcher.Next": D("The state that deals with the error.", _ERRORS),
    "Catcher.ResultPath": D(
        "Where in the state's input to put the error (`Error` and `Cause`). The default `$` "
        "replaces the input.",
        _ERRORS,
    ),
    "Catcher.Output": D(
        "What the next state gets; `$states.errorOutput` is the error, and the default.", _ERRORS
    ),
    "Catcher.Assign": D(
        "Variables to set when the error is caught, in place of the state's own `Assign`.",
        _VARIABLES,
    ),
}
"""By the name of the field, or `Kind.Field` where it means something else in one kind of object."""

_ORDERINGS = {
    "Equals": "is equal to",
    "LessThan": "is less than",
    "GreaterThan": "is greater than",
    "LessThanEquals": "is at most",
    "GreaterThanEquals": "is at least",
}
_TESTS = {
    "IsNull": "is `null`",
    "IsPresent": "is there at all",
    "IsNumeric": "is a number",
    "IsString": "is a string",
    "IsBoolean": "is a boolean",
    "IsTimestamp": "is a string with a timestamp (RFC 3339)",
}
_FAMILIES = {
    "String": "a string",
    "Numeric": "a number",
    "Boolean": "a boolean",
    "Timestamp": "a timestamp",
}


def _operator(name: str) -> Description | None:
    """One of the comparison operators of a choice rule."""
    if name in _TESTS:
        return D(
            f"Matches if the value of `Variable` {_TESTS[name]}; with `false`, if not.", _CHOICE
        )
    if name == "StringMatches":
        text = (
            "Matches if the value is a string of this form; `*` stands for any characters, `\\*` "
        )
        return D(text + "for itself.", _CHOICE)
    match = re.fullmatch(r"(String|Numeric|Boolean|Timestamp)([A-Z]\w*?)(Path)?", name)
    if match is None or match[2] not in _ORDERINGS:
        return None
    other = "the value at this path" if match[3] else "this"
    return D(
        f"Matches if the value of `Variable` is {_FAMILIES[match[1]]} and {_ORDERINGS[match[2]]} "
        f"{other}.",
        _CHOICE,
    )


def field_description(kind: str, name: str) -> Description | None:
    """What a field means in one kind of object, both by their names in the language table."""
    return FIELDS.get(f"{kind}.{name}") or FIELDS.get(name) or _operator(name)


# --- errors ---------------------------------------------------------------------------------------

_LAMBDA = "connect-lambda.html"

ERRORS: dict[str, Description] = {
    "States.ALL": D(
        "Every error, but for `States.Runtime` and, by the documentation, "
        "`States.DataLimitExceeded`. It stands alone, in the last retrier or catcher.",
        _ERRORS,
    ),
    "States.TaskFailed": D("Every error of a task except `States.Timeout`.", _ERRORS),
    "States.Timeout": D(
        "The task ran longer than `TimeoutSeconds`, or gave no sign of life for "
        "`HeartbeatSeconds`.",
        _ERRORS,
    ),
    "States.HeartbeatTimeout": D(
        "No sign of life for `HeartbeatSeconds`. AWS was seen to raise `States.Timeout` then: name "
        "both.",
        _ERRORS,
    ),
    "States.Permissions": D("The role of the state machine may not do what was asked.", _ERRORS),
    "States.Runtime": D(
        "The definition does not fit the data, for example a path leads nowhere. The execution "
        "fails; it can be neither retried nor caught by `States.ALL`.",
        _ERRORS,
    ),
    "States.DataLimitExceeded": D("An input, output or result has more than 256 KiB.", _ERRORS),
    "States.BranchFailed": D("A branch of a Parallel state has failed.", _ERRORS),
    "States.NoChoiceMatched": D(
        "No choice rule matched, and there is no `Default`. Only a Parallel or Map state around "
        "the Choice can catch it.",
        _ERRORS,
    ),
    "States.IntrinsicFailure": D("An intrinsic function could not be computed.", _ERRORS),
    "States.ParameterPathFailure": D(
        "A path in a payload template leads nowhere (`Parameters`, `ResultSelector` …).", _ERRORS
    ),
    "States.ResultPathMatchFailure": D(
        "The result can not be put where `ResultPath` says.", _ERRORS
    ),
    "States.QueryEvaluationError": D(
        "A JSONata expression failed, yielded nothing, or a value of the wrong type.", _ERRORS
    ),
    "States.ExceedToleratedFailureThreshold": D(
        "More items of a distributed Map failed than it tolerates.", _ERRORS
    ),
    "States.ItemReaderFailed": D("The `ItemReader` could not read all items.", _ERRORS),
    "States.ResultWriterFailed": D("The `ResultWriter` could not write all results.", _ERRORS),
    "States.Http.Socket": D(
        "The endpoint of an HTTP task did not answer within 60 seconds.", _HTTP
    ),
    "Lambda.ServiceException": D("The Lambda service itself failed; retry it.", _LAMBDA),
    "Lambda.AWSLambdaException": D("The Lambda service itself failed; retry it.", _LAMBDA),
    "Lambda.SdkClientException": D("Lambda could not be reached; retry it.", _LAMBDA),
    "Lambda.TooManyRequestsException": D(
        "The function has no concurrency left; retry it, with backoff.", _LAMBDA
    ),
    "Lambda.ClientExecutionTimeoutException": D(
        "No answer from Lambda in time; the function may have run.", _LAMBDA
    ),
    "Lambda.Unknown": D(
        "The function broke off without an error of its own: out of memory, or out of time.",
        _LAMBDA,
    ),
    "Lambda.ResourceNotFoundException": D("There is no such function.", _LAMBDA),
    "Sandbox.Timedout": D("The function ran into its own timeout.", _LAMBDA),
}
"""The reserved error names, and those that Lambda raises."""

_HTTP_STATUS = "States.Http.StatusCode."


def error_description(name: str) -> Description | None:
    """What an error name stands for; None for those that a definition or a function makes up."""
    if name.startswith(_HTTP_STATUS):
        return D(f"An HTTP task was answered with the status {name[len(_HTTP_STATUS) :]}.", _HTTP)
    return ERRORS.get(name)


# --- $states and the context object ---------------------------------------------------------------

STATES_MEMBERS: dict[str, Description] = {
    "input": D("The input of the state, as it came from the state before.", _JSONATA),
    "result": D(
        "What the task, the branches or the iterations returned. Only in `Assign` and `Output` of "
        "the Task, Parallel or Map state itself.",
        _JSONATA,
    ),
    "errorOutput": D(
        "The error that was caught, with `Error` and `Cause`. Only in `Assign` and `Output` of a "
        "catcher.",
        _JSONATA,
    ),
    "context": D("The context object: what is known of the execution, and the state.", _CONTEXT),
}
"""The members of `$states`, which JSONata expressions begin with."""

CONTEXT: dict[str, Description] = {
    "Execution": D("The execution.", _CONTEXT),
    "Execution.Id": D("The ARN of the execution.", _CONTEXT),
    "Execution.Input": D(
        "What the execution was started with. In a child of a distributed Map its own input.",
        _CONTEXT,
    ),
    "Execution.Name": D("The name of the execution.", _CONTEXT),
    "Execution.RoleArn": D("The role that the execution runs with.", _CONTEXT),
    "Execution.StartTime": D("When the execution began (ISO 8601, UTC).", _CONTEXT),
    "Execution.RedriveCount": D("How often the execution was redriven.", _CONTEXT),
    "Execution.RedriveTime": D("When it was redriven last; not there before.", _CONTEXT),
    "State": D("The state that is running.", _CONTEXT),
    "State.EnteredTime": D("When the state was entered (ISO 8601, UTC).", _CONTEXT),
    "State.Name": D("The name of the state.", _CONTEXT),
    "State.RetryCount": D("How often the state was retried.", _CONTEXT),
    "StateMachine": D("The state machine.", _CONTEXT),
    "StateMachine.Id": D("The ARN of the state machine.", _CONTEXT),
    "StateMachine.Name": D("The name of the state machine.", _CONTEXT),
    "Task": D("The task that waits for a token.", _CONTEXT),
    "Task.Token": D(
        "The token with which `SendTaskSuccess` or `SendTaskFailure` answers this task.", _CONTEXT
    ),
    "Map": D("The iteration of the Map.", _CONTEXT),
    "Map.Item": D("The item of the iteration.", _CONTEXT),
    "Map.Item.Index": D("The number of the item, from 0.", _CONTEXT),
    "Map.Item.Value": D("The item itself.", _CONTEXT),
    "Map.Item.Key": D("The key of the item, when the items come from an object.", _CONTEXT),
    "Map.Item.Source": D("Where the item comes from: `STATE_DATA`, or an S3 URI.", _CONTEXT),
}
"""The members of the context object, by their dotted names."""

INTRINSICS: dict[str, Description] = {
    "States.Array": D("The arguments as an array.", _INTRINSICS),
    "States.ArrayContains": D("Is a value among the items?", _INTRINSICS),
    "States.ArrayGetItem": D("The item at an index, counted from 0.", _INTRINSICS),
    "States.ArrayLength": D("How many items there are.", _INTRINSICS),
    "States.ArrayPartition": D("The items in arrays of at most `size`.", _INTRINSICS),
    "States.ArrayRange": D("The numbers from start to end (included); up to 1,000.", _INTRINSICS),
    "States.ArrayUnique": D("Every item once, in any order.", _INTRINSICS),
    "States.Base64Decode": D(
        "The text that base 64 stands for; up to 10,000 characters.", _INTRINSICS
    ),
    "States.Base64Encode": D("The text in base 64; up to 10,000 characters.", _INTRINSICS),
    "States.Format": D(
        "A text in single quotes in which each `{}` becomes one of the values.", _INTRINSICS
    ),
    "States.Hash": D(
        "The hash of a value: `MD5`, `SHA-1`, `SHA-256`, `SHA-384` or `SHA-512`.", _INTRINSICS
    ),
    "States.JsonMerge": D(
        "Two objects in one, in which the second wins. The third argument has to be `false`.",
        _INTRINSICS,
    ),
    "States.JsonToString": D("A value as JSON in a text.", _INTRINSICS),
    "States.MathAdd": D("The sum of two integers.", _INTRINSICS),
    "States.MathRandom": D(
        "A random integer from start (included) to end (excluded).", _INTRINSICS
    ),
    "States.StringSplit": D(
        "The parts of a text between separators, each a single character.", _INTRINSICS
    ),
    "States.StringToJson": D("The value that JSON in a text stands for.", _INTRINSICS),
    "States.UUID": D("A new random UUID (version 4).", _INTRINSICS),
}
"""The intrinsic functions, by their full names."""

JSONATA_LINK = GUIDE + _JSONATA
VARIABLES_LINK = GUIDE + _VARIABLES

VALUES: dict[str, str] = {
    "QueryLanguage.JSONPath": "Paths, payload templates and intrinsic functions; the default.",
    "QueryLanguage.JSONata": "Expressions between `{%` and `%}`.",
    "Mode.INLINE": "All iterations run in this execution, up to about 40 at a time.",
    "Mode.DISTRIBUTED": "Each iteration is an execution of its own, up to 10,000 at a time.",
    "ExecutionType.STANDARD": "Child executions of up to a year, each step exactly once.",
    "ExecutionType.EXPRESS": "Child executions of up to five minutes, each step at least once.",
    "JitterStrategy.NONE": "Wait for exactly the interval; the default.",
    "JitterStrategy.FULL": "Wait for a random time between 0 and the interval.",
    "InputType.CSV": "A table; `CSVHeaderLocation` says where its columns are named.",
    "InputType.JSON": "An array or an object in one file.",
    "InputType.JSONL": "One JSON value a line.",
    "InputType.PARQUET": "An Apache Parquet file.",
    "InputType.MANIFEST": "A list of files, as Amazon S3 Inventory or Athena writes it.",
}
"""What single values of fields mean, by `Field.value`."""
