"""A site of pages for people: one Flask application for one server."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, g, request
from flask.ctx import RequestContext
from flask.globals import request_ctx
from werkzeug.exceptions import Forbidden, HTTPException

from vettrak_api.asmx.proxies import Proxies
from vettrak_api.request import NOBODY, current
from vettrak_api.runtime import Runtime, serving
from vettrak_api.web.kit import login
from vettrak_api.web.kit.entrance import Entrance
from vettrak_api.web.kit.errors import log_and_translate, problem_answer
from vettrak_api.web.kit.forms import (
    LARGEST_FORM,
    MOST_FIELDS,
    READING,
    NumberConverter,
    is_from_here,
    is_genuine,
    require_few_fields,
    require_storable,
)
from vettrak_api.web.kit.headers import complete_headers
from vettrak_api.web.kit.kit_pages import kit_pages
from vettrak_api.web.kit.outside import seen_from_outside
from vettrak_api.web.kit.pages import NO_REFERRER, PageRules, Pages
from vettrak_api.web.kit.paths import PATH_SAFE
from vettrak_api.web.kit.rendering import build_templates
from vettrak_api.web.kit.visit import Visit

FROM_ELSEWHERE = "This form was not sent by one of our own pages."


class PageSite(Flask):
    """Answers everything below one address for one server; SCRIPT_NAME says which.

    The first of `pages` is the one whose endpoints templates and pages name without a dot. `package` holds the
    site's templates, `folder` is the segment of the path that leads to the site. `addresses` names the settings that
    hold addresses of the site: forms may come from there.
    Raises ValueError when a page needs a log-in and the site has no entrance, when a page is not declared by
    `Pages.page`, or when the form of a page stands on none.
    """

    def __init__(
        self,
        runtime: Runtime,
        package: str,
        pages: Sequence[Pages],
        *,
        folder: str = "",
        entrance: Entrance | None = None,
        visits: type[Visit] = Visit,
        addresses: Sequence[str] = ("public_url",),
    ) -> None:
        super().__init__(package, static_folder=None)
        self.config.update(
            DEBUG=False,
            MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
            MAX_FORM_PARTS=MOST_FIELDS,
            PROVIDE_AUTOMATIC_OPTIONS=False,
            SECRET_KEY=None,
        )
        self.url_map.strict_slashes = self.url_map.merge_slashes = False
        self.url_map.converters["number"] = NumberConverter
        self._folder = folder
        self._entrance = entrance
        self._visits = visits
        self._main = pages[0].name
        self._templates = build_templates(package)
        self._addresses = addresses
        self._rules: dict[str, PageRules] = {}
        for each in (*pages, kit_pages, *((login.pages,) if entrance else ())):
            self.register_blueprint(each)
            self._rules |= each.rules
        _require_sound(self.view_functions, self._rules, entrance)
        self.before_request(self._admit)
        self.after_request(self._finish)
        self.register_error_handler(HTTPException, problem_answer)
        self.register_error_handler(Exception, problem_answer)
        self.use(runtime)

    def use(self, runtime: Runtime) -> None:
        """Answer from this server from now on."""
        self.runtime = runtime
        self._proxies = Proxies(runtime.settings.trusted_proxies, runtime.settings.forwarded_headers)

    def addresses_of_pages(self) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Yield of each page that is for reading its endpoint, its address below the site's, and what that leaves open.

        Whoever looks at all pages that there are, such as a test, asks here: `/records/<number:number>`, {"number"}.
        """
        for rule in self.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and not self._rules[rule.endpoint].for_programs:
                yield rule.endpoint, rule.rule, frozenset(rule.arguments)

    def wsgi_app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        return super().wsgi_app(seen_from_outside(environ, self._proxies), start_response)

    def log_exception(self, exc_info: Any) -> None:
        """Log what failed while a problem was answered, like any other fault."""
        log_and_translate(exc_info[1])

    def _admit(self) -> Response | None:
        """Begin a visit; return the answer to whoever may not see the page, None when the page may answer.

        Raises Forbidden for those who have not the page's right and for a form that none of our own pages sent,
        RequestEntityTooLarge for one that is too large,
        BadRequest for a character that no database stores, and what `Schema.require` raises.
        """
        g.visit = visit = self._visit()
        rules = self._rules.get(request.endpoint or "")
        current().ask(request.endpoint or NOBODY)
        if rules is None:
            return None  # nothing is at this address, as dispatching tells
        is_form = request.method not in READING
        if is_form:
            self._require_own_form(visit, rules)
        require_storable(visit.request)
        if rules.needs_database:
            visit.runtime.schema.require()
        if rules.is_open:
            return None
        why = login.recognise(visit)
        current().ask(request.endpoint or NOBODY, visit.caller.identifier if visit.caller else NOBODY)
        if why is not None:
            return login.ask_to_log_in(visit, why, rules.seen_at)
        if is_form and not is_genuine(visit.request, visit.token):
            raise Forbidden(login.TOO_OLD)
        if rules.right is None or rules.right.admits(visit.visitor):
            return None
        if request.path == "/":
            return visit.go(visit.home)  # the site begins elsewhere for them
        raise Forbidden(rules.right.refusal)

    def _visit(self) -> Visit:
        context: RequestContext = request_ctx._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
        urls = context.url_adapter or self.url_map.bind("localhost", script_name=context.request.script_root)
        # Addresses begin with it as it is, and a virtual directory may hold blanks and question marks.
        urls.script_name = quote(urls.script_name, safe=PATH_SAFE)
        runtime = serving(self.runtime)
        return self._visits(runtime, context.request, urls, self._templates, self._main, self._folder, self._entrance)

    def _require_own_form(self, visit: Visit, rules: PageRules) -> None:
        form = visit.request
        form.max_content_length = rules.largest_form
        told = (getattr(visit.runtime.settings, name) for name in self._addresses)
        hosts = {urlsplit(address).netloc for address in told} - {""}
        if not is_from_here(form, hosts, is_anonymous=rules.referrer == NO_REFERRER):
            raise Forbidden(FROM_ELSEWHERE)
        require_few_fields(form)

    def _finish(self, response: Response) -> Response:
        rules = self._rules.get(request.endpoint or "", PageRules())
        response.headers.setdefault("Referrer-Policy", rules.referrer)
        complete_headers(response.headers)
        return response


def _require_sound(views: Iterable[str], rules: Mapping[str, PageRules], entrance: Entrance | None) -> None:
    """Raise ValueError when what pages say of themselves does not hold together."""
    views = set(views)
    for endpoint in views | set(rules):
        rule = rules.get(endpoint)
        if rule is None:
            raise ValueError(f"{endpoint} is not declared by Pages.page")
        if not rule.is_open and entrance is None:
            raise ValueError(f"{endpoint} needs a log-in, and the site has no entrance")
        if rule.seen_at and rule.seen_at not in views:
            raise ValueError(f"the form of {endpoint} stands at {rule.seen_at}, which is no page")
