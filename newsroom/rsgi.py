"""What the web server runs."""

from __future__ import annotations

from newsroom.wsgi import application as django_application

# isort: split
# Django is set up now, and its models can be imported.
from newsroom.web.application import WebApplication

application = WebApplication(django_application)
