"""What an incident is: pure, no files, no clock, no screen."""
