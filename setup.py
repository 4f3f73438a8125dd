"""For scrapyd-deploy, which runs `setup.py bdist_egg`; pyproject.toml says everything."""

from setuptools import setup

setup()
