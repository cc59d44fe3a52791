"""The demo: courses written for this product, demo people, and a plan of their past months.

Nothing in here touches a database. `parse` reads the courses, `clips` draws their short
videos, `people` holds the two companies and `history` what their people did; the seed
loads all of it through the apps' own services.
"""
