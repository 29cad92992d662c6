"""Gives each test of pytest a world of flora-emulator."""

from .control import ControlError
from .emulator import Emulator, Inbox, StartError, World

__all__ = ["ControlError", "Emulator", "Inbox", "StartError", "World"]
