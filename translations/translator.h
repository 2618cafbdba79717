#pragma once

#include <QString>

#include <memory>

class QTranslator;

namespace sotto {

/// The language of the program's words: Sotto's own strings and Qt's (context menus, dialogs).
/// Texts that were made before a switch keep the old words, so whoever shows text is made anew afterwards.
/// Thread: GUI (main).
class Translator final {
public:
    Translator();
    ~Translator();
    Translator(const Translator &) = delete;
    Translator &operator=(const Translator &) = delete;

    /// "" follows the system; else "en" or "zh_CN". Also sets QLocale's default. A language that Sotto does not
    /// speak becomes English.
    void use(const QString &language);
    /// What is in use: "en" or "zh_CN".
    [[nodiscard]] const QString &language() const { return m_language; }

private:
    QString m_language;
    std::unique_ptr<QTranslator> m_own;
    std::unique_ptr<QTranslator> m_qt;
};

} // namespace sotto
