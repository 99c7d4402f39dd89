"""The files of deploy/iis: web.config by what IIS knows, scripts by PowerShell's grammar, the planner by itself."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_powershell
from lxml import etree

from tests.support.iis_sections import FASTCGI_LIMITS, problems
from vettrak_api.hosting import webservers
from vettrak_api.hosting.iis import actions, texts
from vettrak_api.hosting.iis.files import planner, write_files
from vettrak_api.hosting.iis.plans import LATER
from vettrak_api.hosting.iis.wishes import BODY_LIMIT, OPTIONS, PLATFORM, SERVICE, WFASTCGI, Wishes, read_wishes
from vettrak_api.settings import Settings

ROOT = Path(__file__).parents[4]
DEPLOYED = ROOT / "deploy" / "iis"
WITHOUT_WINDOWS = frozenset({"guide-linux.md", "guide-cluster.md"})
GUIDES = [
    *(page for page in sorted((ROOT / "docs").glob("guide-*.md")) if page.name not in WITHOUT_WINDOWS),
    ROOT / "README.md",
]
PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))


def config(way, **named):
    return etree.fromstring(texts.web_config(Wishes(way=way, version="0.1.0", **named)).encode())


WAYS = pytest.mark.parametrize("way", [WFASTCGI, PLATFORM, SERVICE])


class TestAWebConfig:
    @WAYS
    def test_holds_only_what_iis_knows(self, way):
        assert problems(config(way)) == []

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('<httpErrors existingResponse="Pass"/>', "httpErrors: existingResponse=Pass"),
            ('<httpErrors existing="Auto"/>', "httpErrors: existing"),
            ('<fastCgi><application fullPath="x" idleTimeout="5"/></fastCgi>', "fastCgi is for applicationHost.config"),
            ("<handler/>", "handler"),
            ('<handlers><add name="a" path="*"/></handlers>', "handlers/add lacks verb"),
            ('<httpPlatform processPath="x" startupTimeLimit="4000"/>', "startupTimeLimit=4000"),
            ('<httpPlatform processPath="x" requestTimeout="00:00:30"/>', "requestTimeout=00:00:30"),
            ("<rewrite><rules><rule name='a'><action type='Write'/></rule></rules></rewrite>", "type=Write"),
        ],
    )
    def test_with_anything_else_would_be_found_out(self, text, said):
        (found,) = problems(
            etree.fromstring(f"<configuration><system.webServer>{text}</system.webServer></configuration>")
        )
        assert said in found

    @WAYS
    def test_passes_faults_through_and_takes_everything_from_everybody(self, way):
        server = config(way).find("system.webServer")
        assert server.find("httpErrors").attrib == {"existingResponse": "PassThrough"}
        first, *others = [entry for entry in server.find("handlers") if isinstance(entry.tag, str)]
        assert first.tag == "clear"
        assert [(entry.get("path"), entry.get("verb"), entry.get("resourceType")) for entry in others] == [
            ("*", "*", "Unspecified")
        ]

    @WAYS
    def test_lets_the_server_itself_answer_what_is_too_long(self, way):
        limits = config(way, body_limit=1_000_000).find(".//requestLimits")
        assert limits.get("maxAllowedContentLength") == "4000000"
        assert int(limits.get("maxUrl")) > 3 * 2048
        assert (
            webservers.ROOM_ABOVE_LIMIT,
            Settings.model_fields["body_limit_bytes"].default,
        ) == (texts.ROOM_ABOVE_LIMIT, BODY_LIMIT)

    def test_of_wfastcgi_names_the_program_as_the_plan_registers_it(self):
        (handler,) = config(WFASTCGI).iterfind(".//handlers/add")
        told = texts.values(Wishes(version="0.1.0"))
        assert handler.get("scriptProcessor") == f"{told['interpreter']}|{told['bridge']}"

    def test_s_settings_are_ours(self):
        known = {f"VETTRAK_{name.upper()}" for name in Settings.model_fields} | {"VETTRAK_CONFIG", "VETTRAK_LOG_FILE"}
        for way, path in ((WFASTCGI, ".//appSettings/add"), (PLATFORM, ".//environmentVariable")):
            names = {entry.get("key") or entry.get("name") for entry in config(way).iterfind(path)}
            assert {name for name in names if name.startswith("VETTRAK_")} <= known
            assert "VETTRAK_CONFIG" in names

    def test_may_hold_any_path(self):
        assert "C:\\a&amp;b" in texts.filled("service/service.xml", {**texts.values(Wishes()), "logs": "C:\\a&b"})

    @pytest.mark.parametrize("name", ["wfastcgi/web.config", "httpplatform/web.config", "service/web.config"])
    def test_explains_itself(self, name):
        text = (DEPLOYED / name).read_text(encoding="utf-8")
        assert text.count("<!--") >= 5
        assert "Forwarded headers" in text


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"odbc_source": "vettrak"}, {"database_url": "mssql+pyodbc://vettrak?LongAsMax=yes", "trusted_proxies": []}),
        (
            {"way": PLATFORM, "database": "sqlite", "public_url": "https://api.rto.example/vettrak"},
            {"database_url": "sqlite:///C:/vettrak/data/vettrak.db", "public_url": "https://api.rto.example/vettrak"},
        ),
        (
            {"way": SERVICE, "database_url": "postgresql+psycopg://vettrak@db/vettrak", "body_limit": 8_000_000},
            {"database_url": "postgresql+psycopg://vettrak@db/vettrak", "body_limit_bytes": 8_000_000},
        ),
    ],
    ids=["wfastcgi", "platform", "service"],
)
def test_settings_to_begin_with_can_be_read(named, expected):
    told = tomllib.loads(texts.settings_file(Wishes(**named)))
    assert told == expected
    Settings(**told)


def test_iis_treats_processes_of_wfastcgi_as_its_limits_allow():
    for name, value in texts.FASTCGI.items():
        assert FASTCGI_LIMITS[name](value), name
    assert int(texts.FASTCGI["instanceMaxRequests"]) > 100 * 200


# PowerShell


def faults(script):
    """Return where a script is not PowerShell."""
    waiting, found = [PARSER.parse(script.encode()).root_node], []
    while waiting:
        node = waiting.pop()
        if node.type == "ERROR" or node.is_missing:
            found.append((node.start_point.row + 1, node.text.decode()[:60]))
        waiting += node.children
    return found


@pytest.mark.parametrize("path", sorted(DEPLOYED.glob("*.ps1")), ids=lambda path: path.name)
def test_a_script_is_powershell(path):
    script = path.read_text(encoding="utf-8")
    assert faults(script) == []
    assert script.isascii()


def blocks(path, language):
    """Return the code of a language on a page, each with the language of the block after it."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    following = [name for name, _ in [*found, ("", "")][1:]]
    return [(code, after) for (name, code), after in zip(found, following, strict=True) if name == language]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_every_shell_block_has_its_powershell_beside_it(path):
    lonely = [code for code, after in blocks(path, "sh") if after != "powershell"]
    assert lonely == []
    for code, _ in blocks(path, "powershell"):
        assert faults(code) == []


