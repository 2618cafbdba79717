#pragma once

#include <cstddef>
#include <cstdint>

/// The few declarations of NVML's binary interface that Sotto uses, written from NVIDIA's NVML API Reference Guide.
/// They are fixed by the library's compatibility promise: a struct changes only together with the name of its function.
namespace sotto::nvml {

using Return = int;
inline constexpr Return kSuccess = 0;
inline constexpr Return kUninitialized = 1;
inline constexpr Return kInvalidArgument = 2;
inline constexpr Return kNotSupported = 3;
inline constexpr Return kNoPermission = 4;
inline constexpr Return kNotFound = 6;
inline constexpr Return kInsufficientSize = 7;
inline constexpr Return kDriverNotLoaded = 9;
inline constexpr Return kGpuIsLost = 15;
inline constexpr Return kResetRequired = 16;
inline constexpr Return kVersionMismatch = 18;
inline constexpr Return kGpuNotFound = 28;
inline constexpr Return kUnknown = 999;

using Device = void *;

inline constexpr unsigned kFieldPowerAverage = 185;
inline constexpr unsigned kFieldPowerInstant = 186;
inline constexpr unsigned kScopeGpu = 0;
inline constexpr unsigned kScopeModule = 1;

enum ValueType : int { Double = 0, UnsignedInt, UnsignedLong, UnsignedLongLong, SignedLongLong, SignedInt };

union Value {
    double asDouble;
    unsigned asUnsigned;
    unsigned long asUnsignedLong;
    unsigned long long asUnsignedLongLong;
    long long asSignedLongLong;
    int asSigned;
};

struct FieldValue {
    unsigned fieldId;
    unsigned scopeId;
    long long timestampUs;
    long long latencyUs;
    int valueType;
    Return result; ///< Its own; the call as a whole may succeed while this failed.
    Value value;
};
static_assert(sizeof(FieldValue) == 40 && offsetof(FieldValue, value) == 32);

struct Memory {
    unsigned long long total;
    unsigned long long free;
    unsigned long long used;
};
static_assert(sizeof(Memory) == 24);

struct MemoryV2 {
    unsigned version;
    unsigned long long total;
    unsigned long long reserved;
    unsigned long long free;
    unsigned long long used;
};
static_assert(sizeof(MemoryV2) == 40);
inline constexpr unsigned kMemoryV2 = sizeof(MemoryV2) | (2U << 24);

/// All versions of the function fill in the numbers at the same places; the text at the end came with version 3.
struct PciInfo {
    char busIdLegacy[16];
    unsigned domain;
    unsigned bus;
    unsigned device;
    unsigned pciDeviceId;
    unsigned pciSubSystemId;
    char busId[32];
};
static_assert(sizeof(PciInfo) == 68);

struct Utilization {
    unsigned gpu;
    unsigned memory;
};

/// Of the functions ending in _v2 and _v3.
struct ProcessInfo {
    unsigned pid;
    unsigned long long usedGpuMemory; ///< kNoValue: not told.
    unsigned gpuInstanceId;
    unsigned computeInstanceId;
};
static_assert(sizeof(ProcessInfo) == 24);

struct ProcessInfoV1 {
    unsigned pid;
    unsigned long long usedGpuMemory;
};
static_assert(sizeof(ProcessInfoV1) == 16);

inline constexpr unsigned long long kNoValue = ~0ULL;
inline constexpr int kTemperatureGpu = 0;
inline constexpr int kClockSm = 1;
inline constexpr int kClockMemory = 2;

} // namespace sotto::nvml
