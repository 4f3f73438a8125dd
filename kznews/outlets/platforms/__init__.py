"""Facts of platforms: what all sites have that are built with the same software."""
