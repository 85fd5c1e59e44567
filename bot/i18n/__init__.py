"""The catalogues and the translator.

English sentences in the code are the message ids. Korean lives in `ko.d/NOUN.po`, one file a noun, read once.
"""

from bot.i18n.translator import LANGUAGES, N_, Md, Translator, escape, language, speaking, translator

__all__ = ["LANGUAGES", "N_", "Md", "Translator", "escape", "language", "speaking", "translator"]
