"""Courses: outline, lessons, media, versions; the studio that makes them and the playback of video."""
