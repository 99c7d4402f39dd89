"""The staff pages: what came from the web, matched by people and turned into enrolments."""

from vettrak_api.web.staff.site import StaffSite

__all__ = ["StaffSite"]
