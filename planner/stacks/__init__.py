"""What judges one stack: what it gives, costs and breaks, layer by layer. Knows no segment and no solver."""
