"""Writing down what was done, and setting goals."""
