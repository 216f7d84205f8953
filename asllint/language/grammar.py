"""The Amazon States Language as one table: which object takes which fields, and what they hold.

This is the one place where the shape of the language is written down. `facts/conformance.py`
compares a definition with it, `schema.py` prints it as a JSON Schema, and editor features read it.
Sources: the States Language specification (revision of November 2024), the developer guide, and
what AWS answered when asked; where they disagree, AWS's answer counts. A limit that AWS was not
seen to enforce is not in this table but in a rule that warns.
"""

from __future__ import annotations

from asllint.syntax.node import Mapping

JSONPATH = "JSONPath"
JSONATA = "JSONata"
QUERY_LANGUAGES = (JSONPATH, JSONATA)

# What a field's value is. The JSON types it may have are in `JSON_TYPES`.
TEXT = "text"  # a string without further meaning
NAME = "state name"  # a string that names a state of the same machine
INTEGER = "integer"
NUMBER = "number"
BOOLEAN = "boolean"
ANY = "any value"
OBJECT = "object"
ARRAY = "array"
PATH = "path"  # JSONPath
REFERENCE_PATH = "reference path"  # JSONPath that names one node
NULLABLE_PATH = "path or null"
NULLABLE_REFERENCE_PATH = "reference path or null"
PATH_OR_INTRINSIC = "path or intrinsic function"
TEMPLATE = "payload template"  # an object by the specification; AWS was not seen to insist
VARIABLES = "variables"  # the object of `Assign`
TIMESTAMP = "timestamp"  # RFC 3339
RESOURCE = "resource"  # an ARN

JSON_TYPES: dict[str, tuple[str, ...]] = {
    TEXT: ("string",),
    NAME: ("string",),
    INTEGER: ("integer",),
    NUMBER: ("integer", "number"),
    BOOLEAN: ("boolean",),
    ANY: (),
    OBJECT: ("object",),
    ARRAY: ("array",),
    PATH: ("string",),
    REFERENCE_PATH: ("string",),
    NULLABLE_PATH: ("string", "null"),
    NULLABLE_REFERENCE_PATH: ("string", "null"),
    PATH_OR_INTRINSIC: ("string",),
    TEMPLATE: (),
    VARIABLES: ("object",),
    TIMESTAMP: ("string",),
    RESOURCE: ("string",),
}
"""The JSON types that AWS takes for each kind of value; empty: all of them."""

# What `$` is in a field of JSONPath, and what the field makes of it. Sources: the specification,
# "Input and Output Processing"; the developer guide, "Passing data with variables"; recorded
# executions (`Assign` of a Choice and a Wait state reads the effective input).
RAW_INPUT = "raw input"  # what the state is entered with
EFFECTIVE_INPUT = "effective input"  # what `InputPath` leaves of it
ARGUMENTS = "arguments"  # what the work of the state is given
RESULT = "result"  # what the work of the state answers
SELECTED_RESULT = "selected result"  # what `ResultSelector` leaves of it
COMBINED = "input with the result"  # what `ResultPath` makes of the raw input
ITEM = "item"  # what one iteration of a Map is about
ERROR_OUTPUT = "error output"  # `Error` and `Cause`, in a catcher
OUTPUT = "output"  # what the next state gets

_EVALUATED = (
    PATH, REFERENCE_PATH, NULLABLE_PATH, NULLABLE_REFERENCE_PATH, PATH_OR_INTRINSIC, TEMPLATE,
    VARIABLES,
)  # fmt: skip


