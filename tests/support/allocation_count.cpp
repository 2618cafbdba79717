#include "tests/support/allocation_count.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> g_allocations{0};

void *counted(std::size_t size) noexcept
{
    ++g_allocations;
    return std::malloc(size == 0 ? 1 : size);
}

void *countedOrThrow(std::size_t size)
{
    if (void *memory = counted(size)) return memory;
    throw std::bad_alloc();
}

} // namespace

// All forms for types that are not overaligned: under AddressSanitizer a `new` of its own must not meet a `delete` from
// here. Not inlined, since the compiler warns of malloc() paired with delete.
[[gnu::noinline]] void *operator new(std::size_t size)
{
    return countedOrThrow(size);
}
[[gnu::noinline]] void *operator new[](std::size_t size)
{
    return countedOrThrow(size);
}
[[gnu::noinline]] void *operator new(std::size_t size, const std::nothrow_t &) noexcept
{
    return counted(size);
}
[[gnu::noinline]] void *operator new[](std::size_t size, const std::nothrow_t &) noexcept
{
    return counted(size);
}
[[gnu::noinline]] void operator delete(void *memory) noexcept
{
    std::free(memory);
}
[[gnu::noinline]] void operator delete[](void *memory) noexcept
{
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}
[[gnu::noinline]] void operator delete[](void *memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace sotto::tests {

long allocationCount()
{
    return g_allocations;
}

} // namespace sotto::tests
