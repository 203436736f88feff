"""Drawing: plain values -> shapes -> SVG, PNG, PDF; and where the boxes of a graph go.

Knows boxes, lines and letters; knows no protocol, no rule, no stack. Every picture is one list of shapes (``shapes``),
which the three writers take alike.
"""
