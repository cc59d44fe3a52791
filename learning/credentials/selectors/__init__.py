"""What credentials show. One module per noun."""