class Field:
    """One field of one kind of object."""

    __slots__ = (
        "evaluated", "expression", "free", "instead", "known", "language", "makes", "maximum",
        "minimum", "name", "non_empty", "of", "pattern", "reads", "required", "value", "values",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        value: str,
        *,
        language: str | None = None,
        required: bool = False,
        expression: bool = False,
        minimum: int | None = None,
        maximum: int | None = None,
        values: tuple[str, ...] = (),
        known: tuple[str, ...] = (),
        pattern: str = "",
        of: str = "",
        non_empty: bool = False,
        instead: str = "",
        reads: str = "",
        makes: str = "",
    ) -> None:
        self.name = name
        self.value = value
        self.language = language
        """The only query language that knows the field; None: both."""
        self.required = required
        self.expression = expression
        """In JSONata, may a `{% … %}` string stand for the value?"""
        self.minimum = minimum
        self.maximum = maximum
        self.values = values
        """The only values that AWS takes; empty: no such list."""
        self.known = known
        """The documented values; AWS was not seen to refuse others, and there may be newer ones."""
        self.pattern = pattern
        """A regular expression that a string value matches as a whole."""
        self.of = of
        """The kind of the object, or of the array's items; "" when they have no fields of ours."""
        self.non_empty = non_empty
        self.instead = instead
        """The field that has replaced this one."""
        self.reads = reads
        """The data that the field reads: what `$` is in JSONPath; empty: none."""
        self.makes = makes
        """The data that the field makes of them; empty: it keeps what it reads to itself."""
        self.evaluated = expression or value in _EVALUATED
        """May there be a text in the value that is evaluated?"""
        self.free = _free_type(self)


def _free_type(field: Field) -> type:
    """A type all of whose values fit the field, so that most need no closer look.

    The Python type of a scalar's value, or the class of a node.
    """
    if field.values or field.known or field.pattern or field.instead or field.non_empty:
        return object
    if field.value in (OBJECT, TEMPLATE, VARIABLES):
        return Mapping
    if field.value in (TEXT, NAME, PATH, REFERENCE_PATH, NULLABLE_PATH, NULLABLE_REFERENCE_PATH):
        return str
    return bool if field.value == BOOLEAN else object


class Group:
    """Fields of which an object has at most one, or exactly one when `required`."""

    __slots__ = ("fields", "names", "needs", "required")

    def __init__(self, *fields: str, required: bool = False, needs: str = "") -> None:
        self.fields = fields
        self.names = frozenset(fields)
        self.required = required
        self.needs = needs
        """The group only counts in objects that have this field."""


class Condition:
    """When `field` has `value`, the object needs some fields and can not have others."""

    __slots__ = ("field", "forbids", "requires", "value")

    def __init__(
        self,
        field: str,
        value: str,
        *,
        requires: tuple[str, ...] = (),
        forbids: tuple[str, ...] = (),
    ) -> None:
        self.field = field
        self.value = value
        self.requires = requires
        self.forbids = forbids


_APART = ("string", "State", "Branch", "ItemProcessor")


class ObjectKind:
    """One kind of object of the language: its fields, and how they exclude or need each other."""

    __slots__ = ("conditions", "fields", "groups", "inner", "name", "required", "title")

    def __init__(
        self,
        name: str,
        title: str,
        *fields: Field,
        groups: tuple[Group, ...] = (),
        conditions: tuple[Condition, ...] = (),
    ) -> None:
        self.name = name
        self.title = title
        """With its article, for messages: "a Task state"."""
        self.fields = {field.name: field for field in fields}
        self.required = frozenset(field.name for field in fields if field.required)
        self.inner = tuple(field for field in fields if field.of and field.of not in _APART)
        """The fields whose objects have fields of their own; machines and states stand apart."""
        self.groups = groups
        self.conditions = conditions


MAX_SECONDS = 99_999_999
MAX_STATE_NAME = 80
MAX_VARIABLE_NAME = 80
MAX_LABEL = 40
MAX_DEFINITION = 1_048_576

F = Field

_S3 = r"arn:[^:]*:states:::s3:"

# --- fields that several objects share -----------------------------------------------------------

_COMMENT = F("Comment", TEXT)
_START_AT = F("StartAt", NAME, required=True)
_STATES = F("States", OBJECT, required=True, of="State")
_MACHINE = (_COMMENT, _START_AT, _STATES)

_COMMON = (
    F("Type", TEXT, required=True),
    _COMMENT,
    F("QueryLanguage", TEXT, values=QUERY_LANGUAGES),
)
_NEXT = (F("Next", NAME), F("End", BOOLEAN))
_NEXT_OR_END = Group("Next", "End", required=True)


