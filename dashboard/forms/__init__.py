"""Pages made of plain forms, one module each: `add_routes(server, desk)` declares them. They need no script."""

FORMS = ()
