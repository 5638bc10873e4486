"""What is measured against its target, side by side in one run: `python -m tests.benchmarks [NAME …]`."""
