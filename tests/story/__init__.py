"""The week and the month that the demo plays and the scenario tests assert, against a local Slack."""
