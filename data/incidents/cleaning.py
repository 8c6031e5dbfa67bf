"""A process of its own that makes one attached file safe: bytes in on stdin, `type\\n` and clean bytes out on stdout.

Run as a script, without an environment and within limits, because those who parse foreign files get hurt: pictures are
decoded and encoded anew, PDFs lose everything but what is on their pages. Nothing is ever written to a disk. The exit
status says why a file is refused (`REFUSALS`).
"""

import io
import resource
import sys
from collections.abc import Callable
from typing import Any, NoReturn

LARGEST_IN = 20 * 1024 * 1024
MEMORY, SECONDS = 1536 * 1024 * 1024, 20
PIXELS = 50_000_000
REFUSALS = {3: "kind", 4: "huge", 5: "damaged", 6: "locked", 7: "recording"}
KIND, HUGE, DAMAGED, LOCKED, RECORDING = REFUSALS
PHOTO_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
RECORDINGS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"#!AMR")
HIDDEN_IN_ROOT = ("/Metadata", "/OpenAction", "/AA", "/AcroForm", "/Collection", "/PieceInfo", "/Names", "/AF", "/URI")
HIDDEN_ON_PAGE = ("/Metadata", "/AA", "/PieceInfo", "/AF", "/LastModified", "/Thumb")


class Refused(Exception):
    """The file is not taken; the status says why."""

    def __init__(self, status: int) -> None:
        self.status = status


def kind_of(content: bytes) -> str:
    """The media type by the first bytes. Raises Refused where it is none that is taken."""
    if content[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if content[:4] == b"RIFF":
        return "image/webp" if content[8:12] == b"WEBP" else _refuse(RECORDING)
    if content[4:8] == b"ftyp":
        return "image/heic" if content[8:12] in PHOTO_BRANDS else _refuse(RECORDING)
    if content[:5] == b"%PDF-":
        return "application/pdf"
    if content.startswith(RECORDINGS):
        return _refuse(RECORDING)
    return "text/plain"


def picture(content: bytes, media_type: str) -> tuple[str, bytes]:
    """The picture as it is seen, turned upright, and nothing else: no place, no date, no camera."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # told by `Refused` below, before anything is decoded
    if media_type == "image/heic":
        import pillow_heif

        pillow_heif.register_heif_opener()
    formats = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
    with Image.open(io.BytesIO(content), formats=(formats[media_type],)) as opened:
        if opened.width * opened.height > PIXELS:
            _refuse(HUGE)
        upright = ImageOps.exif_transpose(opened)
        clear = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
        seen = upright.convert("RGBA" if clear and media_type != "image/jpeg" else "RGB")
    bare = Image.frombytes(seen.mode, seen.size, seen.tobytes())
    wanted = "PNG" if bare.mode == "RGBA" or media_type == "image/png" else "JPEG"
    out = io.BytesIO()
    bare.save(out, wanted, **({"quality": 88, "optimize": True} if wanted == "JPEG" else {}))
    return ("image/png" if wanted == "PNG" else "image/jpeg"), out.getvalue()


def document(content: bytes, _media_type: str) -> tuple[str, bytes]:
    """The pages without author, history, scripts, forms and files inside."""
    import pikepdf

    try:
        opened = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        return _refuse(LOCKED)
    with opened as pdf:
        if pdf.is_encrypted:
            _refuse(LOCKED)
        _strip(pdf.Root, HIDDEN_IN_ROOT)
        for page in pdf.pages:
            _strip(page.obj, (*HIDDEN_ON_PAGE, "/Annots"))
        for thing in pdf.objects:
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                _strip(thing, ("/Metadata", "/PieceInfo", "/JS", "/EF"))
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        pdf.remove_unreferenced_resources()
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return "application/pdf", out.getvalue()


def text(content: bytes, _media_type: str) -> tuple[str, bytes]:
    """Plain text as UTF-8. Refused where it is none: a nul is in no text."""
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "cp1251"):
        try:
            read = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(letter < " " and letter not in "\t\r\n\f" for letter in read) and read.strip():
            return "text/plain", read.encode()
    return _refuse(KIND)


MAKERS: dict[str, Callable[[bytes, str], tuple[str, bytes]]] = {"application/pdf": document, "text/plain": text}


def main() -> int:
    """Clean what comes on stdin; 0, or a status of REFUSALS."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read(LARGEST_IN + 1)
    if len(content) > LARGEST_IN:
        return HUGE
    try:
        media_type = kind_of(content)
        clean = MAKERS.get(media_type, picture)(content, media_type)
    except Refused as refused:
        return refused.status
    except MemoryError:
        return HUGE
    except Exception:  # a parser choked on what it was given
        return DAMAGED
    sys.stdout.buffer.write(clean[0].encode() + b"\n" + clean[1])
    return 0


def _strip(thing: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in thing:
            del thing[name]


def _refuse(status: int) -> NoReturn:
    raise Refused(status)


if __name__ == "__main__":
    sys.exit(main())
