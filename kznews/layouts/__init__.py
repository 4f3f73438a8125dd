"""Layouts that were induced from kept pages: stored, given to spiders, renewed."""
