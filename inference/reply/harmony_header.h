#pragma once

#include <string>
#include <string_view>

namespace sotto {

/// What the three parts of a harmony header say, and the words in them that no header has.
struct HarmonyHeader {
    std::string channel;   ///< "analysis", "commentary", "final", or a name that is not known; may be empty.
    std::string recipient; ///< After `to=`; may be empty.
    std::string stray;     ///< Belongs to the message.
};

/// `complete`: `<|message|>` followed, so that a lone word is a name or a type; else it is the message's. Pure.
[[nodiscard]] HarmonyHeader readHarmonyHeader(std::string_view role, std::string_view channel, std::string_view type,
                                              bool complete);

} // namespace sotto
