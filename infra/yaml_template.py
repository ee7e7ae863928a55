"""Reads CloudFormation YAML with its short intrinsics (!Ref, !GetAtt, !Sub …)."""

from pathlib import Path
from typing import Any

import yaml

Template = dict[str, Any]


def read(path: Path) -> Template:
    """The template as plain data, short intrinsics written out long."""
    with path.open(encoding="utf-8") as source:
        loaded: Template = yaml.load(source, Loader=_Loader)
    return loaded


class _Loader(yaml.SafeLoader):
    pass


def _intrinsic(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = str(value).split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]  # a mapping, by exclusion
    return {"Ref" if suffix == "Ref" else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _intrinsic)
