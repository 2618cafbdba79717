#pragma once

#include "tests/support/tiny_models.h"

#include <QTest>

namespace sotto::tests {

// For tests of what is kept of a conversation between its replies.

using Messages = std::vector<ChatMessage>;

inline const std::string kLong = "dabo feri guno kali moru zeta wori tane pulo gabe dice sixo rabe tino fulda";

inline Usage usageOf(const ReplyRecord &reply)
{
    if (!reply.finished()) qFatal("a reply did not finish");
    return reply.finished()->usage;
}

/// Tokens of the prompt that were computed.
inline int computed(const ReplyRecord &reply)
{
    return usageOf(reply).promptTokens - usageOf(reply).cachedTokens;
}

/// Greedy, of the conversation `key`.
inline GenerationRequest ask(const std::string &key, Messages messages, int maxTokens = 6)
{
    GenerationRequest request = greedyRequest(std::move(messages), maxTokens);
    request.stateKey = key;
    return request;
}

/// A backend on the processor with that model open.
inline std::unique_ptr<LlamaBackend> openOnCpu(const std::filesystem::path &path, const LoadOptions &options = {})
{
    auto backend = makeLlamaBackend();
    LoadOptions onCpu = options;
    onCpu.gpuLayers = 0;
    const auto loaded = backend->open(path, onCpu, {}, {});
    if (!loaded) qFatal("a test model does not open: %s", loaded.error().detail.c_str());
    return backend;
}

/// A row for every kind of memory that a model can have, by TinyModels::random()'s names.
inline void addArchitectures()
{
    QTest::addColumn<QString>("architecture");
    QTest::newRow("llama") << QStringLiteral("llama");
    QTest::newRow("sliding window") << QStringLiteral("gemma3");
    QTest::newRow("recurrent") << QStringLiteral("mamba");
    QTest::newRow("hybrid") << QStringLiteral("jamba");
}

} // namespace sotto::tests
