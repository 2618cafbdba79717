#include "inference/template/jinja_template.h"

#include "base/utf8.h"
#include "inference/json/json_reader.h"
#include "inference/template/evaluator.h"
#include "inference/template/parser.h"
#include "inference/template/template_json.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace sotto {
namespace {

using Entries = std::vector<std::pair<jinja::Value, jinja::Value>>;

/// Values made before a rendering are bounded on their own.
TemplateLimits limitsOfVariables()
{
    TemplateLimits limits;
    limits.time = std::chrono::seconds(30);
    limits.steps = 1ULL << 40U;
    return limits;
}

Error failure(const jinja::Fault &fault)
{
    const std::string message = fault.what();
    if (fault.line <= 0) return Error(ErrorCode::TemplateFailed, {}, message);
    return Error(ErrorCode::TemplateFailed, {}, "line " + std::to_string(fault.line) + ": " + message);
}

jinja::Value textValue(std::string_view text, TextOrigin origin)
{
    return jinja::Value(MarkedText(sanitizedUtf8(text), origin));
}

Result<jinja::Value> jsonValue(std::string_view text, TextOrigin origin)
{
    const auto json = readJson(text, {.bytes = 64ULL << 20U, .depth = 64, .values = 1'000'000});
    if (!json) return fail(ErrorCode::InvalidRequest, json.error().subject, json.error().detail);
    try {
        jinja::Run run(limitsOfVariables(), {}, 0);
        return jinja::fromJson(run, *json, origin);
    } catch (const jinja::Fault &fault) {
        return fail(ErrorCode::InvalidRequest, {}, fault.what());
    }
}

} // namespace

struct TemplateVariables::Object::Data {
    Entries entries;
};

TemplateVariables::Object::Object() : m_data(std::make_unique<Data>()) {}
TemplateVariables::Object::~Object() = default;
TemplateVariables::Object::Object(Object &&) noexcept = default;
TemplateVariables::Object &TemplateVariables::Object::operator=(Object &&) noexcept = default;

void TemplateVariables::Object::set(std::string_view name, std::string_view text, TextOrigin origin)
{
    m_data->entries.emplace_back(jinja::Value(name), textValue(text, origin));
}

Status TemplateVariables::Object::setJson(std::string_view name, std::string_view json, TextOrigin origin)
{
    auto value = jsonValue(json, origin);
    if (!value) return std::unexpected(value.error());
    m_data->entries.emplace_back(jinja::Value(name), *std::move(value));
    return {};
}

struct TemplateVariables::Data {
    std::vector<std::pair<std::string, jinja::Value>> values;
    std::vector<std::pair<std::string, jinja::Values>> lists;
};

TemplateVariables::TemplateVariables() : m_data(std::make_unique<Data>()) {}
TemplateVariables::~TemplateVariables() = default;
TemplateVariables::TemplateVariables(TemplateVariables &&) noexcept = default;
TemplateVariables &TemplateVariables::operator=(TemplateVariables &&) noexcept = default;

void TemplateVariables::set(std::string name, bool value)
{
    m_data->values.emplace_back(std::move(name), jinja::Value(value));
}

void TemplateVariables::set(std::string name, std::string_view text, TextOrigin origin)
{
    m_data->values.emplace_back(std::move(name), textValue(text, origin));
}

Status TemplateVariables::setJson(std::string name, std::string_view json, TextOrigin origin)
{
    auto value = jsonValue(json, origin);
    if (!value) return std::unexpected(value.error());
    m_data->values.emplace_back(std::move(name), *std::move(value));
    return {};
}

void TemplateVariables::add(const std::string &name, Object object)
{
    jinja::Run run(limitsOfVariables(), {}, 0);
    auto list = std::ranges::find(m_data->lists, name, &std::pair<std::string, jinja::Values>::first);
    if (list == m_data->lists.end()) list = m_data->lists.insert(list, {name, {}});
    list->second.push_back(jinja::makeDict(run, std::move(object.m_data->entries)));
}

JinjaTemplate::JinjaTemplate(std::unique_ptr<const jinja::Syntax> syntax, const TemplateLimits &limits)
    : m_syntax(std::move(syntax)), m_limits(limits)
{
}

JinjaTemplate::~JinjaTemplate() = default;
JinjaTemplate::JinjaTemplate(JinjaTemplate &&) noexcept = default;
JinjaTemplate &JinjaTemplate::operator=(JinjaTemplate &&) noexcept = default;

Result<JinjaTemplate> JinjaTemplate::parse(std::string_view source, const TemplateLimits &limits)
{
    try {
        return JinjaTemplate(jinja::parseTemplate(sanitizedUtf8(source), limits), limits);
    } catch (const jinja::Fault &fault) {
        return std::unexpected(failure(fault));
    }
}

Result<std::vector<TextSpan>> JinjaTemplate::render(const TemplateVariables &variables, std::time_t now,
                                                    const CancelToken &cancel) const
{
    try {
        jinja::Run run(m_limits, cancel, now);
        const auto scope = std::make_shared<jinja::Scope>();
        for (const auto &[name, value] : variables.m_data->values)
            scope->set(name, value);
        for (const auto &[name, items] : variables.m_data->lists)
            scope->set(name, jinja::makeSequence(run, items));
        return jinja::Evaluator(run, *m_syntax, scope).render().spans();
    } catch (const jinja::Fault &fault) {
        if (cancel.isCancelled()) return fail(ErrorCode::Cancelled);
        return std::unexpected(failure(fault));
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::TemplateFailed, {}, "the template makes too much text");
    }
}

} // namespace sotto
