from asllint.rule import ERROR, Finding, Findings, Fix, Use, rule


@rule(severity=ERROR, since="0.1")
def missing_definition_file(use: Use) -> Findings:
    """A template that refers to a definition file which is not there, or called otherwise."""
    target = use.target
    if target is None or target.problem not in ("missing", "case", "folder"):
        return
    if target.problem == "case":
        message = (
            f'there is no file "{use.reference}", its name is "{target.meant}": letter case counts '
            "where this is built"
        )
    elif target.problem == "folder":
        message = f'"{use.reference}" is a folder: name the file in it'
    else:
        message = f'there is no file "{use.reference}"'
        message += f'; did you mean "{target.meant}"?' if target.meant else ""
    fix = None
    step = use.path_edit(target.meant) if target.meant else None
    if step is not None:
        fix = Fix(f'write "{target.meant}"', [step], safe=target.problem == "case")
    yield Finding(use.place, message, fix=fix)
