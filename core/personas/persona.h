#pragma once

#include "inference/sampling.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace sotto {

/// One of the design's avatar tints: a letter on a soft colour.
enum class Tint : std::uint8_t { Accent, Teal, Amber, Violet, Neutral };

/// A prompt offered in an empty chat: a short title and what is sent.
struct StarterPrompt {
    QString title;
    QString prompt;
    bool operator==(const StarterPrompt &) const = default;
};

/// A voice: instructions, habits of sampling, perhaps a model.
struct Persona {
    QString id; ///< Stable; built-in ones start with "builtin.".
    QString name;
    QString description; ///< One line for the card.
    QString avatar;      ///< One or two characters.
    Tint tint = Tint::Neutral;
    QString instructions; ///< The system prompt; may be empty.
    QString greeting;     ///< Title of an empty chat.
    QList<StarterPrompt> starters;
    QString presetName; ///< "Precise", "Balanced", "Creative", translated.
    SamplingOverrides sampling;
    QString modelPath; ///< Empty: whatever is loaded.

    bool operator==(const Persona &) const = default;
};

/// Assistant, Precise, Creative, Translator, Coder, in the current language. The first is the default.
/// Thread: GUI (it translates).
[[nodiscard]] QList<Persona> builtInPersonas();

/// The one with that id, else the first. `personas` must not be empty.
[[nodiscard]] const Persona &personaOrDefault(const QList<Persona> &personas, const QString &id);

/// A named set of sampler values.
struct SamplingPreset {
    QString id; ///< "precise", "balanced", "creative"
    QString name;
    SamplingOverrides sampling;
    bool operator==(const SamplingPreset &) const = default;
};

[[nodiscard]] QList<SamplingPreset> samplingPresets();

} // namespace sotto
