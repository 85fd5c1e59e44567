"""What the bot knows and says: values, rules, words and cards. No SQL, no network, no clock."""
