"""The Django application for newsroom/rsgi.py and development servers."""

from __future__ import annotations

import os
from contextlib import ExitStack

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.request_id import RequestIds
from newsroom.site_lock import in_use

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = RequestIds(get_wsgi_application())
_until_the_process_ends = ExitStack()
_until_the_process_ends.enter_context(in_use(settings.DATA_DIR))
