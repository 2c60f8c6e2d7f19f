import os

from django.core.wsgi import get_wsgi_application

from clinic.clients.postcodes import look_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
application = get_wsgi_application()
look_up("86001")  # reads the list of ZIP codes, once for all workers: a crisis view must not wait for it
