#include "core/storage/codec.h"

#include "inference/sampling_table.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace sotto {

namespace {

// Names of error codes on disk. A code without a line here is kept as "internal".
constexpr auto kErrorNames = std::to_array<std::pair<ErrorCode, const char *>>({
    {ErrorCode::Cancelled, "cancelled"},
    {ErrorCode::InvalidRequest, "invalid_request"},
    {ErrorCode::FileNotFound, "file_not_found"},
    {ErrorCode::FileUnreadable, "file_unreadable"},
    {ErrorCode::FileTruncated, "file_truncated"},
    {ErrorCode::DiskFull, "disk_full"},
    {ErrorCode::WriteFailed, "write_failed"},
    {ErrorCode::NotGguf, "not_gguf"},
    {ErrorCode::GgufVersionUnsupported, "gguf_version_unsupported"},
    {ErrorCode::GgufMalformed, "gguf_malformed"},
    {ErrorCode::NotALanguageModel, "not_a_language_model"},
    {ErrorCode::SplitPartMissing, "split_part_missing"},
    {ErrorCode::UnknownArchitecture, "unknown_architecture"},
    {ErrorCode::ModelRejected, "model_rejected"},
    {ErrorCode::ModelStopsLoader, "model_stops_loader"},
    {ErrorCode::NotEnoughMemory, "not_enough_memory"},
    {ErrorCode::DeviceFailed, "device_failed"},
    {ErrorCode::NoBackend, "no_backend"},
    {ErrorCode::NoModel, "no_model"},
    {ErrorCode::PromptTooLong, "prompt_too_long"},
    {ErrorCode::ContextFull, "context_full"},
    {ErrorCode::TemplateFailed, "template_failed"},
    {ErrorCode::GrammarInvalid, "grammar_invalid"},
    {ErrorCode::AdapterUnsuitable, "adapter_unsuitable"},
    {ErrorCode::DecodeFailed, "decode_failed"},
    {ErrorCode::MemoryRanOut, "memory_ran_out"},
    {ErrorCode::DatabaseUnreadable, "database_unreadable"},
    {ErrorCode::DatabaseNewer, "database_newer"},
    {ErrorCode::DatabaseDamaged, "database_damaged"},
    {ErrorCode::NotFound, "not_found"},
    {ErrorCode::Internal, "internal"},
});

QString nameOf(ErrorCode code)
{
    for (const auto &[known, name] : kErrorNames) {
        if (known == code) return QString::fromLatin1(name);
    }
    return u"internal"_s;
}

ErrorCode codeNamed(const QString &text)
{
    for (const auto &[code, name] : kErrorNames) {
        if (text == QLatin1StringView(name)) return code;
    }
    return ErrorCode::Internal;
}

QString compact(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

std::optional<QJsonObject> objectOf(const QString &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json.toUtf8());
    if (!document.isObject()) return std::nullopt;
    return document.object();
}

template <class U, class Visit>
void eachUsage(U &u, const Visit &visit)
{
    visit("prompt_tokens"_L1, u.promptTokens);
    visit("cached_tokens"_L1, u.cachedTokens);
    visit("output_tokens"_L1, u.outputTokens);
    visit("reasoning_tokens"_L1, u.reasoningTokens);
    visit("first_token_ns"_L1, u.timeToFirstToken);
    visit("prompt_ns"_L1, u.promptTime);
    visit("decode_ns"_L1, u.decodeTime);
    visit("reasoning_ns"_L1, u.reasoningTime);
    visit("drafted_tokens"_L1, u.draftedTokens);
    visit("accepted_tokens"_L1, u.acceptedTokens);
}

QJsonValue toValue(int value)
{
    return value;
}
QJsonValue toValue(std::uint32_t value)
{
    return qint64{value};
}
QJsonValue toValue(float value)
{
    return double{value};
}
QJsonValue toValue(const std::string &value)
{
    return QString::fromStdString(value);
}
QJsonValue toValue(const std::vector<std::string> &values)
{
    QJsonArray array;
    for (const std::string &value : values)
        array.append(QString::fromStdString(value));
    return array;
}
QJsonValue toValue(Duration value)
{
    return qint64{value.count()};
}

void fromValue(const QJsonValue &value, int &into)
{
    into = value.toInt();
}
void fromValue(const QJsonValue &value, std::uint32_t &into)
{
    into = static_cast<std::uint32_t>(value.toInteger());
}
void fromValue(const QJsonValue &value, float &into)
{
    into = static_cast<float>(value.toDouble());
}
void fromValue(const QJsonValue &value, std::string &into)
{
    into = value.toString().toStdString();
}
void fromValue(const QJsonValue &value, std::vector<std::string> &into)
{
    for (const QJsonValue &one : value.toArray())
        into.push_back(one.toString().toStdString());
}
void fromValue(const QJsonValue &value, Duration &into)
{
    into = Duration(value.toInteger());
}

/// How values of that type are written.
template <class T>
constexpr QJsonValue::Type jsonType()
{
    if constexpr (std::is_same_v<T, std::string>) return QJsonValue::String;
    if constexpr (std::is_same_v<T, std::vector<std::string>>) return QJsonValue::Array;
    return QJsonValue::Double;
}

} // namespace

