"""An open server that behaves like the VETtrak .asmx SOAP API."""

from importlib.metadata import PackageNotFoundError, version

from vettrak_api import spyne_shim

# Before any module of this package can import Spyne.
spyne_shim.install()

try:
    __version__ = version("vettrak-api")
except PackageNotFoundError:  # the source folder, not installed
    __version__ = "0+unknown"

__all__ = ["__version__"]
