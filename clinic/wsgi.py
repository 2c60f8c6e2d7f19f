import os

from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.urls import get_resolver

from clinic.clients.postcodes import look_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
application = get_wsgi_application()
look_up("86001")  # reads the list of ZIP codes, once for all workers: a crisis view must not wait for it
# and every page with its templates' tags: the first requests of a worker come at the same moment, and none must meet half a module
_ = get_resolver().url_patterns, engines.all()