def test_the_guide_starts_scripts_and_planner_as_they_are():
    code = "".join(code for code, _ in blocks(ROOT / "docs" / "guide-iis.md", "powershell"))
    lines = [line for line in code.splitlines() if re.match(r"\.\\\w+\.ps1|py planner|vettrak-api iis plan", line)]
    assert len(lines) >= 8
    for line in lines:
        words = re.findall(r"'[^']*'|\S+", line)
        if words[0].endswith(".ps1"):
            named = {word[1:] for word in words if word.startswith("-")} - {"WhatIf"}
            as_options = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower() for name in named}
            assert as_options <= parameters(words[0][2:]), line
        else:
            start = words.index("planner.pyz" if "planner.pyz" in words else "plan")
            read_wishes([word.strip("'") for word in words[start + 1 :]], "planner")
    table = re.findall(
        r"^\|[^|]*\| (.*`-.*) \|$", (ROOT / "docs" / "guide-iis.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    named = {name for cell in table for name in re.findall(r"(?<![\w-])-([A-Z]\w+)", cell)}
    assert len(named) > 8
    assert {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower() for name in named} <= parameters("install.ps1")


@pytest.mark.parametrize(
    "script",
    [
        "if ($a { 1 }",
        "foreach ($a of $b) { }",
        'Write-Output "never ended',
        "param([string $a)",
        "$a = @{ b = }",
        "export A=b && ./install.sh | {",
    ],
)
def test_the_grammar_refuses_what_is_no_powershell(script):
    assert faults(script)


def parameters(name):
    """Return the parameters that a script declares, by what the planner calls them."""
    script = (DEPLOYED / name).read_text(encoding="utf-8")
    block = script[script.index("\nparam(") : script.index("\n)\n")]
    declared = re.findall(r"\$(\w+),?$", block, re.MULTILINE)
    return {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", parameter).lower() for parameter in declared}


def test_scripts_take_what_the_planner_takes():
    assert parameters("install.ps1") == set(OPTIONS) - {"backup_taken"}
    assert parameters("upgrade.ps1") == LATER["upgrade"] | {"roll_back"}
    assert parameters("uninstall.ps1") == LATER["uninstall"] | {"python"}


@pytest.mark.parametrize("name", ["install.ps1", "upgrade.ps1", "uninstall.ps1"])
def test_no_parameter_has_a_name_that_powershell_keeps_for_itself(name):
    kept = {
        "args",
        "error",
        "event",
        "home",
        "host",
        "input",
        "matches",
        "myinvocation",
        "pid",
        "profile",
        "pwd",
        "sender",
    }
    assert not parameters(name) & kept


@pytest.mark.parametrize("name", ["install.ps1", "upgrade.ps1", "uninstall.ps1"])
def test_a_script_only_asks_for_a_plan_and_executes_it(name):
    """Whatever else a script would do no plan would tell, and no test would see."""
    script = (DEPLOYED / name).read_text(encoding="utf-8")
    commands = set(re.findall(r"\b[A-Z][a-z]+-[A-Z]\w+", re.sub(r"<#.*?#>|#[^\n]*", "", script, flags=re.DOTALL)))
    assert commands <= {
        "Join-Path",
        "Find-Python",
        "ConvertTo-Option",
        "Add-Package",
        "Get-Plan",
        "Invoke-Plan",
        "Out-Null",
    }
    assert "-WhatIf:$WhatIfPreference" in script


def function(name):
    """Return the text of a function of steps.ps1."""
    script = (DEPLOYED / "steps.ps1").read_text(encoding="utf-8")
    start = script.index(f"function {name} {{")
    return script[start : script.index("\n}\n", start)]


def test_every_kind_of_action_is_known_and_reads_what_the_plan_tells():
    cases = dict(re.findall(r"^ +'([\w-]+)' \{ (.*) \}$", function("Invoke-Action"), re.MULTILINE))
    assert set(cases) == set(actions.MEMBERS)
    helpers = {"run": function("Start-Program"), "visit": function("Test-Page")}
    for kind, code in cases.items():
        read = set(re.findall(r"\$Action\.(\w+)", helpers.get(kind, code)))
        assert read == set(actions.MEMBERS[kind]), kind


def test_nothing_is_done_that_whatif_would_not_hold_back():
    code = function("Invoke-Plan")
    assert code.index("ShouldProcess(") < code.index("Invoke-Action")
    script = (DEPLOYED / "steps.ps1").read_text(encoding="utf-8")
    assert script.count("Invoke-Action -Action") == code.count("Invoke-Action -Action") == 2


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("a", "b c", ""), 'a "b c" ""'),
        (("C:\\with blank\\",), '"C:\\with blank\\\\"'),
        (('say "yes"',), '"say \\"yes\\""'),
        (("/+[name='x',y='z']",), "/+[name='x',y='z']"),
    ],
)
def test_a_command_line_is_split_into_the_same_arguments_again(arguments, line):
    assert actions.command_line(arguments) == line


