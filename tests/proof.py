"""`make prove`: the tests' long forms, and a table of what they measured (`record_property("what", "how much")`)."""

import os

LONG = os.environ.get("PORTAL_PROVE") == "1"


def pytest_terminal_summary(terminalreporter) -> None:
    """The figures, test by test."""
    rows = [
        (report.nodeid.rpartition("::")[2], name, str(value))
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
    ]
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    terminalreporter.section("figures")
    for row in rows:
        terminalreporter.write_line("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)))
