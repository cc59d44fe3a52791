"""The interface's words in other languages: found in the sources, kept in `locale/`, compiled where the product runs.

No tool outside Python is needed: Babel reads and writes the catalogues. `manage.py translations` brings them
up to date with the sources, `manage.py translations --check` says what is missing or broken.
"""
