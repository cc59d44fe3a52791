"""The platform's long tail for its staff: Django's admin on the public host, reading only.

Every write of this product has a service that owns it, with its lock, audit line and event; a form that
saves rows behind its back would have none of them. So the console shows, searches and filters, and
what is to be changed is changed on the page that its service has.
"""
