"""Steps on IIS itself: modules, pool, site, virtual directory, and what only applicationHost.config may say."""

from collections.abc import Iterator

from vettrak_api.hosting.iis.actions import VISIT, Action, Step, run
from vettrak_api.hosting.iis.configuration import Binding, Configuration
from vettrak_api.hosting.iis.machine import Machine
from vettrak_api.hosting.iis.texts import FASTCGI, values
from vettrak_api.hosting.iis.wishes import PLATFORM, SERVICE, WFASTCGI, Refusal, Wishes

HANDLERS, ANONYMOUS = "system.webServer/handlers", "system.webServer/security/authentication/anonymousAuthentication"
SCHEME = "HTTP_X_FORWARDED_PROTO"
USUAL_POOL = "DefaultAppPool"
LOCAL = "localhost"
SCHEDULE, RECYCLED_AT = "recycling.periodicRestart.schedule", "03:30:00"
NO_DOT_NET = ("/managedRuntimeVersion:", "/enable32BitAppOnWin64:false")
POOL = {
    "startMode": "AlwaysRunning",
    "processModel.idleTimeout": "00:00:00",
    "recycling.periodicRestart.time": "00:00:00",
}
"""What a pool is told beside: never idle, and no restart in the middle of a day after 29 hours."""

RESTART_NEEDED = 3010
"""Exit code of Windows's feature installer: done, and complete after the next restart."""

MISSING = {
    PLATFORM: (
        ("httpplatformhandler",),
        "HttpPlatformHandler is not installed. Get it from https://www.iis.net/downloads/microsoft/httpplatformhandler",
    ),
    SERVICE: (
        ("rewritemodule", "applicationrequestrouting"),
        "URL Rewrite and Application Request Routing are not installed. Get both from https://www.iis.net/downloads",
    ),
}


def location(wishes: Wishes) -> str:
    """Name the application as IIS's configuration does."""
    return f"{wishes.site}{wishes.directory}"


def appcmd(machine: Machine, *arguments: str) -> Action:
    """Run IIS's own program."""
    return run(f"{machine.system}\\inetsrv\\appcmd.exe", *arguments)


def require_modules(wishes: Wishes, iis: Configuration) -> None:
    """Raise Refusal when a module is missing that Windows does not bring along."""
    names, advice = MISSING.get(wishes.way, ((), ""))
    if not iis.modules().issuperset(names):
        raise Refusal(f"{advice}, install it, and start again.")


