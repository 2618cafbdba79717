#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace sotto::bench {

/// Another program that ends when this one does, however this one ends (PR_SET_PDEATHSIG). Linux only.
class Child final {
public:
    /// Starts `arguments[0]`, found by PATH, with its errors going nowhere. `readOutput`: see output().
    explicit Child(const std::vector<std::string> &arguments, bool readOutput = true);
    ~Child();
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    [[nodiscard]] bool isRunning();
    /// Everything it prints, waiting for its end.
    [[nodiscard]] std::string output();

private:
    pid_t m_pid = -1;
    int m_output = -1;
};

} // namespace sotto::bench
