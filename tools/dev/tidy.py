#!/usr/bin/env python3
"""clang-tidy over many files at a time.

tidy.py BUILD_DIR STAMP_DIR < list of sources, one a line, relative to the current folder

Nearly all of clang-tidy's time goes into the standard library's headers, again for each file. So files with the same
compiler flags are looked at together, as one source that includes them; where they do not go together (two files with
a helper of the same name), the group is parted until they do. A file is looked at again only when it, a header or the
checks have changed: its stamp is named by their hash.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

GROUP = 10


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:24]


def header_hash() -> bytes:
    names = subprocess.run(["find", ".", "-path", "./build", "-prune", "-o", "-name", "*.h", "-print"],
                           capture_output=True, text=True, check=True).stdout.split()
    texts = [pathlib.Path(name).read_bytes() for name in sorted(names)]
    return digest(*texts, pathlib.Path(".clang-tidy").read_bytes(), pathlib.Path(__file__).read_bytes()).encode()


def flags_of(build: pathlib.Path) -> dict[str, list[str]]:
    """For each source, its compiler command without the source and the output."""
    out = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        kept, skip = [], False
        for word in words:
            if skip or word in ("-c", "-o"):
                skip = word == "-o"
                continue
            if not word.endswith((".cpp", ".o")):
                kept.append(word)
        out[os.path.realpath(entry["file"])] = [entry["directory"], *kept]
    return out


class Tidy:
    def __init__(self, build: pathlib.Path, stamps: pathlib.Path):
        self.flags = flags_of(build)
        self.stamps = stamps
        self.headers = header_hash()
        self.failed = False
        stamps.mkdir(parents=True, exist_ok=True)

    def stamp(self, source: str) -> pathlib.Path:
        return self.stamps / digest(self.headers, source.encode(), pathlib.Path(source).read_bytes())

    def groups(self, sources: list[str]) -> list[list[str]]:
        by_flags: dict[str, list[str]] = {}
        for source in sources:
            key = " ".join(self.flags[os.path.realpath(source)])
            by_flags.setdefault(key, []).append(source)
        return [same[i:i + GROUP] for same in by_flags.values() for i in range(0, len(same), GROUP)]

    def run(self, sources: list[str]) -> None:
        folder = self.stamps / ("group-" + digest(*(s.encode() for s in sources)))
        folder.mkdir(exist_ok=True)
        unit = folder / "group.cpp"
        unit.write_text("".join(f'#include "{os.path.realpath(s)}" // NOLINT(bugprone-suspicious-include)\n' for s in sources))
        where, *command = self.flags[os.path.realpath(sources[0])]
        database = [{"directory": where, "file": str(unit.resolve()), "arguments": [*command, "-c", str(unit.resolve())]}]
        (folder / "compile_commands.json").write_text(json.dumps(database))
        done = subprocess.run(["clang-tidy", "--quiet", f"--config-file={os.path.realpath('.clang-tidy')}",
                               "-p", str(folder), str(unit)], capture_output=True, text=True)
        if done.returncode == 0:
            for source in sources:
                self.stamp(source).touch()
        elif len(sources) > 1:
            middle = len(sources) // 2
            self.run(sources[:middle])
            self.run(sources[middle:])
        else:
            self.failed = True
            print(done.stdout, flush=True)


def main() -> int:
    tidy = Tidy(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    sources = [line.strip() for line in sys.stdin if line.strip()]
    todo = [source for source in sources if not tidy.stamp(source).exists()]
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(tidy.run, tidy.groups(todo)))
    return 1 if tidy.failed else 0


if __name__ == "__main__":
    sys.exit(main())