def _around(data: str) -> tuple[Field, ...]:
    """What stands around the work of a state: `data` are those that are left at its end."""
    return (
        F("InputPath", NULLABLE_PATH, language=JSONPATH, reads=RAW_INPUT, makes=EFFECTIVE_INPUT),
        F("OutputPath", NULLABLE_PATH, language=JSONPATH, reads=data, makes=OUTPUT),
        F("Output", ANY, language=JSONATA, expression=True, makes=OUTPUT),
    )


_INPUT_OUTPUT = _around(EFFECTIVE_INPUT)
_INPUT_RESULT_OUTPUT = (
    *_around(COMBINED),
    F(
        "ResultPath", NULLABLE_REFERENCE_PATH, language=JSONPATH,
        reads=SELECTED_RESULT, makes=COMBINED,
    ),
)  # fmt: skip
_PARAMETERS = F("Parameters", TEMPLATE, language=JSONPATH, reads=EFFECTIVE_INPUT, makes=ARGUMENTS)
_ARGUMENTS = F("Arguments", ANY, language=JSONATA, expression=True, makes=ARGUMENTS)
_RESULT_SELECTOR = F(
    "ResultSelector", TEMPLATE, language=JSONPATH, reads=RESULT, makes=SELECTED_RESULT
)
_ASSIGN = F("Assign", VARIABLES, reads=EFFECTIVE_INPUT)
_ASSIGN_RESULT = F("Assign", VARIABLES, reads=RESULT)
_RETRY_CATCH = (F("Retry", ARRAY, of="Retrier"), F("Catch", ARRAY, of="Catcher"))


def _or_path(name: str, *, minimum: int = 0, maximum: int | None = None) -> tuple[Field, Field]:
    """A number, and the twin that reads it from the input."""
    return (
        F(name, INTEGER, minimum=minimum, maximum=maximum, expression=True),
        F(name + "Path", REFERENCE_PATH, language=JSONPATH, reads=EFFECTIVE_INPUT),
    )


def _either(name: str) -> Group:
    return Group(name, name + "Path")


# --- states ---------------------------------------------------------------------------------------

TASK = ObjectKind(
    "Task",
    "a Task state",
    *_COMMON,
    *_NEXT,
    *_INPUT_RESULT_OUTPUT,
    _PARAMETERS,
    _ARGUMENTS,
    _RESULT_SELECTOR,
    _ASSIGN_RESULT,
    *_RETRY_CATCH,
    F("Resource", RESOURCE, required=True),
    F("Credentials", OBJECT, of="Credentials"),
    *_or_path("TimeoutSeconds", minimum=1, maximum=MAX_SECONDS),
    *_or_path("HeartbeatSeconds", minimum=1, maximum=MAX_SECONDS),
    groups=(_NEXT_OR_END, _either("TimeoutSeconds"), _either("HeartbeatSeconds")),
)

PARALLEL = ObjectKind(
    "Parallel",
    "a Parallel state",
    *_COMMON,
    *_NEXT,
    *_INPUT_RESULT_OUTPUT,
    _PARAMETERS,
    _ARGUMENTS,
    _RESULT_SELECTOR,
    _ASSIGN_RESULT,
    *_RETRY_CATCH,
    F("Branches", ARRAY, required=True, non_empty=True, of="Branch"),
    groups=(_NEXT_OR_END,),
)

MAP = ObjectKind(
    "Map",
    "a Map state",
    *_COMMON,
    *_NEXT,
    *_INPUT_RESULT_OUTPUT,
    F(
        "Parameters",
        TEMPLATE,
        language=JSONPATH,
        instead="ItemSelector",
        reads=EFFECTIVE_INPUT,
        makes=ARGUMENTS,
    ),
    _RESULT_SELECTOR,
    _ASSIGN_RESULT,
    *_RETRY_CATCH,
    F("ItemProcessor", OBJECT, of="ItemProcessor"),
    F("Iterator", OBJECT, of="ItemProcessor", instead="ItemProcessor"),
    F("ItemSelector", TEMPLATE, expression=True, reads=EFFECTIVE_INPUT, makes=ARGUMENTS),
    F("Items", ANY, language=JSONATA, expression=True),
    F("ItemsPath", REFERENCE_PATH, language=JSONPATH, reads=EFFECTIVE_INPUT),
    F("ItemReader", OBJECT, of="ItemReader"),
    F("ItemBatcher", OBJECT, of="ItemBatcher"),
    F("ResultWriter", OBJECT, of="ResultWriter"),
    F("Label", TEXT),
    *_or_path("MaxConcurrency"),
    *_or_path("ToleratedFailureCount"),
    F("ToleratedFailurePercentage", NUMBER, minimum=0, maximum=100, expression=True),
    F("ToleratedFailurePercentagePath", REFERENCE_PATH, language=JSONPATH, reads=EFFECTIVE_INPUT),
    groups=(
        _NEXT_OR_END,
        Group("ItemProcessor", "Iterator", required=True),
        _either("MaxConcurrency"),
        _either("ToleratedFailureCount"),
        _either("ToleratedFailurePercentage"),
    ),
)

