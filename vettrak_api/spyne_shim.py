"""What Spyne 2.14, the last release, needs before it can be imported on Python 3.12 and later.

Spyne carries an old copy of `six` whose import hook uses an interface that Python 3.12 removed, and
reads two header values with `cgi`, which Python 3.13 removed (the `legacy-cgi` distribution brings it
back under the same name). The present `six` is loaded a second time under the name of the old copy:
`six` registers its `moves` submodules below whatever name it is loaded as.
"""

import importlib.util
import operator
import sys
import warnings

VENDORED_SIX = "spyne.util.six"


def install() -> None:
    """Make `import spyne` work; harmless when called again or after Spyne was imported."""
    _silence_import_warnings()
    if VENDORED_SIX not in sys.modules:
        _load_six_as(VENDORED_SIX)


def _load_six_as(name: str) -> None:
    original = importlib.util.find_spec("six")
    if original is None or original.origin is None:
        raise ImportError("Spyne needs the distribution six; install vettrak-api with its dependencies.")
    specification = importlib.util.spec_from_file_location(name, original.origin)
    if specification is None or specification.loader is None:
        raise ImportError(f"The module six can not be loaded from {original.origin}.")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    # Spyne's copy has this one addition.
    vars(module)["get_function_name"] = operator.attrgetter("__name__")


def _silence_import_warnings() -> None:
    """Spyne is pinned and unmaintained: what it warns of is known and nobody who runs us can act on it."""
    # A warning of the compiler names the file on some Python versions and the module on others.
    from_spyne = r"(.*[/\\])?spyne[./\\]"
    warnings.filterwarnings("ignore", category=SyntaxWarning, module=from_spyne)
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=from_spyne)
    warnings.filterwarnings("ignore", message="'cgi' is deprecated", category=DeprecationWarning)
