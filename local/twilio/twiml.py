"""A strict reading of TwiML: what Twilio would refuse or silently ignore is an error here.

The grammar (verbs, nesting, attributes) is introspected from the twilio library's own classes;
`VALUES` adds what each attribute may hold, from Twilio's TwiML reference pages.
"""

import inspect
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from functools import cache

from twilio.twiml import TwiML, voice_response

from local.twilio.core.model import CALL_EVENTS, CONFERENCE_EVENTS


class TwimlError(Exception):
    """A document the call cannot run; `code` is Twilio's (12100 unparsable, 12200 schema)."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Verb:
    """One element: its tag, attributes, trimmed text and children."""

    name: str
    attributes: dict[str, str]
    text: str
    children: tuple["Verb", ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Rule:
    attributes: frozenset[str]
    children: frozenset[str]


def parse(document: str) -> tuple[Verb, ...]:
    """The verbs of a `<Response>`. Raises TwimlError."""
    try:
        root = ET.fromstring(document.strip())
    except ET.ParseError as error:
        raise TwimlError(12100, f"Document parse failure: {error}") from error
    if root.tag != "Response":
        raise TwimlError(12100, f"The root element must be <Response>, not <{root.tag}>")
    if root.attrib:
        raise TwimlError(12200, f"<Response> takes no attributes: {', '.join(root.attrib)}")
    return _read(root).children


@cache
def grammar() -> dict[str, Rule]:
    """Every tag with its attributes and the tags that may stand inside it."""
    classes = {
        name: kind
        for name, kind in vars(voice_response).items()
        if inspect.isclass(kind) and issubclass(kind, TwiML) and kind is not TwiML
    }
    tags = {name: _tag(kind) for name, kind in classes.items()}
    attributes: dict[str, set[str]] = {tag: set() for tag in tags.values()}
    children: dict[str, set[str]] = {tag: set() for tag in tags.values()}
    for name, kind in classes.items():
        for method in vars(kind).values():
            nested = inspect.isfunction(method) and re.search(
                r"self\.nest\(\s*(\w+)\((.*?)\*\*kwargs", inspect.getsource(method), re.S
            )
            if nested:
                child = tags[nested[1]]
                children[tags[name]].add(child)
                attributes[child] |= {_camel(k) for k in re.findall(r"(\w+)=\w+", nested[2])}
    return {tag: Rule(frozenset(attributes[tag]), frozenset(children[tag])) for tag in attributes}


def _read(element: ET.Element) -> Verb:
    rules = grammar()
    rule = rules[element.tag]
    for name, value in element.attrib.items():
        if name not in rule.attributes:
            raise TwimlError(12200, f"<{element.tag}> has no attribute {name}")
        check = VALUES.get((element.tag, name)) or VALUES.get(("*", name))
        if check and not re.fullmatch(check, value):
            raise TwimlError(12200, f'<{element.tag} {name}="{value}"> is not a valid value')
    for child in element:
        if child.tag not in rules:
            raise TwimlError(12200, f"<{child.tag}> is not a TwiML element")
        if child.tag not in rule.children:
            raise TwimlError(12200, f"<{child.tag}> may not stand inside <{element.tag}>")
        if child.tail and child.tail.strip() and element.tag not in ("Say", "Prompt"):
            raise TwimlError(12200, f"Stray text inside <{element.tag}>")
    text = (element.text or "").strip()
    if text and not element.tag.islower() and element.tag in WORDLESS:
        raise TwimlError(12200, f"<{element.tag}> holds no text")
    return Verb(element.tag, dict(element.attrib), text, tuple(_read(child) for child in element))


def _tag(kind: type[TwiML]) -> str:
    name = re.search(r'self\.name = "([^"]+)"', inspect.getsource(kind))
    if name is None:
        raise LookupError(f"the twilio library's {kind.__name__} names no element")
    return name[1]


def _camel(name: str) -> str:
    head, *rest = name.rstrip("_").split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def _some_of(words: tuple[str, ...]) -> str:
    one = f"(?:{'|'.join(words)})"
    return f"{one}(?: +{one})*"


_BOOLEAN = "true|false"
_METHOD = "GET|POST"
_SECONDS = r"\d+"
_URL = r"(https?://\S+|/\S*|[^\s:]+)"
WORDLESS = frozenset({"Response", "Gather", "Hangup", "Reject", "Pause", "Enqueue", "Leave"})
VALUES: dict[tuple[str, str], str] = {
    ("*", "method"): _METHOD,
    ("*", "statusCallbackMethod"): _METHOD,
    ("*", "recordingStatusCallbackMethod"): _METHOD,
    ("*", "statusCallback"): r"https?://\S+|/\S*",
    ("*", "action"): _URL,
    ("*", "loop"): r"\d+",
    ("Conference", "muted"): _BOOLEAN,
    ("Conference", "startConferenceOnEnter"): _BOOLEAN,
    ("Conference", "endConferenceOnExit"): _BOOLEAN,
    ("Conference", "beep"): "true|false|onEnter|onExit",
    ("Conference", "waitUrl"): rf"|{_URL}",
    ("Conference", "waitMethod"): _METHOD,
    ("Conference", "maxParticipants"): r"[2-9]|[1-9]\d|1\d\d|2[0-4]\d|250",
    ("Conference", "record"): "true|false|record-from-start|do-not-record",
    ("Conference", "region"): "us1|us2|ie1|de1|sg1|br1|au1|jp1",
    ("Conference", "trim"): "trim-silence|do-not-trim",
    ("Conference", "coach"): r"CA[0-9a-fA-F]{32}",
    ("Conference", "statusCallbackEvent"): _some_of(CONFERENCE_EVENTS),
    ("Conference", "participantLabel"): r".{1,128}",
    ("Conference", "jitterBufferSize"): "off|small|medium|large",
    ("Number", "statusCallbackEvent"): _some_of(CALL_EVENTS),
    ("Client", "statusCallbackEvent"): _some_of(CALL_EVENTS),
    ("Dial", "timeout"): _SECONDS,
    ("Dial", "timeLimit"): _SECONDS,
    ("Dial", "hangupOnStar"): _BOOLEAN,
    ("Dial", "answerOnBridge"): _BOOLEAN,
    ("Gather", "numDigits"): r"[1-9]\d*",
    ("Gather", "timeout"): r"\d+(\.\d+)?",
    ("Gather", "finishOnKey"): r"[0-9*#]?",
    ("Gather", "input"): r"dtmf|speech|dtmf speech|speech dtmf",
    ("Gather", "actionOnEmptyResult"): _BOOLEAN,
    ("Pause", "length"): _SECONDS,
    ("Play", "digits"): r"[0-9*#wW]+",
    ("Reject", "reason"): "rejected|busy",
}
