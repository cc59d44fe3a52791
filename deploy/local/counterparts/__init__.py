"""Counterparts of outside services: each speaks the real protocol, sends nothing anywhere, and keeps what it received.

For development and tests. A service is a module here (`NAME`, `environment()`, `answer()`) and one line in
`app.SERVICES`; its first path segment is its name.
"""
