"""Packages the app: `chalice package`, the merged template, one small zip.

python -m infra.package --region sa-east-1 --stage production --out build
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from infra import yaml_template
from infra.dependencies import Layer, host_architecture, layer
from infra.merge import merge
from infra.repack import compile_tree, write_zip
from infra.yaml_template import Template

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".alo" / "build"
# Everything chalice reads, and nothing else, so that nothing else can end up in a function.
SHIPPED = ("app.py", "chalicelib", ".chalice/config.json")
LARGEST_ZIP_BYTES = 8_000_000
# Import names that differ from the distribution's.
IMPORTED_AS = {
    "aws-lambda-powertools": "aws_lambda_powertools",
    "pyjwt": "jwt",
    "python-dateutil": "dateutil",
    "typing-extensions": "typing_extensions.py",
    "charset-normalizer": "charset_normalizer",
    "six": "six.py",
}


@dataclass(frozen=True)
class Package:
    """A zip, the sha256 of its bytes (its name in S3), and the template that uses it."""

    zip_path: Path
    sha256: str
    template: Template


def package(
    region: str,
    stage: str,
    out: Path,
    architecture: str | None = None,
    source: Path = ROOT,
) -> Package:
    """Packages the app of `source` into `out`.

    The functions' runtime is the running interpreter's. Raises ValueError when the zip
    lacks a dependency or is larger than 8 MB.
    """
    layered = layer(architecture or host_architecture(), CACHE / "layers")
    with tempfile.TemporaryDirectory() as scratch:
        staged, packaged = Path(scratch, "app"), Path(scratch, "packaged")
        _stage(source, staged)
        _chalice(staged, packaged, region, stage)
        tree = Path(scratch, "tree")
        zipfile.ZipFile(packaged / "deployment.zip").extractall(tree)
        compile_tree(tree)
        unnamed = Path(scratch, "functions.zip")
        digest = write_zip([layered.folder, tree], unnamed)
        check_zip(unnamed, layered)
        out.mkdir(parents=True, exist_ok=True)
        target = out / "functions.zip"
        shutil.move(unnamed, target)
        template = merge(
            json.loads((packaged / "sam.json").read_text()),
            yaml_template.read(ROOT / "infra" / "template.yml"),
        )
    (out / "template.json").write_text(json.dumps(template, indent=1))
    return Package(target, digest, template)


def check_zip(path: Path, layered: Layer) -> None:
    """pip and chalice both leave a package out with no more than a notice: look."""
    names = zipfile.ZipFile(path).namelist()
    tops = {name.split("/")[0] for name in names}
    for distribution in layered.holds:
        top = IMPORTED_AS.get(distribution, distribution.replace("-", "_"))
        if top not in tops:
            raise ValueError(f"The zip lacks {distribution} ({top})")
    if not any(name.startswith("msgspec/_core") and name.endswith(".so") for name in names):
        raise ValueError("The zip has msgspec without its compiled core")
    if path.stat().st_size > LARGEST_ZIP_BYTES:
        raise ValueError(f"The zip is {path.stat().st_size / 1e6:.1f} MB; 8 MB is the most")


def _stage(source: Path, staged: Path) -> None:
    for name in SHIPPED:
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (source / name).is_dir():
            shutil.copytree(source / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source / name, target)
    # Empty on purpose: the dependencies come from infra/dependencies.py.
    (staged / "requirements.txt").write_text("")


def _chalice(staged: Path, out: Path, region: str, stage: str) -> None:
    ran = subprocess.run(
        [str(Path(sys.executable).with_name("chalice")), "package", "--stage", stage]
        + ["--template-format", "json", str(out)],
        cwd=staged,
        env={**os.environ, "AWS_DEFAULT_REGION": region, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    if ran.returncode != 0 or not (out / "sam.json").exists():
        raise ValueError(f"chalice package failed:\n{ran.stdout}{ran.stderr}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Package the app for a region")
    parser.add_argument("--region", required=True)
    parser.add_argument("--stage", default="production")
    parser.add_argument("--architecture", choices=("x86_64", "arm64"), default="arm64")
    parser.add_argument("--out", type=Path, default=CACHE / "package")
    asked = parser.parse_args()
    made = package(asked.region, asked.stage, asked.out, asked.architecture)
    print(f"{made.zip_path}  {made.zip_path.stat().st_size / 1e6:.2f} MB  {made.sha256[:12]}")


if __name__ == "__main__":
    main()
