"""The additional data: entities with named fields that are queried, and for clients and employers updated, by name.

`sources` says what a field's value is in SQL, `entities` gives every field of the catalogue its source, `values`
turns text into values and back, `query` makes one SELECT of criteria, `document` reads the XML of an update,
`updates` applies it.
"""
