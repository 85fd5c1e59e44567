"""The long proof: `make chaos`. The same runs, short, are tests beside this folder."""
