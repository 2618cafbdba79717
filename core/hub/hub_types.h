#pragma once

#include "base/digest.h"
#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>

namespace sotto {

enum class HubSort : std::uint8_t { Trending, Downloads, Likes, Newest, Updated };

struct HubQuery {
    QString text{};
    HubSort sort = HubSort::Trending;
    QString license{};  ///< "apache-2.0"; empty: any.
    QString language{}; ///< "de"; empty: any.
    int limit = 30;     ///< 1 … 100.

    bool operator==(const HubQuery &) const = default;
};

/// What the hub says of a model. Unknown is empty or nothing, never 0.
struct HubModel {
    QString id; ///< "user/repo"
    QString commit{};
    QString license{};
    QStringList languages{};
    std::optional<std::int64_t> downloads{}; ///< In the last month.
    std::optional<std::int64_t> likes{};
    QString updated{};  ///< ISO 8601, as it was sent.
    bool gated = false; ///< Only for people who were let in.
    std::optional<std::uint64_t> parameters{};
    QString architecture{};
    std::optional<std::uint32_t> contextLength{};

    bool operator==(const HubModel &) const = default;
};

/// A file in a repository.
struct HubFile {
    QString path;
    std::uint64_t size = 0;
    std::optional<Digest> digest{}; ///< Of files kept by LFS or Xet, as all large ones are.

    bool operator==(const HubFile &) const = default;
};

/// One model to choose among those of a repository: a quantisation, with all files that belong to it.
struct HubVariant {
    QString name;         ///< As in the file's name: "Q4_K_M", "UD-Q4_K_XL", "BF16"; else the file's stem.
    QList<HubFile> files; ///< In the order of the parts.
    std::optional<HubFile> projector{}; ///< For images; the most exact one there is.

    [[nodiscard]] std::uint64_t size() const; ///< Without the projector.
    bool operator==(const HubVariant &) const = default;
};

/// The files of an Ollama model that are of use here; their path is their digest.
struct OllamaModel {
    HubFile weights;
    std::optional<HubFile> projector{};

    bool operator==(const OllamaModel &) const = default;
};

// Answers of strangers: bounded in length by who fetched them, in count here; of wrong types nothing is taken.
// Errors: HostFailed where it is no answer at all. Pure. Thread: any; not the GUI's, for their length.

inline constexpr qsizetype kMostHubItems = 20'000;

[[nodiscard]] Result<QList<HubModel>> parseHubModels(const QByteArray &json);
[[nodiscard]] Result<HubModel> parseHubModel(const QByteArray &json);
/// One page of a repository's files; folders are left out.
[[nodiscard]] Result<QList<HubFile>> parseHubTree(const QByteArray &json);
/// The address of the next page, from a Link header; empty where this was the last.
[[nodiscard]] QByteArray nextPageOf(const QByteArray &linkHeader);
/// Errors also: NotDownloadable where its weights are not one GGUF file.
[[nodiscard]] Result<OllamaModel> parseOllamaManifest(const QByteArray &json, const QString &name);

/// The GGUF models among the files, smallest first: parts joined where all are there, side files (drafts) left out.
[[nodiscard]] QList<HubVariant> variantsOf(const QList<HubFile> &files);
/// "Q4_K_M" from "Model-7B-Q4_K_M.gguf", also "UD-Q4_K_XL" and what stands in a folder's name; empty where none is
/// told.
[[nodiscard]] QString quantizationIn(const QString &path);
/// The one called so, whatever the case; without a name Q4_K_M or what is like it, else the smallest.
/// Errors: NotOnHub, NotDownloadable.
[[nodiscard]] Result<HubVariant> chooseVariant(const QList<HubVariant> &variants, const QString &quantization,
                                               const QString &model);

} // namespace sotto
