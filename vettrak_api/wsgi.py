"""The entry for WSGI servers and IIS: `vettrak_api.wsgi:application`, set up from VETTRAK_* variables.

It logs and does the background work as `vettrak-api serve` does (`vettrak_api.hosting.webservers.wsgi_application`).
"""

from vettrak_api.hosting.webservers import wsgi_application

application = wsgi_application()
