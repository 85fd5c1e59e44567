"""The tests: they mirror the four folders; doubles/ stand in for Slack, story/ plays the week and the month."""
