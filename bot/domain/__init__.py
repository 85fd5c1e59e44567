"""Values and rules, one file a noun. Everything here is pure: `now` and `today` are arguments."""
