"""What a WSGI server such as gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatlease.settings")

application = get_wsgi_application()
# Import every view now, and leave what has been imported out of all collections to come: each full one would look
# through two hundred thousand objects that stay, and hold up a request for 50 ms.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
