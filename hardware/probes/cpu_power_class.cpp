#include "hardware/probes/cpu_power_class.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace sotto {
namespace {

constexpr double kNamed = 0.5;   ///< The series is known; its members and their boost differ by that much.
constexpr double kGuessed = 0.7; ///< Only the number of cores is known.

struct Series {
    std::string_view words; ///< In the model name.
    CpuPowerClass rated;
};

// Watts a core: a typical member's rated watts over its cores.
constexpr Series kSeries[] = {
    {"EPYC", {4.4, kNamed, "server"}},              // 7763: 280/64
    {"Xeon", {6.3, kNamed, "server"}},              // 8480: 350/56
    {"Threadripper", {8.8, kNamed, "workstation"}}, // 3970X: 280/32
    {"Neoverse", {2.5, kNamed, "server"}},
    {"Ampere", {2.5, kNamed, "server"}},        // Altra: 250/128, and its slower ones
    {"Raspberry Pi", {1.7, kNamed, "board"}},   // 5: about 7 W for 4 at work
    {"Intel(R) N", {1.5, kNamed, "low power"}}, // N100: 6/4
    {"Celeron", {2.5, kNamed, "low power"}},
    {"Atom", {2.5, kNamed, "low power"}},
    {"Core(TM) Ultra", {4, kNamed, "laptop"}}, // 155H: 28 for 6 large and 10 small
};

// The letters behind the number: "i7-1165G7" has none, "5600X" has X.
struct Suffix {
    std::string_view letters;
    CpuPowerClass rated;
};
constexpr Suffix kSuffixes[] = {
    {"X3D", {12, kNamed, "desktop"}}, // 7800X3D: 120/8
    {"HX", {4, kNamed, "laptop"}},    // 7945HX: 55/16
    {"HS", {4.4, kNamed, "laptop"}},  // 7840HS: 35/8
    {"HK", {5.6, kNamed, "laptop"}},   {"KF", {7.8, kNamed, "desktop"}}, {"KS", {7, kNamed, "desktop"}},
    {"XT", {13, kNamed, "desktop"}},   {"H", {5.6, kNamed, "laptop"}},  // 5800H: 45/8
    {"U", {3.5, kNamed, "laptop"}},                                     // 7840U: 28/8; 8565U: 15/4
    {"P", {2.3, kNamed, "laptop"}},                                     // 1260P: 28/12
    {"Y", {2.5, kNamed, "low power"}}, {"K", {7.8, kNamed, "desktop"}}, // 13700K: 125/16; 12600K: 125/10
    {"X", {11, kNamed, "desktop"}},                                     // 5800X: 105/8; 7950X: 170/16
    {"T", {4.4, kNamed, "desktop"}},   {"G", {8, kNamed, "desktop"}},   // 5700G: 65/8
};

/// The letters that end the word with the model number in it ("5600X" in "AMD Ryzen 5 5600X 6-Core Processor").
std::string_view suffixOf(std::string_view model)
{
    while (!model.empty()) {
        const std::size_t space = std::min(model.find(' '), model.size());
        std::string_view word = model.substr(0, space);
        model.remove_prefix(std::min(space + 1, model.size()));
        if (const std::size_t dash = word.find('-'); dash != std::string_view::npos && word.starts_with("i"))
            word.remove_prefix(dash + 1);
        const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
        if (digits >= 3) return word.substr(digits);
    }
    return {};
}

CpuPowerClass byCores(int cores)
{
    if (cores <= 4) return {7, kGuessed, "unknown"};  // a laptop of 15 W, an older desktop of 65 W, a slice of a server
    if (cores <= 16) return {8, kGuessed, "unknown"}; // desktops: 65/8, 125/16
    return {5, kGuessed, "unknown"};                  // servers
}

} // namespace

CpuPowerClass cpuPowerClass(std::string_view model, int physicalCores)
{
    for (const Series &series : kSeries)
        if (model.contains(series.words)) return series.rated;
    const bool consumer = model.contains("Ryzen") || model.contains("Core(TM)");
    if (!consumer) return byCores(physicalCores);
    const std::string_view letters = suffixOf(model);
    for (const Suffix &suffix : kSuffixes)
        if (letters.starts_with(suffix.letters)) return suffix.rated;
    return {8, kNamed, "desktop"}; // 65 W for 8 cores, the plain members of both makers
}

} // namespace sotto
