"""The bare limit: what a request's own SQL costs in an empty Django view of the same server.

The product's request is made once and its statements are written down as the database got them. The empty view sends
these very statements through a cursor and answers with the same bytes: no models, no templates, no rights in Python.
"""
