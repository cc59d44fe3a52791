"""What benchmarks run inside the product's own processes, with its settings and its database."""
