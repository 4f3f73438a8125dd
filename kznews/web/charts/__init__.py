"""Charts as SVG, drawn from numbers: pure functions that give markup.

A chart has no colours of its own and no style attributes: the style sheet knows its classes.
Across, everything stands at a share of the width, so letters keep their size on a narrow screen. A
chart says in words what it shows; whoever shows it sets a table of the same numbers beside it.
"""
