"""What to fetch: spiders read nothing themselves, they hand pages to `kznews.extraction`."""
