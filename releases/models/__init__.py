"""Releases: what is brought out, on what it was tested, where it runs, and who reported a fault since."""

from releases.models.deployments import Acquittal, Deployment
from releases.models.halting import HaltRule
from releases.models.release import Release
from releases.models.testing import Build, TestRun

__all__ = ["Acquittal", "Build", "Deployment", "HaltRule", "Release", "TestRun"]
