"""The result of a load, for the output of the command and for the log."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class LoadResult:
    """`left` are sentences on changes of the files that editors or stories prevent. `changed` are entity ids."""

    is_new: bool = False
    added: int = 0
    updated: int = 0
    removed: int = 0
    left: list[str] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return self.is_new

    def __add__(self, other: LoadResult) -> LoadResult:
        return LoadResult(
            is_new=self.is_new or other.is_new,
            added=self.added + other.added,
            updated=self.updated + other.updated,
            removed=self.removed + other.removed,
            left=[*self.left, *other.left],
            changed=self.changed | other.changed,
        )

    @property
    def counts(self) -> str:
        return f"{self.added} added, {self.updated} updated, {self.removed} removed, {len(self.left)} left unchanged"

    def leave(self, name: str, what: str, why: str = "an editor changed it") -> None:
        self.left.append(f"{name}: {what} was not changed, because {why}.")
