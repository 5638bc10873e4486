"""What an incident becomes: the record, the draft, the chart. Everything here returns text."""
