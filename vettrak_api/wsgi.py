"""The entry for WSGI servers and IIS: `vettrak_api.wsgi:application`, set up from VETTRAK_* variables."""

from vettrak_api.app import build_site

application = build_site()
