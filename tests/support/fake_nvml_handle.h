#pragma once

#include "tests/support/fake_nvml/fake_nvml.h"

#include <dlfcn.h>

#include <stdexcept>

namespace sotto::test {

/// The test's hold on a fake NVML library; made anew for each test, so that none sees another's GPUs.
class FakeNvml final {
public:
    explicit FakeNvml(const char *path) : m_library(::dlopen(path, RTLD_NOW | RTLD_LOCAL))
    {
        if (m_library == nullptr) throw std::runtime_error(::dlerror());
        const auto get = reinterpret_cast<fake::World *(*)()>(::dlsym(m_library, "sotto_fake_nvml"));
        m_world = get();
        *m_world = {};
    }
    ~FakeNvml()
    {
        *m_world = {};
        ::dlclose(m_library);
    }
    FakeNvml(const FakeNvml &) = delete;
    FakeNvml &operator=(const FakeNvml &) = delete;

    fake::World *operator->() const { return m_world; }
    fake::World &operator*() const { return *m_world; }

private:
    void *m_library;
    fake::World *m_world = nullptr;
};

} // namespace sotto::test
