"""What all sites of pages for people share: routes, visits, log-in, forms, headers, errors, templates and style.

A site is a `PageSite` (application.py) on a `Runtime`; its pages are functions under `Pages.page` (pages.py). Nothing
in here knows what any site is about. The blocks of `templates/base.html`, the macros and the components of the one
stylesheet are told by docs/look.md.
"""
