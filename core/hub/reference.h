#pragma once

#include "base/result.h"

#include <QString>
#include <QUrl>

#include <variant>

namespace sotto {

/// A model, or one file of it, on Hugging Face's hub.
struct HubReference {
    QString model;          ///< "user/repo"
    QString revision{};     ///< Empty: the main one.
    QString quantization{}; ///< "Q4_K_M"; empty: left open.
    QString file{};         ///< Path in the repository; empty: left open.

    bool operator==(const HubReference &) const = default;
};

/// A model of Ollama's registry.
struct OllamaReference {
    QString space = QStringLiteral("library");
    QString model;
    QString tag = QStringLiteral("latest");

    bool operator==(const OllamaReference &) const = default;
};

/// A file anywhere.
struct LinkReference {
    QUrl url;

    bool operator==(const LinkReference &) const = default;
};

using ModelReference = std::variant<HubReference, OllamaReference, LinkReference>;

/// What a person pasted: "hf.co/user/repo:Q4_K_M", "user/repo", an address of the hub (of a model, a file, a page of a
/// file), "llama3.2:3b", "ollama.com/library/llama3.2", "ollama run …", or the https address of a .gguf file. Every
/// part is made of letters, digits, "-", "_" and "." only, and is neither "." nor "..": it becomes part of addresses
/// and paths. Errors: InvalidRequest with what was pasted. Pure. Thread: any.
[[nodiscard]] Result<ModelReference> parseReference(const QString &text);

/// As it is written shortest.
[[nodiscard]] QString shownReference(const ModelReference &reference);

} // namespace sotto
