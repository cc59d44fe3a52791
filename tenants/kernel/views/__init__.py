"""What outside services tell the kernel."""