PASS = ObjectKind(
    "Pass",
    "a Pass state",
    *_COMMON,
    *_NEXT,
    *_INPUT_RESULT_OUTPUT,
    _PARAMETERS,
    _ASSIGN_RESULT,
    F("Result", ANY, language=JSONPATH),
    groups=(_NEXT_OR_END,),
)

WAIT = ObjectKind(
    "Wait",
    "a Wait state",
    *_COMMON,
    *_NEXT,
    *_INPUT_OUTPUT,
    _ASSIGN,
    F("Seconds", INTEGER, minimum=0, maximum=MAX_SECONDS, expression=True),
    F("Timestamp", TIMESTAMP, expression=True),
    F("SecondsPath", REFERENCE_PATH, language=JSONPATH, reads=EFFECTIVE_INPUT),
    F("TimestampPath", REFERENCE_PATH, language=JSONPATH, reads=EFFECTIVE_INPUT),
    groups=(
        _NEXT_OR_END,
        Group("Seconds", "Timestamp", "SecondsPath", "TimestampPath", required=True),
    ),
)

CHOICE = ObjectKind(
    "Choice",
    "a Choice state",
    *_COMMON,
    *_INPUT_OUTPUT,
    _ASSIGN,
    F("Choices", ARRAY, required=True, non_empty=True, of="ChoiceRule"),
    F("Default", NAME),
)

SUCCEED = ObjectKind("Succeed", "a Succeed state", *_COMMON, *_INPUT_OUTPUT)

FAIL = ObjectKind(
    "Fail",
    "a Fail state",
    *_COMMON,
    F("Error", TEXT, expression=True),
    F("Cause", TEXT, expression=True),
    F("ErrorPath", PATH_OR_INTRINSIC, language=JSONPATH, reads=RAW_INPUT),
    F("CausePath", PATH_OR_INTRINSIC, language=JSONPATH, reads=RAW_INPUT),
    groups=(_either("Error"), _either("Cause")),
)

STATES = {
    kind.name: kind for kind in (TASK, PARALLEL, MAP, PASS, WAIT, CHOICE, SUCCEED, FAIL)
}  # fmt: skip
"""The state types, by the value of `Type`."""

# --- choice rules ---------------------------------------------------------------------------------

_ORDERINGS = ("Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals")


def _operators() -> tuple[Field, ...]:
    fields = []
    for family, value in (("String", TEXT), ("Numeric", NUMBER), ("Timestamp", TIMESTAMP)):
        for ordering in _ORDERINGS:
            fields.append(F(family + ordering, value, language=JSONPATH))
            fields.append(
                F(
                    family + ordering + "Path",
                    REFERENCE_PATH,
                    language=JSONPATH,
                    reads=EFFECTIVE_INPUT,
                )
            )
    fields.append(F("BooleanEquals", BOOLEAN, language=JSONPATH))
    fields.append(F("BooleanEqualsPath", REFERENCE_PATH, language=JSONPATH, reads=EFFECTIVE_INPUT))
    fields.append(F("StringMatches", TEXT, language=JSONPATH))
    tests = ("Null", "Present", "Numeric", "String", "Boolean", "Timestamp")
    return (*fields, *(F("Is" + test, BOOLEAN, language=JSONPATH) for test in tests))


