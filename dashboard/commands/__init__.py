"""One module a command: `options` declares its arguments, `run` carries it out and returns the exit status."""

from dashboard.commands import build, check, demo, docs, measure, releases, run, serve, vendor

COMMANDS = (run, serve, demo, build, releases, measure, check, vendor, docs)
