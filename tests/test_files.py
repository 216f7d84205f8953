"""Which files a path stands for, and how their bytes become text."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asllint.source.text import Span
from asllint.workspace.files import MAX_BYTES, MAX_PATTERN, FilesError, decode, find, read
from asllint.workspace.settings import Settings, nearest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*names: str, text: str = "{}") -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(*paths: str, settings: Settings | None = None) -> list[str]:
    """The paths that `find` gives, with slashes on every system."""
    fixed = settings or Settings()
    return [path.replace(os.sep, "/") for path, _ in find(paths, lambda _: fixed)]


def complaint(*paths: str) -> str:
    with pytest.raises(FilesError) as error:
        found(*paths)
    return str(error.value)


# Which files


def test_a_folder_is_searched_in_the_order_of_names() -> None:
    write("b.asl.json", "a/z.yaml", "a/b/y.YML", "c/x.json", "readme.md", "a/main.py")
    assert found(".") == ["a/b/y.YML", "a/z.yaml", "b.asl.json", "c/x.json"]


def test_paths_begin_as_they_were_written(folder: Path) -> None:
    write("src/order.asl.json", "lib/x.json")
    assert found(".") == found("./") == ["lib/x.json", "src/order.asl.json"]
    assert found("src") == found("src/") == ["src/order.asl.json"]
    assert found("./src") == ["./src/order.asl.json"]
    assert found("src/../lib") == ["src/../lib/x.json"]
    assert found("./src/order.asl.json") == ["./src/order.asl.json"]
    assert found(str(folder / "src")) == [(folder / "src" / "order.asl.json").as_posix()]


def test_paths_come_in_the_order_they_were_written() -> None:
    write("a/x.json", "b/x.json")
    assert found("b", "a") == ["b/x.json", "a/x.json"]


def test_a_named_file_is_taken_whatever_its_name() -> None:
    write(".gitignore", text="*.txt\n")
    write("machine.txt", "node_modules/x.json")
    excluding = Settings(exclude=["*"])
    assert found("machine.txt", "node_modules/x.json", settings=excluding) == [
        "machine.txt",
        "node_modules/x.json",
    ]


def test_each_file_comes_once_and_named_wins() -> None:
    write("src/a.json", "src/b.json")
    files = list(find(["src", "./src/b.json", "src", "src/b.json"], lambda _: Settings()))
    assert files == [(os.path.join("src", "a.json"), False), (os.path.join("src", "b.json"), True)]


def test_folders_that_hold_nobodys_own_files_are_skipped() -> None:
    write("node_modules/x.json", "a/.venv/x.json", ".aws-sam/build/template.yaml", ".git/x.json")
    write(".github/workflows/ci.yml", ".hidden.json", "venv.json")
    assert found(".") == [".github/workflows/ci.yml", ".hidden.json", "venv.json"]
    assert found("node_modules") == ["node_modules/x.json"]


def test_all_endings_of_definitions_and_templates_are_found() -> None:
    write("a.asl", "b.asl.jsonc", "c.jsonc", "d.asl.yml", "e.tofu", "f.template", "serverless.ts")
    write("g.json5", "h.txt", "handler.ts")
    assert found(".") == [
        "a.asl", "b.asl.jsonc", "c.jsonc", "d.asl.yml", "e.tofu", "f.template", "serverless.ts",
    ]  # fmt: skip


def test_what_does_not_exist_or_is_unreadable(folder: Path) -> None:
    write("file.json")
    (folder / "gone.json").symlink_to("nowhere")
    assert complaint("nope") == 'no such file or folder: "nope"'
    assert complaint("file.json/x.json") == 'no such file or folder: "file.json/x.json"'
    assert complaint("gone.json") == 'no such file or folder: "gone.json"'
    assert complaint("x" * 5000).endswith('xx": file name too long')


def test_what_may_not_be_read(folder: Path) -> None:
    write("secret.json", "closed/x.json", "open.json")
    (folder / "secret.json").chmod(0)
    (folder / "closed").chmod(0)
    try:
        if os.access("secret.json", os.R_OK):
            pytest.skip("this user may read everything")
        assert complaint("secret.json") == 'cannot read "secret.json": permission denied'
        assert complaint("closed") == 'cannot read "closed": permission denied'
        assert complaint(".") == 'cannot read "closed": permission denied'
    finally:
        (folder / "closed").chmod(0o755)


def test_links_to_files_inside_are_taken_and_links_to_folders_are_not(folder: Path) -> None:
    write("walk/build/out.txt", "walk/real.json", "outside.json")
    (folder / "walk" / "loop").symlink_to(".", target_is_directory=True)
    (folder / "walk" / "a_link.json").symlink_to("real.json")
    (folder / "walk" / "current.json").symlink_to("build/out.txt")
    (folder / "walk" / "latest.json").symlink_to("current.json")
    (folder / "walk" / "other.json").symlink_to("../outside.json")
    (folder / "walk" / "round.json").symlink_to("round.json")
    (folder / "walk" / "gone.json").symlink_to("nowhere.json")
    assert found("walk") == ["walk/current.json", "walk/real.json"]


def test_a_linked_folder_can_be_named(folder: Path) -> None:
    write("real/a.json")
    (folder / "link").symlink_to("real", target_is_directory=True)
    assert found("link") == ["link/a.json"]
    assert found("link", "real") == ["link/a.json"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_pipes_are_not_found_in_folders() -> None:
    os.mkfifo("pipe.json")
    assert found(".") == []
    assert found("pipe.json") == ["pipe.json"]


# What settings say


def test_exclude() -> None:
    write("a.json", "vendor/a.json", "src/vendor/a.json", "src/old/a.json", "src/old/keep.json")
    settings = Settings(exclude=["/vendor/", "src/old/*", "!keep.json"])
    assert found(".", settings=settings) == ["a.json", "src/old/keep.json", "src/vendor/a.json"]
    assert found("src", settings=settings) == ["src/old/keep.json", "src/vendor/a.json"]
    assert found("vendor", settings=settings) == ["vendor/a.json"], "it was named"


def test_include() -> None:
    write("a.json", "b.asl.json", "machines/c.json", "machines/d.asl", "machines/e.md")
    settings = Settings(include=["*.asl.json", "machines/", "!*.md"])
    assert found(".", settings=settings) == ["b.asl.json", "machines/c.json", "machines/d.asl"]
    assert found("machines", settings=settings) == ["machines/c.json", "machines/d.asl"]
    assert found(".", settings=Settings(include=[])) == []


def test_each_folder_goes_by_its_nearest_settings() -> None:
    write("asllint.toml", text='exclude = ["draft.json"]\n')
    write("sub/asllint.toml", text='exclude = ["old/", "/x.json"]\n')
    write("draft.json", "sub/draft.json", "sub/x.json", "sub/deep/x.json", "sub/old/y.json")
    cache: dict[str, Settings] = {}
    files = [path for path, _ in find(["."], lambda folder: nearest(folder, cache))]
    assert files == [os.path.join("sub", "deep", "x.json"), os.path.join("sub", "draft.json")]


# What git ignores


def test_gitignore_of_every_folder_from_the_root_of_the_repository_on() -> None:
    Path(".git").mkdir()
    write(".gitignore", text="*.tmp.json\n/build/\n!important.tmp.json\n")
    write("app/.gitignore", text="/local.json\n!kept.tmp.json\n")
    write("a.tmp.json", "important.tmp.json", "build/x.json", "app/build/x.json")
    write("app/local.json", "app/kept.tmp.json", "app/sub/local.json", "app/sub/x.tmp.json")
    inside = ["app/build/x.json", "app/kept.tmp.json", "app/sub/local.json"]
    assert found(".") == [*inside, "important.tmp.json"]
    assert found("app") == inside
    assert found("app/sub") == ["app/sub/local.json"], "ignore files above the named folder count"
    assert found("build") == ["build/x.json"], "it was named"


def test_nothing_in_an_ignored_folder_can_be_brought_back() -> None:
    write(".gitignore", text="build/\n!build/keep.json\n")
    write("build/.gitignore", text="!*\n")
    write("build/keep.json")
    assert found(".") == []


def test_everything_ignored_but() -> None:
    write(".gitignore", text="*\n!*/\n!*.asl.json\n")
    write("a.json", "src/b.json", "src/deep/c.asl.json")
    assert found(".") == ["src/deep/c.asl.json"]


def test_excludes_of_the_repository_itself() -> None:
    write(".git/info/exclude", text="# mine\nscratch.json\n")
    write(".gitignore", text="!kept/scratch.json\n")
    write("scratch.json", "a/scratch.json", "kept/scratch.json")
    assert found(".") == ["kept/scratch.json"]


def test_a_repository_within_a_repository_has_its_own_rules() -> None:
    Path(".git").mkdir()
    write(".gitignore", text="*.json\n")
    write("module/.git", text="gitdir: elsewhere\n")
    write("module/.gitignore", text="b.json\n")
    write("x.json", "module/a.json", "module/b.json")
    assert found(".") == ["module/a.json"]
    assert found("module") == ["module/a.json"]


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfa.json\r\n", b"a.json  \n", b"# f\xfcr\na.json", b"\\a.json\n"]
)
def test_an_ignore_file_in_any_shape(folder: Path, data: bytes) -> None:
    (folder / ".gitignore").write_bytes(data)
    write("a.json", "b.json")
    assert found(".") == ["b.json"]


def test_an_ignore_file_is_read_as_far_as_a_person_would_write_it(folder: Path) -> None:
    longest = "a" * MAX_PATTERN
    write("a.json", "b.json", "c.json")
    lines = [f"{longest}a", "a.json", *["# filler"] * 8_000, "b.json"]
    (folder / ".gitignore").write_text("\n".join(lines))
    assert found(".") == ["b.json", "c.json"]


GIT = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(*arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, check=True, env=GIT, capture_output=True, text=True).stdout


def seen_by_git() -> list[str]:
    names = git("ls-files", "-z", "--others", "--cached", "--exclude-standard").split("\0")
    return sorted(name for name in names if name.endswith(".json"))


@needs_git
def test_git_agrees_on_a_tree_with_every_kind_of_pattern() -> None:
    git("init", "-q")
    write(
        ".gitignore",
        text="# a comment\n*.log.json\n/root.json\nbuild/\n/dist/**\n!dist/keep.json\n"
        "docs/**/draft.json\n**/cache\n!src/cache\ntmp?.json\n[xy].json\n\\!odd.json\n"
        "tail.json  \n",
    )
    write("src/.gitignore", text="*\n!*/\n!*.asl.json\n/build/*\n!/build/in.asl.json\n")
    write("docs/.gitignore", text="!a/draft.json\n!/one.log.json\n")
    for place in ("", "src/", "src/build/", "src/cache/", "docs/", "docs/a/", "docs/a/b/", "dist/"):
        write(*(place + name for name in (
            "a.json", "draft.json", "root.json", "one.log.json", "keep.json", "in.asl.json",
            "tmp1.json", "tmp12.json", "x.json", "!odd.json", "tail.json", "cache/c.json",
            "build/b.json", "build/in.asl.json",
        )))  # fmt: skip
    ours = found(".")
    assert len(ours) > 20
    assert sorted(ours) == seen_by_git()


SEGMENTS = (
    "a", "b", "ab", "build", "*", "**", "a*", "?", "*.json", "[ab]", "[!a]", "[a-b].json", "x.*",
    "*b*", "b.json", r"\a",
)  # fmt: skip


def random_pattern(dice: random.Random) -> str:
    pattern = "/".join(dice.choices(SEGMENTS, k=dice.choice((1, 1, 1, 2, 2, 3))))
    negation, anchor, only_folders = (dice.random() < 0.3 for _ in range(3))
    return "!" * negation + "/" * anchor + pattern + "/" * only_folders


def random_tree(dice: random.Random, at: str = "", depth: int = 0) -> None:
    names = ("a.json", "b.json", "ab.json", "x.asl.json")
    write(*(at + name for name in dice.sample(names, dice.randint(0, 4))))
    if depth == 0 or dice.random() < 0.35:
        patterns = [random_pattern(dice) for _ in range(dice.randint(1, 5))]
        write(f"{at}.gitignore", text="\n".join(patterns))
    for name in dice.sample(("a", "b", "ab", "build"), dice.randint(0, 3) if depth < 3 else 0):
        random_tree(dice, f"{at}{name}/", depth + 1)


@needs_git
@pytest.mark.parametrize("seed", range(40))
def test_git_agrees_on_any_tree(seed: int) -> None:
    dice = random.Random(seed)
    git("init", "-q")
    random_tree(dice)
    write(".git/info/exclude", text=random_pattern(dice))
    assert sorted(found(".")) == seen_by_git()


# What bytes mean


def problems_of(data: bytes) -> list[tuple[str, Span, str]]:
    return [(one.kind, one.span, one.message) for one in decode(data)[1]]


def test_utf_8_is_taken_as_it_is() -> None:
    text = '\ufeff{"Comment": "für 😀 \r\n"}'
    assert decode(text.encode()) == (text, [])
    assert decode(b"") == ("", [])


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wider_encodings_are_read_all_the_same(name: str) -> None:
    text = '{"Comment": "für 😀"}'
    family = name[:6].upper()
    told = [("not-utf-8", Span(0, 1), f"the file is {family}: save it as UTF-8")]
    data = ("\ufeff" + text).encode(name)
    assert decode(data)[0] == text
    assert problems_of(data) == told
    if family == "UTF-16":
        assert decode(text.encode(name))[0] == text
        assert problems_of(text.encode(name)) == told


def test_nothing_but_a_mark() -> None:
    assert problems_of(b"\xff\xfe") == [
        ("not-utf-8", Span(0, 0), "the file is UTF-16: save it as UTF-8")
    ]


def test_the_first_byte_that_is_not_utf_8_has_its_place() -> None:
    data = '{"a": "😀'.encode() + 'é", "b": "é"}'.encode("latin-1")
    text, _ = decode(data)
    assert text == '{"a": "😀�", "b": "�"}'
    assert problems_of(data) == [
        ("not-utf-8", Span(8, 9), "byte 0xE9 is not UTF-8: save the file as UTF-8")
    ]
    assert text[8] == "�"


@given(st.binary(max_size=60))
def test_any_bytes_decode(data: bytes) -> None:
    text, problems = decode(data)
    assert len(problems) <= 1
    for problem in problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
    if not problems:
        assert text.encode() == data


# Reading


def test_reading_a_file(folder: Path) -> None:
    (folder / "a.json").write_bytes(b'{"a": "\xe9"}')
    text, problems = read("a.json")
    assert text == '{"a": "�"}'
    assert [problem.kind for problem in problems] == ["not-utf-8"]
    with pytest.raises(FileNotFoundError):
        read("none.json")


def too_large(path: str) -> list[tuple[str, Span, str]]:
    text, problems = read(path)
    assert text == ""
    return [(problem.kind, problem.span, problem.message) for problem in problems]


def test_a_huge_file_is_not_read(folder: Path) -> None:
    with (folder / "huge.json").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert too_large("huge.json") == [
        (
            "definition-size",
            Span(0, 0),
            "the file is 50 MB, and a definition may have at most 1 MB: nothing in it was read",
        )
    ]


def test_the_largest_file_that_is_read(folder: Path) -> None:
    (folder / "large.json").write_bytes(b" " * MAX_BYTES)
    text, problems = read("large.json")
    assert len(text) == MAX_BYTES
    assert problems == []


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no endless file here")
def test_a_file_without_an_end() -> None:
    assert too_large("/dev/zero") == [
        (
            "definition-size",
            Span(0, 0),
            "the file is more than 16 MB, and a definition may have at most 1 MB: "
            "nothing in it was read",
        )
    ]
