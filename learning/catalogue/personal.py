"""What courses hold about the people who write them."""

HELD = ()
POINTERS = (
    "catalogue.Course.owner",
    "catalogue.CourseVersion.published_by",
    "catalogue.MediaAsset.created_by",
)
