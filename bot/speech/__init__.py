"""What people type, in values out: the one-line grammars, dates, tags, identifiers. One file per noun.

Text comes in as Slack sends it (`&amp;`, `<@U…|name>`) and leaves as the person typed it. Nothing here knows which
teams, people or organisations exist: names come out as typed, storage finds the candidates.
"""
