"""The processor's own energy counters, where the machine lets them be read. Standard library only."""

from __future__ import annotations

from pathlib import Path

POWERCAP = Path("/sys/class/powercap")


class EnergyCounter:
    """Joules of all processor packages since it was made; None where they cannot be read. Other programs' work is in it.

    Linux, Documentation/power/powercap: energy_uj counts microjoules and begins anew after max_energy_range_uj, some minutes
    at full load, so it must be asked more often than that.
    """

    def __init__(self, folder: Path = POWERCAP):
        self._joules = 0.0
        self._packages: list[tuple[Path, int, int]] = []  # counter, its range, its last value
        try:
            for package in sorted(folder.glob("intel-rapl:?")):
                counter = package / "energy_uj"
                most = int((package / "max_energy_range_uj").read_text())
                self._packages.append((counter, most, int(counter.read_text())))
        except OSError:  # usually: only root may read them
            self._packages = []

    def joules(self) -> float | None:
        if not self._packages:
            return None
        for at, (counter, most, before) in enumerate(self._packages):
            now = int(counter.read_text())
            self._joules += (now - before + (most + 1 if now < before else 0)) / 1e6
            self._packages[at] = (counter, most, now)
        return self._joules
