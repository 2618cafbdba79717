#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace sotto {

/// What a request's tools are called, and which of their parameters are strings. Thread: a plain value.
class ToolCatalog final {
public:
    /// `tools`: as GenerationRequest::tools. What is not in that form is passed over.
    explicit ToolCatalog(std::string_view tools);

    [[nodiscard]] bool has(std::string_view name) const { return m_strings.contains(name); }
    /// The parameter's schema says that it is a string, so that "42" is not a number.
    [[nodiscard]] bool isString(std::string_view name, std::string_view parameter) const;

private:
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> m_strings; ///< By the tool's name.
};

} // namespace sotto
