from asllint.rule import WARNING, Definition, Expressions, Finding, Findings, Fix, Site, edits, rule

FREE_TEXT = ("Cause", "Error")
CALLABLE = tuple(
    f"States.{name}("
    for name in (
        "Format", "JsonToString", "ArrayGetItem", "Base64Encode", "Base64Decode", "Hash", "UUID",
    )
)  # fmt: skip
"""The intrinsic functions that `CausePath` and `ErrorPath` take."""


@rule(severity=WARNING, since="0.1")
def literal_path(definition: Definition, expressions: Expressions) -> Findings:
    """A path or an intrinsic function in a field where nothing is evaluated."""
    for site in expressions.literal:
        if not expressions.means_value(site.text):
            continue
        if site.field.name == "Result":
            yield from _result(site)
        else:
            remedy, name = _remedy(site)
            message = f'"{site.text}" stays a plain text in "{site.field.name}": {remedy}'
            yield Finding(site.scalar.span, message, fix=_renamed(site, name))


def _remedy(site: Site) -> tuple[str, str | None]:
    """What to say, and the field that evaluates, where there is one."""
    field, fields = site.field.name, site.part.kind.fields
    if field == "ErrorEquals":
        return "error names are written out", None
    other = f"{field}.$" if field == "RoleArn" else f"{field}Path"
    if other not in fields or not site.part.knows(fields[other]):
        if field == "RoleArn":
            return "write the ARN of the role", None
        return "no operator reads a pattern from the input", None
    if site.calls_intrinsic and not _may_call(site):
        return f'write its result into a field before, and the path of that in "{other}"', None
    return f'write it in "{other}"', other


def _may_call(site: Site) -> bool:
    """Does the field that evaluates take this intrinsic function?"""
    if site.field.name == "RoleArn":
        return True
    return site.field.name in FREE_TEXT and site.text.startswith(CALLABLE)


def _renamed(site: Site, name: str | None) -> Fix | None:
    """The same value in another field, if that is not there already."""
    if name is None or name in site.part.node.fields:
        return None
    return Fix(f'write "{name}"', [edits.rename(site.key, name)], safe=False)


def _result(site: Site) -> Findings:
    """A text in the `Result` of a Pass state, which is its output as it stands."""
    if site.may_be_for_others:
        return
    inner = [str(key.value) for key in site.keys[1:]]
    remedy, name = _instead_of_result(site, inner)
    fix, fields = None, site.part.node.fields
    if name is not None and "Parameters" not in fields and "InputPath" not in fields:
        fix = Fix(f'write "{name}"', [edits.rename(site.keys[0], name)], safe=False)
    message = f'"{site.text}" stays a plain text in "Result": write {remedy}'
    yield Finding(site.scalar.span, message, fix=fix)


def _instead_of_result(site: Site, inner: list[str]) -> tuple[str, str | None]:
    """What to write, and the name of the field where that is all that has to change."""
    if inner and inner[-1].endswith(".$"):
        return '"Parameters" in place of "Result"', "Parameters"
    if inner:
        return f'"Parameters" in place of "Result", and the key as "{inner[-1]}.$"', None
    if site.scalar is site.part.node.get("Result") and not site.calls_intrinsic:
        return '"InputPath" in place of "Result"', "InputPath"
    return '"Parameters" in place of "Result", with a key that ends in ".$"', None
