"""What people type for times, and how times are worded."""
