"""Programs outside ours: ffmpeg."""
