"""What credentials do. One module per noun."""
