"""The RSGI application of the web server."""

from __future__ import annotations

from newsroom.wsgi import application as django_application

# isort: split
# Models can be imported only after Django is set up.
from newsroom.web.application import WebApplication

application = WebApplication(django_application)
