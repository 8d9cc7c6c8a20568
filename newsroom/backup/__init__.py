"""Backups: one file with all data of a site that cannot be rebuilt, and how to restore it.

`taking` writes such a file while the site runs, `restoring` puts it back. `archive` knows the file, `sqlite` and
`postgresql` the databases.
"""
