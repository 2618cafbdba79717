#pragma once

#include "ui/theme/theme.h"

#include <QColor>
#include <QList>
#include <QString>

#include <memory>

namespace sotto {

/// What a stretch of code is, as far as the design has a colour for it.
enum class CodeInk : std::uint8_t { Plain, Keyword, Number, String, Comment };

struct CodeRun {
    int start = 0;
    int length = 0;
    CodeInk ink = CodeInk::Plain;
};

[[nodiscard]] QColor codeColor(const Theme &theme, CodeInk ink);

/// The languages known. Reads its descriptions from the program itself, at first use; never from the network.
class Highlighter final {
public:
    Highlighter();
    ~Highlighter();

    /// Colours the lines of one piece of code, in order. Line n is coloured knowing what n-1 ended in, so that one more
    /// line costs one line.
    class Run final {
    public:
        Run();
        ~Run();
        Run(Run &&) noexcept;
        Run &operator=(Run &&) noexcept;

        [[nodiscard]] QList<CodeRun> nextLine(const QString &line);
        /// Forgets all lines after the first `lines`.
        void truncate(int lines);
        [[nodiscard]] int lines() const;

    private:
        friend class Highlighter;
        struct Private;
        std::unique_ptr<Private> d;
    };

    /// `language` as written behind a fence: a name, an alias or a file ending. An unknown one colours nothing.
    [[nodiscard]] Run run(const QString &language);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sotto
