"""Benchmarks: `python -m benchmarks` measures and prints a table. Nothing here is a test."""
