"""The codes with which AWS answers about a definition, and what is known of each.

Sources: the API reference of Step Functions, `ValidateStateMachineDefinitionDiagnostic` (which
names most of the codes, and says that texts may change while `result` is stable), and answers
recorded from AWS for the others. As of 2026-11.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    "INVALID_JSON_DESCRIPTION": ("AWS refuses a text that is no JSON, and looks at nothing else."),
    "MISSING_DESCRIPTION": (
        "AWS refuses a call without a definition. A definition that exists does not get this code."
    ),
    "SCHEMA_VALIDATION_FAILED": (
        "AWS refuses an object that does not have the fields, types or values of the "
        "language. Most refusals have this code; only the message tells them apart."
    ),
    "INVALID_RESOURCE": (
        'AWS documents this code for the "Resource" of a Task. In all recorded answers a '
        "resource that it does not know has the code SCHEMA_VALIDATION_FAILED instead."
    ),
    "MISSING_END_STATE": (
        "AWS refuses a machine that has no state with which it could end, and then says "
        "nothing of states that nothing leads to."
    ),
    "MISSING_TRANSITION_TARGET": (
        "AWS refuses a transition to a state that does not exist, and a state that no "
        "transition leads to."
    ),
    "DUPLICATE_STATE_NAME": ("AWS refuses two states of one name, in different branches, too."),
    "INVALID_STATE_NAME": ("AWS refuses the name of a state that is longer than 80 characters."),
    "DUPLICATE_LABEL_NAME": ('AWS refuses two Map states with one "Label".'),
    "INVALID_LABEL_NAME": (
        'AWS refuses the "Label" of a Map state that is longer than 40 characters, or has '
        "characters that it does not allow there."
    ),
    "STATE_MACHINE_NAME_EMPTY": (
        "AWS refuses to create a state machine without a name. The name is no part of the "
        "definition."
    ),
    "STATE_MACHINE_NAME_INVALID": (
        "AWS refuses to create a state machine whose name has characters that it does not "
        "allow. The name is no part of the definition."
    ),
    "STATE_MACHINE_NAME_TOO_LONG": (
        "AWS refuses to create a state machine whose name is longer than 80 characters. The "
        "name is no part of the definition."
    ),
    "STATE_MACHINE_NAME_ALREADY_EXISTS": (
        "AWS refuses to create a state machine of a name that another one in the account "
        "and region has. The name is no part of the definition."
    ),
    "TOO_DEEPLY_NESTED": (
        "AWS refuses a definition whose objects stand too deep in each other. Where the "
        "limit is it does not say, and no recorded answer shows it."
    ),
    "INVALID_JSONATA_EXPRESSION": (
        "AWS refuses a JSONata expression that can not be read. The code is not documented; "
        "it is recorded."
    ),
    "UNSUPPORTED_JSONATA_EXPRESSION": (
        "AWS refuses a JSONata expression that reads what there is not: a name at the top "
        "level, `$$`, or a field that `$states` does not have. The code is not documented; "
        "it is recorded."
    ),
    "RESERVED_VARIABLE_NAME": (
        "AWS refuses to assign to the variable `states`. The code is not documented; it is "
        "recorded."
    ),
    "INVALID_VARIABLE_NAME": (
        "AWS refuses the name of a variable with characters that it does not allow. The "
        "code is not documented; it is recorded."
    ),
    "DUPLICATE_VARIABLE_NAME": (
        "AWS refuses to assign a variable in a branch or a Map that is assigned around it. "
        "That it refuses is recorded; the code is reported by others."
    ),
    "NO_DOLLAR": (
        "A warning: a value looks like a path or an intrinsic function, and its key has no "
        '".$" at the end. AWS accepts the definition.'
    ),
    "NO_PATH": (
        "A warning that AWS documents by its name alone; no recorded answer shows when it "
        "is given. AWS accepts the definition."
    ),
    "PASS_RESULT_IS_STATIC": (
        'A warning: the "Result" of a Pass state is a constant, and a path or a key that '
        'ends in ".$" in it stays a text. AWS accepts the definition.'
    ),
    "POSSIBLY_UNDEFINED_VARIABLE": (
        "A warning: there is a way to the state on which the variable is not assigned. AWS "
        "accepts the definition. The code is not documented; it is reported by others."
    ),
}
"""By code: what AWS refuses, or warns of, with it."""
