"""A Wagtail site with the stories and people of a generated corpus, to compare its pages with ours.

Written as Wagtail's tutorial writes one: page types with templates, people linked from stories, lists of 20. Wagtail is
installed in an environment of its own (`make bench N=... WAGTAIL=1`), and is not a part of this project.
"""
