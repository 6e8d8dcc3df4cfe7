"""Data sets and loaders."""

from . import data
