"""Anybody outside: companies, associations, institutes, agencies, local governments."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class OrganisationKind(StrEnum):
    COMPANY = "company"
    ECONOMIC = "economic"
    ASSOCIATION = "association"
    INSTITUTE = "institute"
    AGENCY = "agency"
    LOCAL = "local"


@dataclass(frozen=True)
class Organisation:
    number: int
    name: str
    kind: OrganisationKind = OrganisationKind.COMPANY
    partner: bool = False
    homepage: str = ""
    contacts: str = ""
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    version: int = 0

    @property
    def ref(self) -> str:
        return f"O-{self.number}"


_FORMS = (
    r"주식회사|유한회사|유한책임회사|합자회사|합명회사|사단법인|재단법인|"
    r"\(주\)|\(유\)|\(사\)|\(재\)|㈜|"
    r"\b(?:co|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|company)\b\.?"
)
_FORM = re.compile(_FORMS, re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def matching_name(name: str) -> str:
    """The name by which two spellings of one organisation are the same: without (주), Inc., case, width and spacing."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    bare = _NOT_WORD.sub("", _FORM.sub(" ", wide))
    return bare or _NOT_WORD.sub("", wide) or wide.strip()
