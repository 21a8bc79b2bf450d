"""A repository of a thousand contracts, made of copies of floe's own documents and bindings, so that their shapes are real ones.

Copy n of `bindings/storage` is `bindings/storage-n`, and its type `Bucket` is `XnBucket`; a copy refers only to contracts of the same
copy and to the scalars, which all share. So a change in one contract concerns what refers to it in its own copy and nothing else.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = '[workspace]\nresolver = "3"\nmembers = []\n'


def sources():
    """Every document and binding that refers to nothing but others, by `bindings/storage`."""
    files = sorted((ROOT / "contracts").glob("documents/*/v1.yaml")) + sorted((ROOT / "contracts").glob("bindings/*/v1.yaml"))
    all = {f"{file.parent.parent.name}/{file.parent.name}": file.read_text(encoding="utf-8") for file in files}
    while lacking := [path for path, text in all.items() if not set(re.findall(r"floe:([a-z-]+/[a-z-]+)", text)) <= set(all)]:
        for path in lacking:  # they need an interface
            del all[path]
    return all


def types(text):
    """The types that a contract defines."""
    return re.findall(r"^  ([A-Z]\w*):", text.split("\n$defs:\n", 1)[-1], re.MULTILINE)


def copy(text, number):
    """The contract as copy `number`."""
    text = re.sub(r"^name: (.*)$", rf"name: \1-{number}", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^root: (.*)$", rf"root: X{number}\1", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"#/\$defs/(\w+)", rf"#/$defs/X{number}\1", text)
    text = re.sub(r"(floe:(?:bindings|documents)/[a-z-]+)/v1", rf"\g<1>-{number}/v1", text)
    text = re.sub(r"^(file|standard): .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r", x-floe-endpoint: [^,}]+", "", text)
    for name in types(text):
        text = re.sub(rf"^  {name}:", f"  X{number}{name}:", text, flags=re.MULTILINE)
    return text


def make(folder, count):
    """Writes the repository and gives the path of a contract that others refer to."""
    shutil.copytree(ROOT / "contracts" / "scalars", folder / "contracts" / "scalars")
    (folder / "Cargo.toml").write_text(MANIFEST, encoding="utf-8")
    originals = sources()
    copies = (count - 1) // len(originals)
    alone = {path: text for path, text in originals.items() if "floe:" not in text}
    rest = range(copies, count)  # contracts that refer to no other fill up what whole copies leave
    numbered = [(number, *item) for number in range(copies) for item in originals.items()]
    numbered += [(number, *item) for number in rest for item in alone.items()]
    for number, path, text in numbered[: count - 1]:
        target = folder / "contracts" / f"{path}-{number}" / "v1.yaml"
        target.parent.mkdir(parents=True)
        target.write_text(copy(text, number), encoding="utf-8")
    return folder / "contracts" / "bindings" / "endpoint-3" / "v1.yaml"
