"""Published cases of other systems, run through footpath and compared with its tables.

`cases` reads them, `funnels`, `retention`, `activity`, `attribution`, `sessions` and `identity` each write one kind
of case as raw rows and definitions and compare what came out, `project` builds.
"""
