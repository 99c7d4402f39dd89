"""Files that pages are drawn with: styles, scripts, pictures."""

from importlib.resources import files

from flask import Request, Response


def file_answer(request: Request, package: str, name: str, mimetype: str) -> Response:
    """Answer with a file of a package's folder `static`; a browser that has this very file gets 304 and no body."""
    body = files(package).joinpath("static", name).read_bytes()
    response = Response(body, mimetype=mimetype, headers={"Cache-Control": "no-cache"})
    response.add_etag()
    response.make_conditional(request)
    return response
