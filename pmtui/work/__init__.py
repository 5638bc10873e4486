"""What can be done with an incident; no screen, no argparse."""
