#pragma once

class QString;

namespace sotto {

class TranscriptView;

/// Makes every TranscriptView a list for screen readers, each message an item named "Clear Explainer, 14:02" with its
/// text to read. Idempotent. Thread: GUI.
void installTranscriptAccess();

/// Says something once to a screen reader, politely.
void announce(TranscriptView *view, const QString &text);

} // namespace sotto
