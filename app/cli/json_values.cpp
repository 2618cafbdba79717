#include "app/cli/json_values.h"

#include "app/cli/energy_values.h"
#include "core/text/error_text.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTimeZone>

#include <array>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

constexpr std::array kErrorWords{
    "cancelled"_L1,
    "invalid-request"_L1,
    "file-not-found"_L1,
    "file-unreadable"_L1,
    "file-truncated"_L1,
    "disk-full"_L1,
    "write-failed"_L1,
    "not-gguf"_L1,
    "gguf-version"_L1,
    "gguf-malformed"_L1,
    "not-a-language-model"_L1,
    "split-part-missing"_L1,
    "unknown-architecture"_L1,
    "model-rejected"_L1,
    "model-stops-loader"_L1,
    "not-enough-memory"_L1,
    "device-failed"_L1,
    "adapter-unsuitable"_L1,
    "no-backend"_L1,
    "no-model"_L1,
    "prompt-too-long"_L1,
    "context-full"_L1,
    "template-failed"_L1,
    "grammar-invalid"_L1,
    "decode-failed"_L1,
    "memory-ran-out"_L1,
    "database-unreadable"_L1,
    "database-newer"_L1,
    "database-too-old"_L1,
    "database-damaged"_L1,
    "not-found"_L1,
    "network-off"_L1,
    "network-refused"_L1,
    "host-unreachable"_L1,
    "host-busy"_L1,
    "host-failed"_L1,
    "access-needed"_L1,
    "not-on-hub"_L1,
    "source-changed"_L1,
    "digest-mismatch"_L1,
    "not-downloadable"_L1,
    "already-downloading"_L1,
    "file-exists"_L1,
    "secrets-unavailable"_L1,
    "settings-unreadable"_L1,
    "model-settings-unreadable"_L1,
    "internal"_L1,
};
static_assert(kErrorWords.size() == static_cast<std::size_t>(ErrorCode::Internal) + 1, "every code has a word");

constexpr std::array kFinishWords{"end"_L1, "stop-string"_L1, "token-limit"_L1, "context-full"_L1, "cancelled"_L1};
constexpr std::array kDeviceWords{"cpu"_L1, "gpu"_L1, "integrated-gpu"_L1, "accelerator"_L1};
constexpr std::array kRoleWords{"system"_L1, "user"_L1, "assistant"_L1, "tool"_L1};
constexpr std::array kStateWords{"complete"_L1, "streaming"_L1, "interrupted"_L1, "stopped"_L1, "failed"_L1};

template <class Enum, std::size_t N>
QString word(Enum value, const std::array<QLatin1StringView, N> &words)
{
    const auto at = static_cast<std::size_t>(value);
    return at < N ? QString(words[at]) : u"unknown"_s;
}

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

QString utc(std::int64_t unixMs)
{
    return QDateTime::fromMSecsSinceEpoch(unixMs, QTimeZone::UTC).toString(Qt::ISODateWithMs);
}

/// Adds what is known: text that is not empty, a number above 0.
void addKnown(QJsonObject &object, QLatin1StringView key, const std::string &text)
{
    if (!text.empty()) object.insert(key, QString::fromStdString(text));
}
void addKnown(QJsonObject &object, QLatin1StringView key, std::uint64_t value)
{
    if (value > 0) object.insert(key, static_cast<qint64>(value));
}
void addKnown(QJsonObject &object, QLatin1StringView key, Duration duration)
{
    if (duration > Duration::zero()) object.insert(key, seconds(duration));
}

} // namespace

QString wordOf(ErrorCode code)
{
    return word(code, kErrorWords);
}
QString wordOf(FinishReason reason)
{
    return word(reason, kFinishWords);
}
QString wordOf(DeviceKind kind)
{
    return word(kind, kDeviceWords);
}
QString wordOf(Role role)
{
    return word(role, kRoleWords);
}
QString wordOf(MessageState state)
{
    return word(state, kStateWords);
}

