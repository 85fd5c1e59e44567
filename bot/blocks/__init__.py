"""Block Kit: values in, dict out. A form and its reader live in one file; block ids never leave it."""
