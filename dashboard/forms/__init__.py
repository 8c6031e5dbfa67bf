"""Pages made of plain forms, one module each: `add_routes(server, desk)` declares them. They need no script."""

from dashboard.forms import account, audit, factor, invitation, invite, people, provider, roles, sign_in, stays

FORMS = (account, audit, factor, invitation, invite, people, provider, roles, sign_in, stays)
