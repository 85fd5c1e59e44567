"""Stand-ins for Slack that keep its real signatures, limits and faults, and builders of what Slack sends."""
