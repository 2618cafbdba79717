#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sotto {

/// One line of llama's or ggml's log, without its line break.
struct LogLine {
    enum class Level : std::uint8_t { Debug, Info, Warning, Error };
    Level level = Level::Info;
    std::string text;
};

/// Takes llama's log off the terminal. Called by whoever touches the library first; more calls do nothing.
void installLlamaLog();

/// Records the library's log while it lives; nothing of it reaches the terminal, then or later.
///
/// llama's log callback is one for the process and is not meant to be changed while it works, so it is set once and
/// hands each line to the captures that are alive. A capture keeps its latest 20,000 lines. Thread: any.
class LogCapture final {
public:
    LogCapture();
    ~LogCapture();
    LogCapture(const LogCapture &) = delete;
    LogCapture &operator=(const LogCapture &) = delete;

    [[nodiscard]] std::vector<LogLine> lines() const;
    /// The last lines of level Error, joined by line breaks; English, for "Show details".
    [[nodiscard]] std::string lastErrors() const;

private:
    friend void installLlamaLog();
    static void receive(int level, const char *text);

    struct Buffer;
    std::shared_ptr<Buffer> m_buffer;
};

} // namespace sotto
