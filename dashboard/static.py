"""Files for the browser: hashed names, compressed once, kept by the browser for ever."""

import gzip
import json
import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request

from dashboard import vendor

ASSETS = Path(__file__).parent / "assets"
ADDRESS = "/static"
FOREVER = "public, max-age=31536000, immutable"
STYLES = ("bootstrap.min.css", "bootstrap-icons.min.css", "wght.css")
SCRIPTS = ("plotly-cartesian.min.js",)


@dataclass(frozen=True)
class Static:
    """One file under its hashed name, with its compressed twins where they are smaller."""

    content: bytes
    mimetype: str
    twins: Mapping[str, bytes]

    def response(self, accepted: Iterable[str]) -> Response:
        """The file in the first encoding the browser takes, br before gzip."""
        coding = next((name for name in ("br", "gzip") if name in self.twins and name in accepted), None)
        answer = Response(self.twins[coding] if coding else self.content, mimetype=self.mimetype)
        if coding:
            answer.headers["Content-Encoding"] = coding
        answer.headers["Vary"] = "Accept-Encoding"
        answer.headers["Cache-Control"] = FOREVER
        return answer


@dataclass(frozen=True)
class Files:
    """All files: plain name → hashed name, hashed name → file; and which of our own the page must load, in order."""

    names: Mapping[str, str]
    files: Mapping[str, Static]
    styles: tuple[str, ...]
    scripts: tuple[str, ...]

    def url(self, name: str) -> str:
        """The address of the file called `name` before hashing."""
        return f"{ADDRESS}/{self.names[name]}"

    def icon_tag(self) -> str:
        """The mark in the browser's tab."""
        known = "favicon.svg" in self.names
        return f'<link rel="icon" type="image/svg+xml" href="{self.url("favicon.svg")}">' if known else ""

    def named_tag(self, key: str, name: str) -> str:
        """The address of a script that a page fetches only when it needs it, under a name our own scripts know."""
        return f'<meta name="{key}" content="{self.url(name)}">' if name in self.names else ""

    def style_tags(self) -> str:
        """Style sheets, others' first, then ours."""
        return "".join(f'<link rel="stylesheet" href="{self.url(name)}">' for name in self.styles)

    def script_tags(self) -> str:
        """Scripts that must have run before Dash starts: with `window.Plotly` there it never asks for its own."""
        return "".join(f'<script src="{self.url(name)}"></script>' for name in self.scripts)


def read_files(generated: Mapping[str, bytes], assets: Path = ASSETS) -> Files:
    """The vendored files and our own from `assets`, and `generated` scripts (name → content) that load before ours.

    Those in `assets`/light are served too, but only light pages load them.
    """
    names, files = _vendored(assets / "vendor")
    own = {
        path.name: path.read_bytes() for path in sorted(assets.glob("*.*")) if path.suffix in {".css", ".js", ".svg"}
    }
    light = {path.name: path.read_bytes() for path in sorted((assets / "light").glob("*.*"))}
    for name, content in {**generated, **own, **light}.items():
        linked = vendor.relinked(content.decode(), names).encode() if name.endswith(".css") else content
        names[name] = vendor.hashed_name(name, linked)
        files[names[name]] = Static(linked, _mimetype(name), _compressed(linked))
    styles = (*(name for name in STYLES if name in names), *(name for name in own if name.endswith(".css")))
    own_scripts = (name for name in (*generated, *own) if name.endswith(".js"))
    return Files(names, files, styles, (*(name for name in SCRIPTS if name in names), *own_scripts))


def serve_files(server: Flask, files: Files) -> None:
    """Answer `/static/<hashed name>`."""

    @server.get(f"{ADDRESS}/<name>")
    def static_file(name: str) -> Response:
        found = files.files.get(name)
        return found.response(tuple(request.accept_encodings.values())) if found else abort(404)


def _vendored(folder: Path) -> tuple[dict[str, str], dict[str, Static]]:
    manifest = folder / vendor.MANIFEST
    names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))["files"] if manifest.is_file() else {}
    files = {}
    for name in names.values():
        twins = {coding: folder / f"{name}.{ending}" for coding, ending in (("br", "br"), ("gzip", "gz"))}
        present = {coding: path.read_bytes() for coding, path in twins.items() if path.is_file()}
        files[name] = Static((folder / name).read_bytes(), _mimetype(name), present)
    return names, files


def _compressed(content: bytes) -> dict[str, bytes]:
    return {"br": brotli.compress(content, quality=9), "gzip": gzip.compress(content, 6, mtime=0)}


def _mimetype(name: str) -> str:
    return "font/woff2" if name.endswith(".woff2") else mimetypes.guess_type(name)[0] or "application/octet-stream"
