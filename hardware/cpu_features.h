#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sotto {

/// What of the processor's instruction sets matters to inference ("avx2", "avx512_vnni", "amx_int8", "asimd", "sve",
/// …), in a fixed order, from the first "flags" or "Features" of /proc/cpuinfo below `root`. Empty where the system
/// does not say. Thread: any; it reads a file, so not the GUI's.
[[nodiscard]] std::vector<std::string> readCpuFeatures(const std::filesystem::path &root = "/");

} // namespace sotto
