"""The list of the pages of set-up: who may see them stands here alone."""

from vettrak_api.web.kit.pages import Pages
from vettrak_api.web.staff.visit import PACKAGE, SETUP

setup_pages = Pages("setup", PACKAGE, SETUP)