_OPERATORS = _operators()
OPERATORS = tuple(field.name for field in _OPERATORS)
"""The 39 comparison operators of the JSONPath form."""
STRING_OPERATORS = tuple(field.name for field in _OPERATORS if field.value == TEXT)
"""Those that compare with a text."""

_TESTS = (
    _COMMENT,
    F("And", ARRAY, language=JSONPATH, non_empty=True, of="NestedChoiceRule"),
    F("Or", ARRAY, language=JSONPATH, non_empty=True, of="NestedChoiceRule"),
    F("Not", OBJECT, language=JSONPATH, of="NestedChoiceRule"),
    F("Variable", REFERENCE_PATH, language=JSONPATH, reads=EFFECTIVE_INPUT),
    F("Condition", BOOLEAN, language=JSONATA, expression=True),
    *_OPERATORS,
)
_TEST_GROUPS = (
    Group("And", "Or", "Not", "Variable", "Condition", required=True),
    Group(*OPERATORS, required=True, needs="Variable"),
)

CHOICE_RULE = ObjectKind(
    "ChoiceRule",
    "a choice rule",
    *_TESTS,
    F("Next", NAME, required=True),
    _ASSIGN,
    F("Output", ANY, language=JSONATA, expression=True, makes=OUTPUT),
    groups=_TEST_GROUPS,
)

NESTED_CHOICE_RULE = ObjectKind(
    "NestedChoiceRule", "a choice rule inside of another", *_TESTS, groups=_TEST_GROUPS
)

# --- error handling -------------------------------------------------------------------------------

RETRIER = ObjectKind(
    "Retrier",
    "a retrier",
    F("ErrorEquals", ARRAY, required=True, non_empty=True, of="string"),
    F("IntervalSeconds", INTEGER, minimum=0, maximum=MAX_SECONDS),
    F("MaxAttempts", INTEGER, minimum=0, maximum=MAX_SECONDS),
    F("BackoffRate", NUMBER, minimum=1),
    F("MaxDelaySeconds", INTEGER, minimum=1, maximum=31_622_400),
    F("JitterStrategy", TEXT, values=("NONE", "FULL")),
    _COMMENT,
)

CATCHER = ObjectKind(
    "Catcher",
    "a catcher",
    F("ErrorEquals", ARRAY, required=True, non_empty=True, of="string"),
    F("Next", NAME, required=True),
    F(
        "ResultPath", NULLABLE_REFERENCE_PATH, language=JSONPATH,
        reads=ERROR_OUTPUT, makes=COMBINED,
    ),
    F("Output", ANY, language=JSONATA, expression=True, makes=OUTPUT),
    F("Assign", VARIABLES, reads=ERROR_OUTPUT),
    _COMMENT,
)  # fmt: skip

# --- parts of a Task and of a Map -----------------------------------------------------------------

CREDENTIALS = ObjectKind(
    "Credentials",
    '"Credentials"',
    F("RoleArn", TEXT, expression=True),
    F("RoleArn.$", PATH_OR_INTRINSIC, language=JSONPATH, reads=EFFECTIVE_INPUT),
    groups=(Group("RoleArn", "RoleArn.$", required=True),),
)

PROCESSOR_CONFIG = ObjectKind(
    "ProcessorConfig",
    '"ProcessorConfig"',
    F("Mode", TEXT, values=("INLINE", "DISTRIBUTED")),
    F("ExecutionType", TEXT, values=("STANDARD", "EXPRESS")),
    conditions=(
        Condition("Mode", "DISTRIBUTED", requires=("ExecutionType",)),
        Condition("Mode", "INLINE", forbids=("ExecutionType",)),
    ),
)

ITEM_READER = ObjectKind(
    "ItemReader",
    '"ItemReader"',
    F("Resource", RESOURCE, required=True, pattern=_S3 + "(getObject|listObjectsV2)"),
    _PARAMETERS,
    _ARGUMENTS,
    F("ReaderConfig", OBJECT, of="ReaderConfig"),
)  # fmt: skip

