"""A carrier of a few lines: who is in a conference, who hears music, and what it has to tell of it."""

from dataclasses import dataclass, field

from chalicelib.telephony import participants
from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.facts import (
    ConferenceEnded,
    CustomerCall,
    Fact,
    HoldChanged,
    Joined,
    Left,
    SeenLeg,
    TimedOut,
)
from chalicelib.telephony.model import Step

ROOM = "CF1"


@dataclass
class Carrier:
    """Who is in the conference, who hears music, and what has not been told yet."""

    inside: dict[str, str] = field(default_factory=dict)
    ringing: dict[str, str] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    unheard: list[Fact] = field(default_factory=list)
    seq: int = 2
    sids: int = 10

    def next(self) -> int:
        self.seq += 1
        return self.seq

    def sid(self) -> str:
        self.sids += 1
        return f"CA{self.sids}"

    def enter(self, label: str, sid: str) -> None:
        self.ringing.pop(label, None)
        self.inside[label] = sid
        self.unheard.append(Joined(label, sid, ROOM, self.next()))

    def leave(self, label: str, removed: bool) -> None:
        sid = self.inside.pop(label, None)
        if sid is None:
            return
        self.held.discard(label)
        self.unheard.append(Left(label, sid, ROOM, self.next(), removed))
        if not self.inside:
            self.unheard.append(ConferenceEnded(ROOM))

    def do(self, step: Step) -> None:
        for command in step.commands:
            if command in ("end_conference", "apologise", "hang_up_customer"):
                gone = list(self.inside) if command == "end_conference" else ["customer"]
                for label in gone:
                    self.leave(label, True)
        for leg in step.legs:
            match leg.name:
                case "dial":
                    sid = self.ringing[leg.label] = self.sid()
                    self.unheard.append(CustomerCall(sid, "initiated", None, leg.label))
                case "drop":
                    for label, sid in list(self.inside.items()):
                        if sid == leg.call_sid:
                            self.leave(label, True)
                    for label, sid in list(self.ringing.items()):
                        if sid == leg.call_sid:
                            del self.ringing[label]
                            self.unheard.append(CustomerCall(sid, "canceled", None, label))
                case "hold" | "resume" if leg.label in self.inside:
                    (self.held.add if leg.name == "hold" else self.held.discard)(leg.label)
                    self.unheard.append(HoldChanged(leg.label, leg.name == "hold", self.next()))

    def picture(self, attempt: Attempt) -> TimedOut:
        mine = [sid for label, sid in self.inside.items() if participants.party_of(attempt, label) == "agent"]
        others = [
            SeenLeg(label, sid, connected)
            for legs, connected in ((self.inside, True), (self.ringing, False))
            for label, sid in legs.items()
            if participants.party_of(attempt, label) not in ("agent", "customer")
        ]
        return TimedOut(
            ROOM,
            mine[0] if mine else None,
            self.inside.get("customer"),
            None,
            tuple(others),
            tuple(sorted(self.held)),
        )
