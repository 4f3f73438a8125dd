"""For scrapyd-deploy, which runs `setup.py bdist_egg`; pyproject.toml says everything else."""

from pathlib import Path

from setuptools import setup
from setuptools.command.bdist_egg import bdist_egg


class EggWithBytecode(bdist_egg):
    """Builds an egg whose modules need not be compiled anew by each job: half a second of it.

    Python looks for bytecode in a zip file beside the source, and not in `__pycache__`.
    """

    def copy_metadata_to(self, target_dir: str) -> None:
        """Do what comes between compiling and zipping."""
        super().copy_metadata_to(target_dir)
        for compiled in Path(self.bdist_dir).rglob("__pycache__/*.pyc"):
            module = compiled.name.partition(".")[0]
            compiled.rename(compiled.parent.parent / f"{module}.pyc")


setup(cmdclass={"bdist_egg": EggWithBytecode})
