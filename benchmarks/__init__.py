"""What the frontier costs and saves, measured: see README.md."""
