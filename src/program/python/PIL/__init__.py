"""The part of Pillow that reads images: PIL.Image.open."""

from . import Image
