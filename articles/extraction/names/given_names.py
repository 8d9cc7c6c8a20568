"""Whether "he" or "she" can mean a person, by title and given name. Names that are not listed fit both."""

from __future__ import annotations

import re

_SHE = frozenset(
    "angela annalena theresa hillary nancy kamala ursula christine samantha stephanie michelle maria anna anne mary sarah susan karen"
    " jacinda marine nikki condoleezza madeleine margaret federica mette sanna magdalena giorgia olga yulia svetlana elena natalia"
    " tatiana irina fatima aisha leila zahra mariam rania malala julia jennifer jessica elizabeth victoria catherine kate laura linda"
    " lisa melissa nicola penny liz priti amber emily emma hanna eva ingrid helen ruth barbara patricia deborah sandra rebecca rachel"
    " therese claudia dilma cristina michele valerie florence segolene beatrice sabrina melanie joanna agnieszka kaja maia zuzana".split()
)
_HE = frozenset(
    "donald barack joe john george william david james robert michael richard thomas charles mark paul steven peter andrew boris tony"
    " vladimir sergei dmitry mikhail igor alexander viktor volodymyr petro emmanuel francois jacques nicolas jean olaf gerhard helmut"
    " frank heiko antonio ban kofi jens recep abdullah ahmed ahmad mohammed mohammad mohamed muhammad mahmoud hassan hussein ali omar"
    " khalid ibrahim yusuf youssef haider nouri bashar saddam muqtada benjamin yitzhak ehud shimon ariel yasser ismail xi li wang"
    " narendra imran ashraf hamid zalmay abdul justin stephen harjit malcolm scott anthony ash chuck leon jim mike rex bill colin"
    " lloyd antony jake brett keir rishi gordon ben dominic philip kevin brian pete marco ted bernie jeb mitt jose juan carlos luis"
    " pedro mariano silvio matteo mario giuseppe viktor donald andrzej lech mateusz recep hakan mevlut nikol ilham abiy paul felix".split()
)
_SHE_TITLE = re.compile(r"\b(?:mrs|ms|miss|queen|princess|\w+woman|dame|lady|baroness|first lady)\b", re.IGNORECASE)
_HE_TITLE = re.compile(
    r"\b(?:mr|king|prince|\w+[^o]man|sir|lord|sultan|emir|sheikh|pope|imam|ayatollah)\b", re.IGNORECASE
)


def fits(name: str, title: str, pronoun: str) -> bool:
    """Whether this person can be meant by "he" or "she"."""
    given = name.split(maxsplit=1)[0].casefold()
    is_she = bool(_SHE_TITLE.search(title)) or given in _SHE
    is_he = bool(_HE_TITLE.search(title)) or given in _HE
    return is_she == is_he or (is_she if pronoun == "she" else is_he)