READER_CONFIG = ObjectKind(
    "ReaderConfig",
    '"ReaderConfig"',
    F("InputType", TEXT, known=("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST")),
    F("Transformation", TEXT, known=("NONE", "LOAD_AND_FLATTEN")),
    F("ManifestType", TEXT, known=("ATHENA_DATA", "S3_INVENTORY")),
    F("CSVHeaderLocation", TEXT, values=("FIRST_ROW", "GIVEN")),
    F("CSVHeaders", ARRAY, of="string"),
    F("CSVDelimiter", TEXT, known=("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")),
    F("ItemsPointer", TEXT),
    F("MaxItems", INTEGER, minimum=0, maximum=100_000_000, expression=True),
    F("MaxItemsPath", REFERENCE_PATH, language=JSONPATH, reads=EFFECTIVE_INPUT),
    groups=(_either("MaxItems"),),
    conditions=(
        Condition("InputType", "CSV", requires=("CSVHeaderLocation",)),
        Condition("InputType", "JSON", forbids=("CSVHeaderLocation",)),
        Condition("CSVHeaderLocation", "GIVEN", requires=("CSVHeaders",)),
    ),
)

ITEM_BATCHER = ObjectKind(
    "ItemBatcher",
    '"ItemBatcher"',
    F("BatchInput", TEMPLATE, expression=True, reads=EFFECTIVE_INPUT),
    *_or_path("MaxItemsPerBatch"),
    *_or_path("MaxInputBytesPerBatch", maximum=262_144),
    groups=(_either("MaxItemsPerBatch"), _either("MaxInputBytesPerBatch")),
)

RESULT_WRITER = ObjectKind(
    "ResultWriter",
    '"ResultWriter"',
    F("Resource", RESOURCE, pattern=_S3 + "putObject"),
    _PARAMETERS,
    _ARGUMENTS,
    F("WriterConfig", OBJECT, of="WriterConfig"),
)

WRITER_CONFIG = ObjectKind(
    "WriterConfig",
    '"WriterConfig"',
    F("Transformation", TEXT, known=("NONE", "COMPACT", "FLATTEN")),
    F("OutputType", TEXT, known=("JSON", "JSONL")),
)

# --- machines -------------------------------------------------------------------------------------

STATE_MACHINE = ObjectKind(
    "StateMachine",
    "a state machine",
    *_MACHINE,
    F("QueryLanguage", TEXT, values=QUERY_LANGUAGES),
    F("Version", TEXT, values=("1.0",)),
    F("TimeoutSeconds", INTEGER, minimum=0, maximum=MAX_SECONDS),
)

BRANCH = ObjectKind("Branch", "a branch", *_MACHINE)

ITEM_PROCESSOR = ObjectKind(
    "ItemProcessor",
    "an item processor",
    *_MACHINE,
    F("ProcessorConfig", OBJECT, of="ProcessorConfig"),
)

KINDS = {
    kind.name: kind
    for kind in (
        STATE_MACHINE, BRANCH, ITEM_PROCESSOR, *STATES.values(), CHOICE_RULE, NESTED_CHOICE_RULE,
        RETRIER, CATCHER, CREDENTIALS, PROCESSOR_CONFIG, ITEM_READER, READER_CONFIG, ITEM_BATCHER,
        RESULT_WRITER, WRITER_CONFIG,
    )
}  # fmt: skip
"""Every kind of object, by its name."""

DISTRIBUTED_ONLY = (
    "ItemReader", "ItemBatcher", "ResultWriter", "Label", "ToleratedFailureCount",
    "ToleratedFailureCountPath", "ToleratedFailurePercentage", "ToleratedFailurePercentagePath",
)  # fmt: skip
"""Map fields that only have an effect when the item processor's mode is DISTRIBUTED."""

NUMBER_PATHS = (
    "MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath",
    "MaxItemsPath", "MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath",
)  # fmt: skip
"""Path fields of a Map that read a number; measured: AWS refuses the context object in them."""

TERMINAL_TYPES = ("Succeed", "Fail")


def homes_of(field: str) -> list[ObjectKind]:
    """The kinds of object that take a field of this name, states first."""
    kinds = [*STATES.values(), *(kind for kind in KINDS.values() if kind.name not in STATES)]
    return [kind for kind in kinds if field in kind.fields]
