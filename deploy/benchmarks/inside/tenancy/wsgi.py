"""Django's handler with whatever settings, without what the product's own adds."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
