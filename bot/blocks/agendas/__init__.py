"""The weekly agenda as people see it.

posts     post, thread, forced                                what a team's channel reads
detail    sections, paged                                     the rows of its thread
gathered  post, thread                                        what the leadership reads
cards     draft, preview, added, confirmed, decided, minutes   what one person reads
forms     item, note, decision, split and their readers
"""
