#pragma once

#include "base/cancel_token.h"
#include "base/digest.h"
#include "core/downloads/origin_store.h"

#include <QStringList>

#include <functional>

namespace sotto {

/// The library among these folders in which a file lies itself, not by a link; empty where it lies in none.
[[nodiscard]] QString libraryOf(const QString &path, const QStringList &libraries);

/// The SHA-256 of a file. `progress` is called with the bytes of each piece that was read. Blocks.
/// Errors: FileNotFound, FileUnreadable, Cancelled.
[[nodiscard]] Result<Digest> digestOf(const QString &path, const std::function<void(std::uint64_t)> &progress,
                                      const CancelToken &cancel);

/// Moves the files of a model to the trash, those that make a model of the others first, and with the last model of a
/// folder the projector that was downloaded with it; forgets where they came from. Links, and files outside of
/// `library`, are refused. Nothing is ever deleted. Returns what was moved. Blocks.
/// Errors: InvalidRequest, FileNotFound, WriteFailed.
[[nodiscard]] Result<QStringList> trashModel(const QStringList &files, const QString &library);

} // namespace sotto
