"""A Windows Server that is not there: what the planner asks of it, and what the scripts would do to it.

Programs are understood as far as plans use them; a command line that none of them would take ends the test.
"""

import copy
import re
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from vettrak_api.hosting.iis.configuration import Configuration
from vettrak_api.hosting.iis.machine import Interpreter

PYTHON = r"C:\Program Files\Python313\python.exe"
NEW_PYTHON = Interpreter((3, 13), True, True, r"C:\Program Files\Python313")


class Failed(Exception):
    """A program has ended with an exit code that a plan does not accept."""


@dataclass
class WindowsServer:
    """IIS with its first site, Python for all users, Microsoft's ODBC driver, and nothing of ours."""

    files: dict = field(default_factory=lambda: {PYTHON: ""})
    sites: dict = field(
        default_factory=lambda: {"Default Web Site": {"*:80:": {"/": ["DefaultAppPool", r"C:\inetpub"]}}}
    )
    pools: dict = field(default_factory=lambda: {"DefaultAppPool": {}})
    fastcgi: dict = field(default_factory=dict)
    modules: set = field(default_factory=lambda: {"FastCgiModule", "httpPlatformHandler", "RewriteModule"})
    said: dict = field(default_factory=dict)
    variables: set = field(default_factory=set)
    passes_on: bool = False
    sources: dict = field(default_factory=dict)
    drivers: list = field(default_factory=lambda: ["ODBC Driver 18 for SQL Server"])
    services: dict = field(default_factory=dict)
    rights: dict = field(default_factory=dict)
    room: int = 10**10
    taken_ports: set = field(default_factory=set)
    closed_folders: set = field(default_factory=set)
    python: Interpreter = NEW_PYTHON
    answers: bool = True
    said_yes: bool = True
    programs: list = field(default_factory=list)
    """Everything that was run, in order."""

    is_real = True
    system = r"C:\Windows\System32"

    def __post_init__(self):
        self.modules |= {"ApplicationRequestRouting", "ApplicationInitializationModule"}

    # What the planner asks

    def configuration(self):
        pools = "".join(_pool(name, settings) for name, settings in self.pools.items())
        sites = "".join(_site(name, *entry) for name, site in self.sites.items() for entry in site.items())
        entries = "".join(f"<application {_attributes(limits)}/>" for limits in self.fastcgi.values())
        modules = "".join(f"<add name={quoteattr(name)}/>" for name in sorted(self.modules))
        said = "".join(_location(place, section, mode) for (place, section), mode in self.said.items())
        allowed = "".join(f"<add name={quoteattr(name)}/>" for name in self.variables)
        rewriting = f"<rewrite><allowedServerVariables>{allowed}</allowedServerVariables></rewrite>"
        proxy = f'<proxy enabled="{str(self.passes_on).lower()}"/>'
        return Configuration(
            f"<configuration><system.applicationHost><applicationPools>{pools}</applicationPools><sites>{sites}</sites>"
            f"</system.applicationHost><system.webServer><fastCgi>{entries}</fastCgi>{proxy}{rewriting}"
            f"<globalModules>{modules}</globalModules></system.webServer>{said}</configuration>"
        )

    def exists(self, path):
        return any(path == there or there.startswith(f"{path}\\") for there in self.files)

    def read(self, path):
        return self.files.get(path)

    def is_writable(self, folder):
        return not any(folder.startswith(closed) for closed in self.closed_folders)

    def free_bytes(self, folder):
        return self.room

    def is_free(self, port):
        return port not in self.taken_ports

    def interpreter(self, path):
        return self.python if path in self.files else None

    def odbc_drivers(self):
        return self.drivers

    def odbc_sources(self):
        return list(self.sources)

    def has_service(self, name):
        return name in self.services

    # What the scripts do

    def state(self):
        """Everything that an installation may change, to compare."""
        left = {key: value for key, value in vars(self).items() if key not in {"programs", "answers", "said_yes", "do"}}
        return copy.deepcopy(left)

    def execute(self, plan):
        """Do as steps.ps1 does; tell whether all of it worked."""
        taken = []
        for step in plan.steps:
            try:
                self.do(step.action)
            except Failed:
                for action in (*step.undo_of_half, *taken):
                    self.do(action)
                return False
            taken[:0] = step.undo
        return True

    def do(self, action):
        getattr(self, f"_{action.kind.replace('-', '_')}")(action)

    def _folder(self, action):
        self.files.setdefault(f"{action.path}\\.", "")

    def _file(self, action):
        assert self.exists(action.path.rpartition("\\")[0]), f"there is no folder for {action.path}"
        self.files[action.path] = action.text

    def _copy(self, action):
        assert self.exists(action.path.rpartition("\\")[0]), f"there is no folder for {action.path}"
        self.files[action.path] = self.files[action.source]

    def _remove(self, action):
        for path in [path for path in self.files if path == action.path or path.startswith(f"{action.path}\\")]:
            del self.files[path]
        for path, who in list(self.rights):
            if path == action.path or path.startswith(f"{action.path}\\"):
                del self.rights[path, who]

    def _odbc(self, action):
        self.sources[action.name] = action.properties

    def _no_odbc(self, action):
        del self.sources[action.name]

    def _ask(self, action):
        if not self.said_yes:
            raise Failed(action.text)

    def _visit(self, action):
        if not self.answers:
            raise Failed(action.path)

    def _run(self, action):
        self.programs.append((action.program, *action.arguments))
        name = action.program.rpartition("\\")[2].lower().removesuffix(".exe")
        known = {"appcmd": self._appcmd, "icacls": self._icacls, "python": self._python, "sc": self._sc}
        if name == "dism":
            self.modules.add({"IIS-CGI": "FastCgiModule"}.get(action.arguments[2].partition(":")[2], "Other"))
        elif name == "vettrak-api":
            assert action.program in self.files
            if action.arguments[0] == "db":
                assert action.environment["VETTRAK_CONFIG"] in self.files
        elif name in known:
            known[name](*action.arguments)
        else:
            self._winsw(action.program, *action.arguments)

    def _python(self, _module, tool, *arguments):
        if tool == "venv":
            *_, path = arguments
            self.files[f"{path}\\Scripts\\python.exe"] = ""
        else:
            path = re.fullmatch(r"(.*)\\Scripts\\python\.exe", self.programs[-1][0])[1]
            assert f"{path}\\Scripts\\python.exe" in self.files
            self.files[f"{path}\\Scripts\\vettrak-api.exe"] = arguments[-1]

    def _icacls(self, path, how, *arguments):
        assert self.exists(path), f"icacls knows no {path}"
        if how == "/grant":
            who, _, what = arguments[0].partition(":")
            kind, _, name = who.partition("\\")
            there = self.pools if kind == "IIS AppPool" else self.services
            assert name in there, f"Windows knows no {who} yet"
            self.rights[path, who] = what
        elif how == "/remove:g":
            self.rights.pop((path, arguments[0]), None)
        else:
            assert how == "/inheritance:r"

    def _sc(self, verb, name, *arguments):
        assert (verb, arguments[0], arguments[2]) == ("config", "obj=", "password=")
        self.services[name] = arguments[1]

    def _winsw(self, program, verb):
        name = program.rpartition("\\")[2].removesuffix(".exe")
        assert {program, program.replace(".exe", ".xml")} <= set(self.files)
        if verb == "install":
            self.services[name] = "LocalSystem"
        elif verb == "uninstall":
            del self.services[name]
        else:
            assert verb in {"restart", "stop"}

    def _appcmd(self, verb, kind, *arguments):
        named = dict(
            re.fullmatch(r"[-/]([\w.]+):(.*)", word).groups() for word in arguments if re.match(r"[-/][\w.]+:", word)
        )
        if kind == "config":
            self._config(verb, arguments, named)
        elif kind == "apppool":
            self._pool(verb, arguments, named)
        elif kind == "site":
            self._site_command(verb, named)
        else:
            self._application(verb, named)

    def _pool(self, verb, arguments, named):
        if verb == "add":
            assert named["name"] not in self.pools
            self.pools[named["name"]] = {key: value for key, value in named.items() if key != "name"}
            return
        name = named["apppool.name"]
        assert name in self.pools, f"there is no pool {name}"
        if verb == "delete":
            del self.pools[name]
        elif verb == "set":
            self.pools[name] |= {key: value for key, value in named.items() if key != "apppool.name"}
            if arguments[-1].startswith("/+"):
                setting, value = re.fullmatch(r"/\+([\w.]+)\.\[value='([\d:]+)'\]", arguments[-1]).groups()
                self.pools[name][f"{setting}.add.value"] = value
        else:
            assert verb == "recycle"

    def _site_command(self, verb, named):
        if verb == "add":
            where = named["bindings"].removeprefix("http/")
            self.sites[named["name"]] = {where: {"/": ["DefaultAppPool", named["physicalPath"]]}}
        else:
            assert verb == "delete"
            del self.sites[named["site.name"]]

    def _application(self, verb, named):
        if verb == "add":
            (applications,) = self.sites[named["site.name"]].values()
            assert named["path"] not in applications
            applications[named["path"]] = [named["applicationPool"], named["physicalPath"]]
            return
        site, slash, rest = named["app.name"].partition("/")
        (applications,) = self.sites[site].values()
        if verb == "delete":
            del applications[slash + rest]
        elif "applicationPool" in named:
            applications[slash + rest][0] = named["applicationPool"]
        else:
            told = ["preloaded"] if named["preloadEnabled"] == "true" else []
            applications[slash + rest][2:] = told

    def _config(self, verb, arguments, named):
        section = named["section"]
        place = next((word for word in arguments if word[0] not in "-/"), "")
        element = next((word for word in arguments if word.startswith(("/+[", "/-["))), "")
        if section == "system.webServer/fastCgi":
            if not element:
                for word in arguments:
                    changed = re.match(r"/\[fullPath='([^']*)',arguments='([^']*)'\]\.(\w+):(.*)", word)
                    if changed:
                        self.fastcgi[changed[1], changed[2]][changed[3]] = changed[4]
                return
            entry = tuple(re.match(r"/[+-]\[fullPath='([^']*)',arguments='([^']*)'", element).groups())
            if element[1] == "+":
                self.fastcgi[entry] = dict(re.findall(r"(\w+)='([^']*)'", element))
            else:
                del self.fastcgi[entry]
        elif section == "system.webServer/proxy":
            self.passes_on = named["enabled"] == "true"
        elif section == "system.webServer/rewrite/allowedServerVariables":
            name = re.search(r"\[name='([^']*)'\]", element)[1]
            (self.variables.add if element[1] == "+" else self.variables.remove)(name)
        elif verb == "clear":
            del self.said[place, section]
        else:
            assert verb in {"unlock", "set"}
            self.said[place, section] = "Allow" if verb == "unlock" else ""


