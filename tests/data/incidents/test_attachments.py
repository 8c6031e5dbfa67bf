"""Files: told by their content, freed of what is hidden in them, refused with a reason, never written to a disk."""

import io
import struct
import zlib

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from data.errors import FileRefused
from data.incidents import attachments, cleaning
from data.incidents.attachments import Sent, clean, shown_name, taken

SECRET = b"SecretPlace"
pillow_heif.register_heif_opener()


def photo(kind: str = "JPEG") -> bytes:
    """A picture 40 × 20, to be shown turned, with where it was taken and by what."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture = Image.new("RGB", (40, 20), "red")
    picture.save(
        out, kind, exif=exif.tobytes() if kind == "HEIF" else exif, **({"comment": SECRET} if kind == "JPEG" else {})
    )
    return out.getvalue()


def pdf(**more) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Author"] = SECRET.decode()
    made.attachments["x.txt"] = SECRET
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('SecretPlace')")
    made.pages[0].obj["/Annots"] = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Contents="SecretPlace")])
    with made.open_metadata() as meta:
        meta["dc:title"] = SECRET.decode()
    out = io.BytesIO()
    made.save(out, compress_streams=False, **more)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 × 60,000."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/jpeg"), ("HEIF", "image/jpeg")],
)
def test_a_picture_keeps_what_is_seen_and_nothing_else(kind, media_type):
    content = photo(kind)
    made = clean("x.jpg", content)
    assert made.media_type == media_type
    shown = Image.open(io.BytesIO(made.content))
    assert shown.size == (20, 40) if kind != "HEIF" else shown.size in {(20, 40), (40, 20)}
    assert shown.getpixel((5, 5))[0] > 240
    assert not shown.getexif()
    assert SECRET not in made.content


def test_a_pdf_keeps_its_pages_and_nothing_else():
    content = pdf()
    assert SECRET in content
    made = clean("x.pdf", content)
    assert made.media_type == "application/pdf"
    assert not [hidden for hidden in (SECRET, b"JavaScript", b"EmbeddedFile", b"OpenAction") if hidden in made.content]
    with pikepdf.open(io.BytesIO(made.content)) as opened:
        assert len(opened.pages) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"), (b"MZ\0\0", "kind"), (b"\xff\xd8\xffnonsense", "damaged"), (bomb(), "huge"),
        (b"\0\0\0\x20ftypisom....", "recording"), (b"ID3\x04", "recording"), (b"%PDF-1.7 nonsense", "damaged"),
        (photo()[:200], "damaged"), (b"RIFF....WAVE", "recording"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(content, why):
    with pytest.raises(FileRefused) as refused:
        clean("name.png", content)
    assert refused.value.parameters == {"why": why, "name": "name.png"}


def test_a_locked_pdf_is_refused():
    with pytest.raises(FileRefused) as refused:
        clean("x.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b")))
    assert refused.value.parameters["why"] == "locked"


def test_text_of_old_programs_becomes_utf_8():
    word = "\u0433\u0443\u0440\u0442\u043e\u0436\u0438\u0442\u043e\u043a"
    assert clean("a.txt", word.encode("cp1251")).content.decode() == word


def test_a_name_is_shown_and_never_a_path():
    names = {
        "../../etc/passwd": "passwd",
        "C:\\x\\photo.jpg": "photo.jpg",
        "\u202egpj.exe": "gpj.exe",
        "": "?",
        "a" * 200: "a" * 80,
    }
    assert {name: shown_name(name) for name in names} == names
    assert clean("photo.png", photo()).name == "photo.png.jpg"


def test_what_does_not_fit_never_costs_the_others():
    files = [Sent("a", b"text"), Sent("b", b"MZ\0"), Sent("c", None), *(Sent(f"d{n}", b"text") for n in range(4))]
    kept, refused = taken(files)
    assert [one.name for one in kept] == ["a.txt", "d0.txt", "d1.txt"]
    assert [(one.parameters["name"], one.parameters["why"]) for one in refused] == [
        ("b", "kind"), ("c", "together"), ("d2", "many"), ("d3", "many"),
    ]  # fmt: skip


def test_when_too_many_are_worked_on_a_file_waits_its_turn_and_then_goes(monkeypatch):
    monkeypatch.setattr(attachments, "WAIT", 0.01)
    with attachments._turn("a"), attachments._turn("b"), pytest.raises(FileRefused) as refused:
        clean("c", b"text")
    assert refused.value.parameters["why"] == "busy"
    assert clean("c", b"text").name == "c.txt"


def test_the_process_that_cleans_may_write_no_file():
    assert "RLIMIT_FSIZE, (0, 0)" in attachments.PROGRAM.read_text(encoding="utf-8")
    assert set(cleaning.REFUSALS.values()) == {"kind", "huge", "damaged", "locked", "recording"}
