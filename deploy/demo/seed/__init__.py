"""Turns the demo's plain data into rows: companies, people, courses, months of study.

Courses go through the authors' own services. History goes in bulk, since replaying thousands of
lessons would take minutes; what is derived from it (read model, certificates) is made by the services.
"""