# The folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("taken") / "along"
    write_files(path, "0.1.0")
    return path


def test_windows_reads_what_is_written(folder):
    for path in filter(Path.is_file, folder.rglob("*")):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf#") == (path.suffix == ".ps1")
        if path.suffix in {".ps1", ".config", ".xml", ".md"}:
            content = path.read_bytes()
            assert content.count(b"\n") == content.count(b"\r\n") > 3


def test_the_planner_is_the_same_bytes_for_the_same_sources(folder):
    assert (folder / "planner.pyz").read_bytes() == planner("0.1.0")


def start(folder, *arguments):
    """Run the planner as the scripts do: with a Python that has nothing installed."""
    command = [sys.executable, "-I", "-S", str(folder / "planner.pyz"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="it would look at this computer")
class TestThePlannerAlone:
    def test_prints_a_plan(self, folder):
        done = start(folder, "install", "--database", "sqlite")
        assert (done.returncode, done.stderr) == (0, "")
        assert "vettrak-api[wfastcgi]==0.1.0" in done.stdout
        assert "This is no Windows" in done.stdout

    def test_prints_json_in_ascii(self, folder):
        done = start(folder, "install", "--database", "sqlite", "--site", "Schüler", "--port", "8080", "--json")
        assert done.stdout.isascii()
        assert "Sch\\u00fcler" in done.stdout

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (("install",), 1, "planner: Say where the database is"),
            (("install", "--database-url", "mssql+pyodbc://u:p@h/d"), 2, "planner: A password on a command line"),
            (("install", "--pool", "a b"), 2, "planner: --pool is to be"),
            (("reinstall",), 2, "planner: Argument action: invalid choice"),
            (("upgrade",), 1, r"planner: Nothing is installed in C:\vettrak"),
        ],
    )
    def test_refuses_in_one_line(self, folder, arguments, code, said):
        done = start(folder, *arguments)
        assert (done.returncode, done.stdout) == (code, "")
        assert done.stderr.startswith(said)
        assert done.stderr.count("\n") == 1
