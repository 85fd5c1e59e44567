"""What a scene is."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.story.acting import Story


@dataclass(frozen=True)
class Scene:
    """One scene, and what it is called."""

    ko: str
    en: str
    play: Callable[[Story], None]
