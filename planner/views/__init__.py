"""What a picture shows, worked out from the catalogue: graphs in lanes, and one stack as the path sees it.

Knows rules and assessments, and gives values of ``model``. Knows no shape, no colour and no file.
"""
