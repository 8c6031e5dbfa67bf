"""Pages made of plain forms, one module each: `add_routes(server, desk)` declares them. They need no script."""

from dashboard.forms import (
    account,
    audit,
    factor,
    incident,
    incident_new,
    incidents,
    invitation,
    invite,
    nil_return,
    notices,
    people,
    provider,
    report,
    report_back,
    roles,
    sign_in,
    silence,
    stays,
)

OF_REPORTS = (report, report_back, incidents, incident_new, incident, silence, nil_return, notices)
FORMS = (account, audit, factor, invitation, invite, people, provider, roles, sign_in, stays, *OF_REPORTS)
