"""Values in, file bytes out and back: spreadsheets, documents, calendars."""