def features(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Add the parts of IIS that Windows brings along."""
    wanted = {"applicationinitializationmodule": "IIS-ApplicationInit"}
    if wishes.way == WFASTCGI:
        wanted["fastcgimodule"] = "IIS-CGI"
    for module, feature in wanted.items():
        if module not in iis.modules():
            arguments = ("/Online", "/Enable-Feature", f"/FeatureName:{feature}", "/All", "/NoRestart", "/Quiet")
            action = run(f"{machine.system}\\dism.exe", *arguments, accepts=(0, RESTART_NEEDED))
            yield Step(f"Add {feature} to Windows; it stays when the rest is taken back", action)


def pool(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Make the application pool, without .NET, or put right what somebody has changed."""
    told = [f"/{name}:{value}" for name, value in POOL.items() if iis.pool_says(wishes.pool, name) != value]
    named = f"/apppool.name:{wishes.pool}"
    if wishes.pool not in iis.pool_names():
        undo = (appcmd(machine, "delete", "apppool", named),)
        added = appcmd(machine, "add", "apppool", f"/name:{wishes.pool}", *NO_DOT_NET, *told)
        yield Step(f"Make the application pool {wishes.pool}", added, undo)
    elif told:
        yield Step(f"Set the application pool {wishes.pool} right", appcmd(machine, "set", "apppool", named, *told))
    if iis.pool_says(wishes.pool, f"{SCHEDULE}.add.value") != RECYCLED_AT:
        action = appcmd(machine, "set", "apppool", named, f"/+{SCHEDULE}.[value='{RECYCLED_AT}']")
        yield Step(f"Restart the pool every night at {RECYCLED_AT[:5]}", action)


def fastcgi(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Let IIS start the Python of a version by FastCGI."""
    told = values(wishes)
    entry = (told["interpreter"], told["bridge"])
    if wishes.way != WFASTCGI:
        return
    limits = {"maxInstances": told["processes"], **FASTCGI}
    name = f"fullPath='{entry[0]}',arguments='{entry[1]}'"
    section = ("set", "config", "-section:system.webServer/fastCgi")
    present = iis.fastcgi().get(entry)
    if present is not None:
        other = [f"/[{name}].{limit}:{value}" for limit, value in limits.items() if present.get(limit) != value]
        if other:
            yield Step("Set the limits of FastCGI right", appcmd(machine, *section, *other, "/commit:apphost"))
        return
    listed = ",".join(f"{limit}='{value}'" for limit, value in limits.items())
    added = appcmd(machine, *section, f"/+[{name},{listed}]", "/commit:apphost")
    undo = (appcmd(machine, *section, f"/-[{name}]", "/commit:apphost"),)
    yield Step(f"Let IIS start the Python of version {wishes.version} by FastCGI", added, undo)


def routing(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Let IIS pass requests on to the Windows service."""
    if wishes.way != SERVICE:
        return
    if not iis.may_pass_on():
        proxy = ("set", "config", "-section:system.webServer/proxy")
        given = ("/enabled:true", "/preserveHostHeader:true", "/timeout:00:05:00", "/commit:apphost")
        undo = (appcmd(machine, *proxy, "/enabled:false", "/commit:apphost"),)
        yield Step("Let Application Request Routing pass requests on", appcmd(machine, *proxy, *given), undo)
    if SCHEME not in iis.allowed_variables():
        section = ("set", "config", location(wishes), "-section:system.webServer/rewrite/allowedServerVariables")
        added = appcmd(machine, *section, f"/+[name='{SCHEME}']", "/commit:apphost")
        undo = (appcmd(machine, *section, f"/-[name='{SCHEME}']", "/commit:apphost"),)
        yield Step("Let rules tell whether a client came by HTTPS", added, undo)


def site(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Make the site if it is missing; raises Refusal when it can not be made."""
    if any(wishes.site.lower() == name.lower() for name in iis.site_names()):
        return
    if not wishes.port:
        known = ", ".join(iis.site_names()) or "none"
        raise Refusal(f"There is no web site {wishes.site!r} (there are: {known}). Name one by --site, or add --port.")
    for name in iis.site_names():
        for binding in iis.bindings(name):
            if (binding.port, binding.host.lower()) == (wishes.port, wishes.host_name.lower()):
                raise Refusal(
                    f"The web site {name!r} has port {wishes.port} already. Choose another --port or --host-name."
                )
    shared = any(binding.port == wishes.port for name in iis.site_names() for binding in iis.bindings(name))
    if not shared and not machine.is_free(wishes.port):
        raise Refusal(f"Another program listens at port {wishes.port}. End it, or choose another --port.")
    listening = f"/bindings:http/*:{wishes.port}:{wishes.host_name}"
    folder = f"{wishes.home_folder}\\root" if wishes.directory else values(wishes)["site_folder"]
    added = appcmd(machine, "add", "site", f"/name:{wishes.site}", listening, f"/physicalPath:{folder}")
    undo = (appcmd(machine, "delete", "site", f"/site.name:{wishes.site}"),)
    yield Step(f"Make the web site {wishes.site} at port {wishes.port}", added, undo)


def application(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Make the virtual directory an application of ours."""
    place, folder = location(wishes), values(wishes)["site_folder"]
    named = f"/app.name:{place}" if wishes.directory else f"/app.name:{place}/"
    present = next((each for each in iis.applications() if _is_at(each.site, each.path, wishes)), None)
    root_exists = present is not None or (not wishes.directory and wishes.site not in iis.site_names())
    if not root_exists:
        added = appcmd(
            machine,
            *("add", "app", f"/site.name:{wishes.site}", f"/path:{wishes.path}"),
            *(f"/physicalPath:{folder}", f"/applicationPool:{wishes.pool}"),
        )
        undo = (appcmd(machine, "delete", "app", named),)
        yield Step(f"Make the virtual directory {wishes.path} of {wishes.site}", added, undo)
    elif present is None or present.pool != wishes.pool:
        # A site has its root from the beginning.
        given = appcmd(machine, "set", "app", named, f"/applicationPool:{wishes.pool}")
        before = present.pool if present is not None else USUAL_POOL
        undo = (appcmd(machine, "set", "app", named, f"/applicationPool:{before}"),)
        yield Step(f"Give {place} to the pool {wishes.pool}", given, undo)
    if present is None or not present.is_preloaded:
        back = (appcmd(machine, "set", "app", named, "/preloadEnabled:false"),) if present is not None else ()
        yield Step(f"Start {place} with the pool", appcmd(machine, "set", "app", named, "/preloadEnabled:true"), back)


def openings(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Let our web.config name its handlers, and let callers in, who log in to us and not to Windows."""
    place = location(wishes)
    if not iis.is_unlocked(place, HANDLERS):
        action = appcmd(machine, "unlock", "config", place, f"-section:{HANDLERS}", "-commit:apphost")
        undo = (appcmd(machine, "clear", "config", place, f"-section:{HANDLERS}", "-commit:apphost"),)
        yield Step(f"Let the web.config of {place} name its handlers", action, undo)
    if iis.says_for(place, ANONYMOUS) is None:
        section = f"-section:{ANONYMOUS}"
        action = appcmd(machine, "set", "config", place, section, "/enabled:true", "/userName:", "/commit:apphost")
        undo = (appcmd(machine, "clear", "config", place, section, "-commit:apphost"),)
        yield Step(f"Let callers of {place} in without a Windows log-in, as the pool's identity", action, undo)


def restarted(wishes: Wishes, machine: Machine) -> Step:
    """Start the pool anew, with what its web.config says now."""
    action = appcmd(machine, "recycle", "apppool", f"/apppool.name:{wishes.pool}")
    return Step(f"Restart the pool {wishes.pool}", action, again=True)


def visited(wishes: Wishes, iis: Configuration) -> Iterator[Step]:
    """Fetch a page of the server, where the site can be reached without a certificate."""
    bindings = [binding for binding in iis.bindings(wishes.site) if binding.protocol == "http"]
    if not bindings and wishes.port:
        bindings = [Binding("http", "*", wishes.port, wishes.host_name)]
    for binding in bindings[:1]:
        # By the address, since a name may lead to another computer, such as a load balancer.
        address = LOCAL if binding.address == "*" else binding.address
        url = f"http://{address}:{binding.port}{wishes.directory}/VT_API.asmx"
        # 403 is IIS's word for a site that wants HTTPS.
        action = Action(VISIT, path=url, name=binding.host or LOCAL, accepts=(200, 403))
        yield Step(f"See whether {url} answers", action, again=True)


def place_removed(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Remove the virtual directory, or the site if its root lies in our folder, and what was said for it alone."""
    place, folder = location(wishes), values(wishes)["site_folder"].lower()
    for section in (HANDLERS, ANONYMOUS):
        if iis.says_for(place, section) is not None:
            cleared = appcmd(machine, "clear", "config", place, f"-section:{section}", "-commit:apphost")
            yield Step(f"Forget what was said for {place} alone ({section.rpartition('/')[2]})", cleared)
    home = f"{wishes.home_folder}\\".lower()
    roots = [each for each in iis.applications() if each.path == "/" and each.site.lower() == wishes.site.lower()]
    if any(root.folder.lower().startswith(home) for root in roots):
        deleted = appcmd(machine, "delete", "site", f"/site.name:{wishes.site}")
        yield Step(f"Remove the web site {wishes.site}", deleted)
    elif any(each.folder.lower() == folder for each in iis.applications()):
        named = f"/app.name:{place}" if wishes.directory else f"/app.name:{place}/"
        yield Step(f"Remove the virtual directory {wishes.path}", appcmd(machine, "delete", "app", named))


def fastcgi_removed(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Let IIS start none of our versions any more."""
    versions = f"{wishes.home_folder}\\versions\\".lower()
    for program, bridge in iis.fastcgi():
        if program.lower().startswith(versions):
            entry = f"/-[fullPath='{program}',arguments='{bridge}']"
            action = appcmd(machine, "set", "config", "-section:system.webServer/fastCgi", entry, "/commit:apphost")
            yield Step(f"Let IIS start {program} no more", action)


def pool_removed(wishes: Wishes, machine: Machine, iis: Configuration) -> Iterator[Step]:
    """Remove the application pool."""
    if wishes.pool in iis.pool_names():
        action = appcmd(machine, "delete", "apppool", f"/apppool.name:{wishes.pool}")
        yield Step(f"Remove the application pool {wishes.pool}", action)


def _is_at(site_name: str, path: str, wishes: Wishes) -> bool:
    return site_name.lower() == wishes.site.lower() and path.rstrip("/").lower() == wishes.directory.lower()
