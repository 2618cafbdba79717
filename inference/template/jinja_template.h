#pragma once

#include "base/cancel_token.h"
#include "base/result.h"
#include "inference/template/limits.h"
#include "inference/template/text_span.h"

#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

namespace jinja {
struct Syntax;
}

/// Variables of one rendering. Texts are UTF-8; malformed bytes become U+FFFD. Thread: one at a time.
class TemplateVariables final {
public:
    TemplateVariables();
    ~TemplateVariables();
    TemplateVariables(TemplateVariables &&) noexcept;
    TemplateVariables &operator=(TemplateVariables &&) noexcept;

    /// Fields of an object in the order they are set.
    class Object;

    void set(std::string name, bool value);
    void set(std::string name, std::string_view text, TextOrigin origin);
    /// Errors: InvalidRequest where `json` is none.
    [[nodiscard]] Status setJson(std::string name, std::string_view json, TextOrigin origin);
    /// Adds one object to the list called `name`.
    void add(const std::string &name, Object object);

private:
    friend class JinjaTemplate;
    struct Data;
    std::unique_ptr<Data> m_data;
};

class TemplateVariables::Object final {
public:
    Object();
    ~Object();
    Object(Object &&) noexcept;
    Object &operator=(Object &&) noexcept;

    void set(std::string_view name, std::string_view text, TextOrigin origin);
    /// Errors: InvalidRequest where `json` is none.
    [[nodiscard]] Status setJson(std::string_view name, std::string_view json, TextOrigin origin);

private:
    friend class TemplateVariables;
    struct Data;
    std::unique_ptr<Data> m_data;
};

/// A chat template in the Jinja language: gives what Python's Jinja2 gives, set up as the library transformers does
/// (immutable sandbox, trim_blocks, lstrip_blocks, loop controls, `generation` blocks, its own `tojson`,
/// `raise_exception`, `strftime_now`). Whole numbers have 64 bits; a few filters for web pages are refused. Every
/// byte of the result knows whether the template or a person wrote it: what is made out of a person's text is a
/// person's. Thread: one at a time.
class JinjaTemplate final {
public:
    /// Errors: TemplateFailed.
    [[nodiscard]] static Result<JinjaTemplate> parse(std::string_view source, const TemplateLimits &limits = {});
    ~JinjaTemplate();
    JinjaTemplate(JinjaTemplate &&) noexcept;
    JinjaTemplate &operator=(JinjaTemplate &&) noexcept;

    /// The text, cut where its origin changes. `now`: what strftime_now() tells. Errors: Cancelled; TemplateFailed,
    /// with the template's own words as its detail where it called raise_exception(), else what is wrong and where.
    [[nodiscard]] Result<std::vector<TextSpan>> render(const TemplateVariables &variables, std::time_t now,
                                                       const CancelToken &cancel = {}) const;

private:
    JinjaTemplate(std::unique_ptr<const jinja::Syntax> syntax, const TemplateLimits &limits);

    std::unique_ptr<const jinja::Syntax> m_syntax;
    TemplateLimits m_limits;
};

} // namespace sotto
