"""One file that holds everything of a site that cannot be built again, and the way back from it.

`taking` writes such a file while the site runs, `restoring` puts it back. `archive` knows the file, `sqlite` and
`postgresql` the databases.
"""
