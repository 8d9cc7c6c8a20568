"""What `make eval` measures: each module has `measure(corpus)`, which returns its figures, and can be run alone."""