def _truth(value):
    return "true" if value else "false"


def _attributes(values):
    return " ".join(f"{name}={quoteattr(value)}" for name, value in values.items())


def _pool(name, settings):
    """Write a pool: settings such as processModel.idleTimeout are attributes of elements in it."""
    inside, own = {}, {"name": name}
    for setting, value in settings.items():
        folder, _, attribute = setting.rpartition(".")
        (inside.setdefault(folder, {}) if folder else own)[attribute] = value
    written = "".join(
        "".join(f"<{part}>" for part in parents)
        + f"<{last} {_attributes(values)}/>"
        + "".join(f"</{part}>" for part in reversed(parents))
        for folder, values in inside.items()
        for *parents, last in [folder.split(".")]
    )
    return f"<add {_attributes(own)}>{written}</add>"


def _site(name, binding, applications):
    inside = "".join(
        f"<application {_attributes({'path': path, 'applicationPool': pool, 'preloadEnabled': _truth(more)})}>"
        f'<virtualDirectory path="/" physicalPath={quoteattr(folder)}/></application>'
        for path, (pool, folder, *more) in applications.items()
    )
    listening = f'<bindings><binding protocol="http" bindingInformation={quoteattr(binding)}/></bindings>'
    return f"<site name={quoteattr(name)}>{listening}{inside}</site>"


def _location(place, section, mode):
    opened = "".join(f"<{name}>" for name in section.split("/"))
    closed = "".join(f"</{name}>" for name in reversed(section.split("/")))
    override = f' overrideMode="{mode}"' if mode else ""
    return f"<location path={quoteattr(place)}{override}>{opened}{closed}</location>"
