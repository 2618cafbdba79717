#pragma once

#include <functional>
#include <span>
#include <string_view>

namespace sotto {

/// A chat template of Sotto's own for a family of models, for files that bring none.
struct BuiltinTemplate {
    std::string_view family;
    std::string_view source; ///< Jinja.
};

/// All of them; the first is ChatML.
[[nodiscard]] std::span<const BuiltinTemplate> builtinTemplates();

/// The one for a model, told by the marks its vocabulary holds, else by `general.architecture`; null where neither
/// says. `hasMark`: whether the vocabulary has that special token. Thread: any.
[[nodiscard]] const BuiltinTemplate *builtinTemplateFor(std::string_view architecture,
                                                        const std::function<bool(std::string_view)> &hasMark);

} // namespace sotto
