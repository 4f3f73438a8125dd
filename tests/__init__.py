"""Tests of kznews, in folders named like the packages that they test."""
