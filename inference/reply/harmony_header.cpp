#include "inference/reply/harmony_header.h"

#include "inference/reply/mark_scan.h"

#include <array>

namespace sotto {
namespace {

constexpr std::array<std::string_view, 3> kChannels{"analysis", "commentary", "final"};

bool isHeaderNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.' || c == ':';
}

/// Reads words off the front of one part of a header.
class PartReader final {
public:
    explicit PartReader(std::string_view part) : m_rest(withoutLeadingBlanks(part)) {}

    bool skip(std::string_view word)
    {
        if (!m_rest.starts_with(word)) return false;
        m_rest = withoutLeadingBlanks(m_rest.substr(word.size()));
        return true;
    }
    std::string_view knownChannel()
    {
        for (const std::string_view channel : kChannels) {
            if (skip(channel)) return channel;
        }
        return {};
    }
    std::string_view name()
    {
        std::size_t length = 0;
        while (length < m_rest.size() && isHeaderNameByte(m_rest[length]))
            ++length;
        const std::string_view word = m_rest.substr(0, length);
        m_rest = withoutLeadingBlanks(m_rest.substr(length));
        return word;
    }
    void recipient(std::string &to)
    {
        if (skip("to=")) to = name();
    }
    /// Skips whoever speaks, where nothing but a recipient follows.
    void speaker()
    {
        PartReader ahead = *this;
        static_cast<void>(ahead.name());
        if (ahead.m_rest.empty() || ahead.m_rest.starts_with("to=")) *this = ahead;
    }
    /// The last word of the part where it is one.
    std::string_view loneWord()
    {
        PartReader ahead = *this;
        const std::string_view word = ahead.name();
        if (!ahead.m_rest.empty()) return {};
        m_rest = {};
        return word;
    }
    [[nodiscard]] std::string_view rest() const { return m_rest; }

private:
    std::string_view m_rest;
};

void addStray(std::string &stray, std::string_view words)
{
    if (words.empty()) return;
    if (!stray.empty() && !isBlank(stray.back())) stray += ' ';
    stray += words;
}

} // namespace

HarmonyHeader readHarmonyHeader(std::string_view role, std::string_view channel, std::string_view type, bool complete)
{
    HarmonyHeader header;
    PartReader inRole(role);
    if (complete || trimmedBlanks(role) == "assistant") inRole.speaker();
    inRole.recipient(header.recipient);
    addStray(header.stray, inRole.rest());

    PartReader inChannel(channel);
    header.channel = inChannel.knownChannel();
    if (header.channel.empty() && complete) header.channel = inChannel.loneWord();
    inChannel.recipient(header.recipient);
    if (complete) inChannel.loneWord(); // its type, without <|constrain|>
    addStray(header.stray, inChannel.rest());

    PartReader inType(type);
    if (!inType.skip("json") && complete) inType.loneWord();
    inType.recipient(header.recipient);
    addStray(header.stray, inType.rest());
    return header;
}

} // namespace sotto
