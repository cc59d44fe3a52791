"""Tests of the public frame's tags."""
