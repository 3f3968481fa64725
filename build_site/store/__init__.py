"""The disk: everything that reads or writes files stands here."""
