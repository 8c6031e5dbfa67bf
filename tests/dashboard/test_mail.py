"""Mail: says nothing but a number, is encrypted where told to be, and arrives whatever the server does."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select, update

from dashboard import mail
from dashboard.mail_settings import BadMailSetting, Encryption, Mail
from dashboard.mail_settings import mail as mail_of
from data.access import Holding, Role
from data.incidents import outbox
from data.incidents.tables import outbox as outbox_table
from data.records.tables import people
from geo.text import Lang
from layouts.words import book, has
from tests.data.incidents import cast
from tests.data.incidents.timed import clock, store
from tests.mailserver import Faults, MailServer

__all__ = ["clock", "store"]
ADDRESS = "https://portal.example.org"
BODIES = [key for key in book(Lang.UK) if key.startswith("mail.") and key.endswith(".body")]
EVENTS = sorted(key.removeprefix("mail.").removesuffix(".body") for key in BODIES)


def to(server: MailServer, **more) -> Mail:
    return Mail("127.0.0.1", server.port, more.pop("encryption", Encryption.NONE), "portal@example.org", **more)


def put(store, number=1, event="incident.new"):
    """An officer and so many messages to them."""
    person = cast.person(store, "officer", Holding(Role.OFFICER))
    with store.write() as connection:
        for mark in range(number):
            outbox.enqueue(connection, store, event, incident_id=None, people=[person.person_id], mark=str(mark))
    return person


def dispatch(store, sender):
    return mail.dispatch(store, sender, "here", ADDRESS)


def message(event="incident.new", lang="uk", **payload) -> outbox.Message:
    told = {"number": "2026-0412", "day": "2026-11-24", "received": 1, "waiting": 2, "open": 3, "overdue": 4, **payload}
    return outbox.Message("row", "0" * 32, event, told, "officer@example.org", lang, 1)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("lang", Lang)
def test_a_mail_says_that_something_waits_and_no_more(event, lang):
    letter = mail.letter(message(event, str(lang)), Mail("h", 25, Encryption.NONE, "portal@example.org"), ADDRESS)
    body = letter.get_content()
    assert f"{ADDRESS}/incidents" in body
    assert not [gap for gap in ("{", "}", "None", "–,") if gap in body + letter["Subject"]]
    assert letter["Message-ID"] == f"<{'0' * 32}@example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == lang


def test_an_event_without_words_of_its_own_is_news_of_the_case():
    letter = mail.letter(message("incident.unheard_of"), Mail("h", 25, Encryption.NONE, "p@example.org"), ADDRESS)
    assert "2026-0412" in letter["Subject"]


def test_the_mail_about_a_report_holds_nothing_of_it(store):
    cast.person(store, "officer", Holding(Role.OFFICER))
    cast.case(store, danger=True)
    with MailServer() as server:
        assert dispatch(store, to(server)) == 1
    (letter,) = server.letters
    text = str(letter["Subject"]) + letter.get_content() + server.raw[0].decode()
    assert "Звернення потребує вашого рішення. Увійдіть. № 2026-0001" in letter.get_content()
    assert not [told for told in (*cast.CANARY.values(), cast.HOME, cast.AREA, "NEGLECT", "MES") if told in text]


def test_each_in_their_own_language(store):
    person = put(store)
    with store.write() as connection:
        connection.execute(update(people).where(people.c.id == person.person_id).values(language="en"))
    with MailServer() as server:
        dispatch(store, to(server))
    assert "needs your decision" in server.letters[0]["Subject"]


def test_a_server_that_is_down_takes_nothing_out_of_the_outbox(store):
    put(store, 3)
    with MailServer() as server:
        pass
    with pytest.raises(mail.Unreachable):
        dispatch(store, to(server))
    with store.read() as connection:
        assert set(connection.execute(select(outbox_table.c.tries)).scalars()) == {0}
    server.start()
    assert dispatch(store, to(server)) == 3
    server.stop()


def test_a_recipient_refused_for_ever_is_a_dead_letter_and_the_others_are_sent(store):
    person = put(store, 2)
    other = put(store, 1, "incident.assigned")
    with store.read() as connection:
        email = connection.execute(select(people.c.email).where(people.c.id == other.person_id)).scalar_one()
    with MailServer(Faults(refused=frozenset({email}))) as server:
        assert dispatch(store, to(server)) == 2
    assert len(server.letters) == 2
    assert outbox.standing(store).dead == 1
    assert person.person_id != other.person_id


def test_a_message_that_cannot_be_written_holds_up_no_other(store):
    person = put(store, 1, "digest")  # without the numbers it needs
    with store.write() as connection:
        connection.execute(update(people).where(people.c.id == person.person_id).values(email="nobody at nowhere"))
    put(store, 2)
    with MailServer() as server:
        assert dispatch(store, to(server)) == 2
    assert outbox.standing(store) == outbox.Standing(0, timedelta(), 1)


def test_busy_is_tried_again_later(store, clock):
    put(store)
    with MailServer(Faults(busy=1.0)) as server:
        assert dispatch(store, to(server)) == 0
        server.faults.busy = 0.0
        assert dispatch(store, to(server)) == 0, "not at once"
        clock.move(seconds=outbox.FIRST_WAIT.total_seconds())
        assert dispatch(store, to(server)) == 1


def test_a_line_that_breaks_after_the_message_was_taken_makes_a_copy_with_the_same_id(store, clock):
    put(store)
    with MailServer(Faults(dropped=1.0)) as server:
        with pytest.raises(mail.Unreachable):
            dispatch(store, to(server))
        server.faults.dropped = 0.0
        clock.move(minutes=1)
        assert dispatch(store, to(server)) == 1
    assert list(server.copies.values()) == [2]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for loopback that nobody vouches for but the test."""
    folder = tmp_path_factory.mktemp("tls")
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
    made = made.add_extension(x509.BasicConstraints(True, 0), True).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(private + made.public_bytes(pem))
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    return folder


