"""`serve`: the site while it is being edited.

One thread watches the project and builds in this process, which stays warm (`making`); another answers browsers on the
loopback (`server`) with what stands in build/, with pages made on the spot where those that stand are out of date, or
with a page that says what is wrong (`answers`). What only the preview has is put into pages as they are served, never
into build/.
"""
