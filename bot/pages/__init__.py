"""Web pages for people outside Slack: values in, HTML out. They need no script, and all foreign text is escaped."""
