#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

/// What the fake libnvidia-ml.so pretends. A test loads the library by its path, gets this by sotto_fake_nvml() and
/// turns the virtual clock; the program under test loads the same file through its own loader. In a program that sets
/// nothing, FAKE_NVML_WATTS (a number, GPUs separated by commas) makes GPUs of constant power on the real clock.
namespace sotto::fake {

struct Gpu {
    std::string name = "NVIDIA GeForce RTX 4090";
    std::string busId = "00000000:01:00.0";
    int computeMajor = 8;
    int computeMinor = 9;
    std::function<double(double)> watts = [](double) { return 100.0; }; ///< True power at a time in seconds.

    double updateSeconds = 0.1;   ///< The sensor has a new value that often.
    double instantWindow = 0.1;   ///< Field 186: mean over so much time before the update.
    double averageWindow = 1.0;   ///< Field 185 and the old call.
    double counterStep = 0.1;     ///< The energy counter moves that often.
    double counterScale = 1.0;    ///< A counter that disagrees with the sensor.
    double counterStart = 1000.0; ///< Joules at time 0.
    double counterResetAt = -1;   ///< From then on it counts from 0 again.

    std::map<std::string, int> fails; ///< Return value by function; "field 186" for one field's own.
    unsigned scope = 0;               ///< The only scope the power fields answer for.
    int lost = 0;                     ///< 15 or 16: every call returns it.
    unsigned limitMilliwatts = 450'000;
    unsigned celsius = 61;
    unsigned busyPercent = 87;
    std::uint64_t throttle = 0x4;
    std::uint64_t memoryTotal = 24ULL << 30;
    std::uint64_t memoryUsed = 8ULL << 30;
    std::vector<std::pair<unsigned, std::uint64_t>> processes;
};

struct World {
    double now = 0; ///< Seconds.
    bool realClock = false;
    int initFails = 0; ///< What nvmlInit returns.
    bool initialised = false;
    int inits = 0;
    int shutdowns = 0;
    std::vector<Gpu> gpus;
    std::map<std::string, double> costs; ///< Seconds of computing that a call takes; for the bench.
    std::map<std::string, int> calls;    ///< How often each function was called.
};

} // namespace sotto::fake

extern "C" {
/// For tests; real libraries have no such function.
sotto::fake::World *sotto_fake_nvml();
}
