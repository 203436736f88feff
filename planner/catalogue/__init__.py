"""What may run over what: the graph, layers, segments, and the prepared cache. Knows rules; knows no scenario."""