QJsonObject toJson(const ModelFile &model)
{
    const ModelSpec &spec = model.spec;
    QJsonObject object{{"name"_L1, model.name}, {"path"_L1, model.path}, {"builtIn"_L1, model.builtIn}};
    addKnown(object, "architecture"_L1, spec.architecture);
    addKnown(object, "quantization"_L1, spec.quantization);
    addKnown(object, "sizeLabel"_L1, spec.sizeLabel);
    addKnown(object, "license"_L1, spec.license);
    addKnown(object, "description"_L1, spec.description);
    addKnown(object, "fileBytes"_L1, spec.fileBytes);
    addKnown(object, "parameters"_L1, spec.parameterCount);
    addKnown(object, "contextLength"_L1, spec.contextLength);
    addKnown(object, "layers"_L1, spec.layerCount);
    addKnown(object, "embeddingLength"_L1, spec.embeddingLength);
    addKnown(object, "heads"_L1, spec.headCount);
    addKnown(object, "headsKv"_L1, spec.headCountKv);
    addKnown(object, "vocabulary"_L1, spec.vocabularySize);
    if (!model.problem) object.insert("chatTemplate"_L1, !spec.chatTemplate.empty());
    if (spec.parts.size() > 1) object.insert("parts"_L1, static_cast<qint64>(spec.parts.size()));
    if (model.problem) object.insert("problem"_L1, toJson(*model.problem));
    return object;
}

QJsonObject toJson(const Device &device)
{
    QJsonObject object{{"id"_L1, QString::fromStdString(device.id)}, {"kind"_L1, wordOf(device.kind)}};
    addKnown(object, "description"_L1, device.description);
    addKnown(object, "backend"_L1, device.backend);
    addKnown(object, "busId"_L1, device.busId);
    addKnown(object, "totalBytes"_L1, device.totalBytes);
    addKnown(object, "freeBytes"_L1, device.freeBytes);
    return object;
}

QJsonObject toJson(const Usage &usage)
{
    QJsonObject object{{"promptTokens"_L1, usage.promptTokens},   {"cachedTokens"_L1, usage.cachedTokens},
                       {"outputTokens"_L1, usage.outputTokens},   {"reasoningTokens"_L1, usage.reasoningTokens},
                       {"draftedTokens"_L1, usage.draftedTokens}, {"acceptedTokens"_L1, usage.acceptedTokens}};
    addKnown(object, "timeToFirstToken"_L1, usage.timeToFirstToken);
    addKnown(object, "promptTime"_L1, usage.promptTime);
    addKnown(object, "decodeTime"_L1, usage.decodeTime);
    addKnown(object, "reasoningTime"_L1, usage.reasoningTime);
    if (const double rate = usage.tokensPerSecond(); rate > 0) object.insert("tokensPerSecond"_L1, rate);
    return object;
}

QJsonObject toJson(const Conversation &conversation)
{
    return {{"id"_L1, QString::number(conversation.id.value)},
            {"title"_L1, conversation.title},
            {"pinned"_L1, conversation.pinned},
            {"persona"_L1, conversation.personaId},
            {"created"_L1, utc(conversation.createdMs)},
            {"updated"_L1, utc(conversation.updatedMs)}};
}

QJsonObject toJson(const Message &message)
{
    QJsonObject object{{"id"_L1, QString::number(message.id.value)},
                       {"role"_L1, wordOf(message.role)},
                       {"text"_L1, message.text},
                       {"state"_L1, wordOf(message.state)},
                       {"created"_L1, utc(message.createdMs)}};
    if (!message.reasoning.isEmpty()) object.insert("reasoning"_L1, message.reasoning);
    if (!message.personaName.isEmpty()) object.insert("persona"_L1, message.personaName);
    if (!message.modelName.isEmpty()) object.insert("model"_L1, message.modelName);
    if (message.usage) object.insert("usage"_L1, toJson(*message.usage));
    if (message.energy) object.insert("energy"_L1, toJson(*message.energy));
    if (message.finishReason) object.insert("reason"_L1, wordOf(*message.finishReason));
    if (message.failure) object.insert("failure"_L1, toJson(message.failure->error));
    return object;
}

QJsonObject toJson(const Error &error)
{
    QJsonObject object{{"code"_L1, wordOf(error.code)}, {"message"_L1, errorText(error).whole()}};
    addKnown(object, "subject"_L1, error.subject);
    addKnown(object, "detail"_L1, error.detail);
    addKnown(object, "needed"_L1, error.needed);
    addKnown(object, "available"_L1, error.available);
    return object;
}

} // namespace sotto
