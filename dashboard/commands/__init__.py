"""One module a command: `options` declares its arguments, `run` carries it out and returns the exit status."""

from dashboard.commands import (
    audit,
    build,
    check,
    demo,
    docs,
    doctor,
    measure,
    pack,
    releases,
    run,
    secret,
    serve,
    user,
    vendor,
    work,
)

COMMANDS = (run, serve, work, demo, build, releases, measure, check, pack, secret, user, audit, doctor, vendor, docs)
