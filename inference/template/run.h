#pragma once

#include "base/cancel_token.h"
#include "inference/template/limits.h"

#include <chrono>
#include <ctime>
#include <stdexcept>
#include <string>

namespace sotto::jinja {

/// Ends parsing or rendering. Thrown inside this folder only; JinjaTemplate turns it into an Error.
class Fault final : public std::runtime_error {
public:
    /// In place of a line: raise_exception() was called, and its words are for the person as they are.
    static constexpr int kRaisedByTemplate = -1;

    explicit Fault(const std::string &message, int atLine = 0) : std::runtime_error(message), line(atLine) {}
    int line; ///< From 1; 0: not known yet, the statement that sees it pass sets it.
};

[[noreturn]] inline void raise(const std::string &message)
{
    throw Fault(message);
}

/// What one rendering has used of its limits. Every function of this folder that makes something takes it.
class Run final {
public:
    Run(const TemplateLimits &limits, CancelToken cancel, std::time_t now)
        : m_limits(limits), m_cancel(std::move(cancel)), m_end(std::chrono::steady_clock::now() + limits.time),
          m_now(now)
    {
    }

    /// So much work is about to be done. Throws where it is too much, takes too long or was cancelled.
    void work(std::size_t units = 1)
    {
        m_steps += units;
        m_sinceLook += units;
        if (m_sinceLook > 4096) look();
    }
    /// So many bytes are about to be allocated.
    void allocate(std::size_t bytes)
    {
        m_bytes += bytes;
        if (bytes > m_limits.memoryBytes || m_bytes > m_limits.memoryBytes) raise("the template makes too much text");
        work(1 + bytes / 64);
    }

    [[nodiscard]] const TemplateLimits &limits() const { return m_limits; }
    [[nodiscard]] std::time_t now() const { return m_now; }
    [[nodiscard]] bool isCancelled() const { return m_cancel.isCancelled(); }

    /// Stands for one evaluation within another.
    class Level final {
    public:
        explicit Level(Run &run) : m_run(run)
        {
            if (++m_run.m_depth <= m_run.m_limits.depth) return;
            --m_run.m_depth;
            raise("the template is nested too deeply");
        }
        ~Level() { --m_run.m_depth; }
        Level(const Level &) = delete;
        Level &operator=(const Level &) = delete;

    private:
        Run &m_run;
    };

private:
    void look()
    {
        m_sinceLook = 0;
        if (m_cancel.isCancelled()) raise("cancelled");
        if (m_steps > m_limits.steps) raise("the template takes too many steps");
        if (std::chrono::steady_clock::now() > m_end) raise("the template takes too long");
    }

    const TemplateLimits m_limits;
    CancelToken m_cancel;
    std::chrono::steady_clock::time_point m_end;
    std::time_t m_now;
    std::uint64_t m_steps = 0;
    std::uint64_t m_sinceLook = 0;
    std::size_t m_bytes = 0;
    int m_depth = 0;
};

} // namespace sotto::jinja