QString samplingToJson(const SamplingOverrides &sampling, Thinking thinking)
{
    QJsonObject object;
    if (thinking != Thinking::AsTemplate) object.insert("thinking"_L1, thinking == Thinking::On);
    eachOverride(sampling, [&](const SamplingField &field, const auto &value) {
        if (value) object.insert(QLatin1StringView(field.key), toValue(*value));
    });
    return compact(object);
}

SamplingOverrides samplingFromJson(const QString &json)
{
    SamplingOverrides sampling;
    const QJsonObject object = objectOf(json).value_or(QJsonObject());
    eachOverride(sampling, [&]<class T>(const SamplingField &field, std::optional<T> &into) {
        const QJsonValue value = object.value(QLatin1StringView(field.key));
        if (value.type() == jsonType<T>()) fromValue(value, into.emplace());
    });
    return sampling;
}

Thinking thinkingFromJson(const QString &json)
{
    const QJsonValue value = objectOf(json).value_or(QJsonObject()).value("thinking"_L1);
    if (!value.isBool()) return Thinking::AsTemplate;
    return value.toBool() ? Thinking::On : Thinking::Off;
}

QString usageToJson(const Usage &usage)
{
    QJsonObject object;
    eachUsage(usage, [&](QLatin1StringView name, const auto &field) { object.insert(name, toValue(field)); });
    return compact(object);
}

std::optional<Usage> usageFromJson(const QString &json)
{
    const std::optional<QJsonObject> object = objectOf(json);
    if (!object) return std::nullopt;
    Usage usage;
    eachUsage(usage, [&](QLatin1StringView name, auto &field) {
        const QJsonValue value = object->value(name);
        if (value.isDouble()) fromValue(value, field);
    });
    return usage;
}

QString failureToJson(const MessageFailure &failure)
{
    const Error &error = failure.error;
    QJsonObject object{{u"code"_s, nameOf(error.code)}};
    if (!error.subject.empty()) object.insert("subject"_L1, QString::fromStdString(error.subject));
    if (!error.detail.empty()) object.insert("detail"_L1, QString::fromStdString(error.detail));
    // As text: bytes may pass what a JSON number holds exactly.
    if (error.needed != 0) object.insert("needed"_L1, QString::number(error.needed));
    if (error.available != 0) object.insert("available"_L1, QString::number(error.available));
    return compact(object);
}

std::optional<MessageFailure> failureFromJson(const QString &json)
{
    const std::optional<QJsonObject> object = objectOf(json);
    if (!object) return std::nullopt;
    Error error(codeNamed(object->value("code"_L1).toString()), object->value("subject"_L1).toString().toStdString(),
                object->value("detail"_L1).toString().toStdString());
    error.needed = object->value("needed"_L1).toString().toULongLong();
    error.available = object->value("available"_L1).toString().toULongLong();
    return MessageFailure{std::move(error)};
}

int roleToInt(Role role)
{
    switch (role) {
    case Role::System: return 0;
    case Role::User: return 1;
    case Role::Assistant: return 2;
    case Role::Tool: return 3;
    }
    return 1;
}

Role roleFromInt(std::int64_t value)
{
    switch (value) {
    case 0: return Role::System;
    case 2: return Role::Assistant;
    case 3: return Role::Tool;
    default: return Role::User;
    }
}

MessageState stateFromInt(std::int64_t value)
{
    const bool known = value >= 0 && value <= static_cast<std::int64_t>(MessageState::Failed);
    return known ? static_cast<MessageState>(value) : MessageState::Complete;
}

int finishReasonToInt(FinishReason reason)
{
    switch (reason) {
    case FinishReason::EndOfReply: return 0;
    case FinishReason::StopString: return 1;
    case FinishReason::TokenLimit: return 2;
    case FinishReason::ContextFull: return 3;
    case FinishReason::Cancelled: return 4;
    }
    return 0;
}

std::optional<FinishReason> finishReasonFromInt(std::int64_t value)
{
    switch (value) {
    case 0: return FinishReason::EndOfReply;
    case 1: return FinishReason::StopString;
    case 2: return FinishReason::TokenLimit;
    case 3: return FinishReason::ContextFull;
    case 4: return FinishReason::Cancelled;
    default: return std::nullopt;
    }
}

} // namespace sotto
