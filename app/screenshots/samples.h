#pragma once

#include "core/chat/types.h"
#include "core/models/model_library.h"

#include <QList>
#include <QString>

namespace sotto {

enum class SampleLanguage : std::uint8_t { English, Chinese };

/// The moment at which the pictures are taken, so that they are the same every day.
/// The sample chat of that number, from 0.
[[nodiscard]] inline ConversationId sampleChat(int number)
{
    return ConversationId(1000 + number);
}

inline constexpr std::int64_t kSampleNowMs = 1'794'924'600'000; // 2026-11-17 14:10 UTC

/// Chats for the pictures, the shown one first, with messages that agree with the design's drawings.
[[nodiscard]] QList<ConversationContent> sampleChats(SampleLanguage language);

/// What is asked and answered in the picture of a reply being written.
[[nodiscard]] QString sampleQuestion(SampleLanguage language);
[[nodiscard]] QString sampleStreamedReply(SampleLanguage language);

/// A model that looks loaded: 32 blocks, of which `gpuLayers` (the output counted as one more) are on a GPU.
[[nodiscard]] LoadedModel sampleLoadedModel(int gpuLayers);

} // namespace sotto