@pytest.fixture
def offered(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "both.pem")
    return context


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
def test_encrypted_and_signed_in(store, certificate, offered, encryption, tmp_path, monkeypatch):
    put(store)
    (tmp_path / "password").write_text("open sesame\n")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    tls = {"starttls" if encryption is Encryption.STARTTLS else "tls": offered}
    with MailServer(Faults(password="open sesame", **tls)) as server:
        sender = Mail("localhost", server.port, encryption, "p@example.org", "portal", tmp_path / "password")
        assert dispatch(store, sender) == 1
        (tmp_path / "password").write_text("wrong")
        put(store, 1, "incident.assigned")
        with pytest.raises(mail.Unreachable):
            dispatch(store, sender)


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
def test_never_in_the_clear_and_never_to_a_stranger(store, offered, encryption):
    put(store)
    for faults in (Faults(), Faults(**{"starttls" if encryption is Encryption.STARTTLS else "tls": offered})):
        with MailServer(faults) as server, pytest.raises(mail.Unreachable):
            mail.dispatch(store, Mail("localhost", server.port, encryption, "p@example.org", seconds=1), "w", ADDRESS)
        assert server.letters == []


FROM = {"PORTAL_MAIL_FROM": "portal@example.org"}


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail", ("mail", 25, Encryption.NONE)),
        ("smtp+starttls://mail.example.org", ("mail.example.org", 587, Encryption.STARTTLS)),
        ("smtps://mail.example.org:2465/", ("mail.example.org", 2465, Encryption.TLS)),
    ],
)
def test_the_server_by_its_url(url, found):
    known = mail_of({"PORTAL_SMTP_URL": url, **FROM})
    assert (known.host, known.port, known.encryption) == found


def test_no_server_no_mail():
    assert mail_of({}) is None
    assert mail_of({"PORTAL_SMTP_URL": "", **FROM}) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"PORTAL_SMTP_URL": "https://mail", **FROM}, "PORTAL_SMTP_URL"),
        ({"PORTAL_SMTP_URL": "smtp://mail:port", **FROM}, "PORTAL_SMTP_URL"),
        ({"PORTAL_SMTP_URL": "smtps://", **FROM}, "PORTAL_SMTP_URL"),
        ({"PORTAL_SMTP_URL": "smtps://me:hush@mail", **FROM}, "PORTAL_SMTP_SECRET_FILE"),
        ({"PORTAL_SMTP_URL": "smtps://me@mail", **FROM}, "PORTAL_SMTP_SECRET_FILE"),
        ({"PORTAL_SMTP_URL": "smtps://mail", "PORTAL_SMTP_SECRET_FILE": "/nowhere", **FROM}, "PORTAL_SMTP_SECRET_FILE"),
        ({"PORTAL_SMTP_URL": "smtps://me@mail", "PORTAL_SMTP_SECRET_FILE": "/nowhere", **FROM}, "no such file"),
        ({"PORTAL_SMTP_URL": "smtp://me@mail", "PORTAL_SMTP_SECRET_FILE": __file__, **FROM}, "encrypted"),
        ({"PORTAL_SMTP_URL": "smtps://mail"}, "PORTAL_MAIL_FROM"),
        ({"PORTAL_SMTP_URL": "smtps://mail", "PORTAL_MAIL_FROM": "Portal <p@example.org>"}, "PORTAL_MAIL_FROM"),
    ],
)
def test_what_cannot_be_used_is_refused_and_never_quoted(given, said):
    with pytest.raises(BadMailSetting, match=said) as refused:
        mail_of(given)
    assert "hush" not in str(refused.value)


def test_the_words_of_notices_and_mails_are_of_the_same_events():
    for event in EVENTS:
        if event.startswith("incident."):
            assert has(f"bell.event.{event}", Lang.UK), event
