#include "inference/llama/log_capture.h"

#include <llama.h>

#include <algorithm>
#include <deque>
#include <mutex>
#include <ranges>
#include <string_view>
#include <utility>

namespace sotto {

struct LogCapture::Buffer {
    std::deque<LogLine> lines;
    std::string open; ///< A line that has not ended yet.

    void append(LogLine::Level level, std::string_view text, bool goesOn)
    {
        constexpr std::size_t kMaxLines = 20'000;
        constexpr std::size_t kMaxLineBytes = 4096;
        if (!goesOn) open.clear();
        for (const char c : text) {
            if (c != '\n') {
                if (open.size() < kMaxLineBytes) open.push_back(c);
                continue;
            }
            lines.push_back({level, std::exchange(open, {})});
            if (lines.size() > kMaxLines) lines.pop_front();
        }
    }

    /// llama's callback is global, so what it reaches has to be.
    struct Hub {
        std::mutex mutex;
        std::vector<std::weak_ptr<Buffer>> buffers;
        LogLine::Level level = LogLine::Level::Info;
    };
    static Hub &hub()
    {
        static Hub instance;
        return instance;
    }

    static void receive(int level, const char *text)
    {
        Hub &all = hub();
        const std::lock_guard lock(all.mutex);
        if (level == GGML_LOG_LEVEL_DEBUG) all.level = LogLine::Level::Debug;
        if (level == GGML_LOG_LEVEL_INFO || level == GGML_LOG_LEVEL_NONE) all.level = LogLine::Level::Info;
        if (level == GGML_LOG_LEVEL_WARN) all.level = LogLine::Level::Warning;
        if (level == GGML_LOG_LEVEL_ERROR) all.level = LogLine::Level::Error;
        for (const std::weak_ptr<Buffer> &weak : all.buffers)
            if (const auto buffer = weak.lock()) buffer->append(all.level, text, level == GGML_LOG_LEVEL_CONT);
    }
};

void LogCapture::receive(int level, const char *text)
{
    Buffer::receive(level, text);
}

void installLlamaLog()
{
    static std::once_flag once;
    std::call_once(once, [] {
        llama_log_set([](ggml_log_level level, const char *text, void *) { LogCapture::receive(level, text); },
                      nullptr);
    });
}

LogCapture::LogCapture() : m_buffer(std::make_shared<Buffer>())
{
    installLlamaLog();
    Buffer::Hub &all = Buffer::hub();
    const std::lock_guard lock(all.mutex);
    std::erase_if(all.buffers, [](const auto &weak) { return weak.expired(); });
    all.buffers.push_back(m_buffer);
}

LogCapture::~LogCapture()
{
    const std::lock_guard lock(Buffer::hub().mutex);
    m_buffer.reset();
}

std::vector<LogLine> LogCapture::lines() const
{
    const std::lock_guard lock(Buffer::hub().mutex);
    return {m_buffer->lines.begin(), m_buffer->lines.end()};
}

std::string LogCapture::lastErrors() const
{
    constexpr std::size_t kShown = 6;
    std::vector<std::string> errors;
    for (const LogLine &line : std::views::reverse(lines())) {
        if (line.level != LogLine::Level::Error) continue;
        errors.push_back(line.text);
        if (errors.size() == kShown) break;
    }
    std::string joined;
    for (const std::string &text : std::views::reverse(errors))
        joined += (joined.empty() ? "" : "\n") + text;
    return joined;
}

} // namespace sotto
