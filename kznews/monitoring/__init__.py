"""Whether all is well: what `scrapy status` counts and judges, a run's own checks, and alerts."""
