#include "ui/transcript/highlighter.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>

#include <vector>

using namespace Qt::StringLiterals;
namespace ksh = KSyntaxHighlighting;

namespace sotto {
namespace {

/// A longer line is shown without colours: the descriptions are regular expressions.
constexpr qsizetype kMaxColouredLine = 2000;

CodeInk inkOf(ksh::Theme::TextStyle style)
{
    switch (style) {
    case ksh::Theme::Keyword:
    case ksh::Theme::ControlFlow:
    case ksh::Theme::Function:
    case ksh::Theme::BuiltIn:
    case ksh::Theme::Extension:
    case ksh::Theme::Preprocessor:
    case ksh::Theme::Import:
    case ksh::Theme::DataType: return CodeInk::Keyword;
    case ksh::Theme::DecVal:
    case ksh::Theme::BaseN:
    case ksh::Theme::Float:
    case ksh::Theme::Constant: return CodeInk::Number;
    case ksh::Theme::Char:
    case ksh::Theme::SpecialChar:
    case ksh::Theme::String:
    case ksh::Theme::VerbatimString:
    case ksh::Theme::SpecialString: return CodeInk::String;
    case ksh::Theme::Comment:
    case ksh::Theme::Documentation:
    case ksh::Theme::Annotation:
    case ksh::Theme::CommentVar:
    case ksh::Theme::RegionMarker:
    case ksh::Theme::Information: return CodeInk::Comment;
    default: return CodeInk::Plain;
    }
}

class Collector final : public ksh::AbstractHighlighter {
public:
    ksh::State line(const QString &text, const ksh::State &state, QList<CodeRun> &runs)
    {
        m_runs = &runs;
        return highlightLine(text, state);
    }

protected:
    void applyFormat(int offset, int length, const ksh::Format &format) override
    {
        const CodeInk ink = inkOf(format.textStyle());
        if (ink != CodeInk::Plain && length > 0) m_runs->append({offset, length, ink});
    }

private:
    QList<CodeRun> *m_runs = nullptr;
};

} // namespace

QColor codeColor(const Theme &theme, CodeInk ink)
{
    switch (ink) {
    case CodeInk::Keyword: return theme.synKeyword;
    case CodeInk::Number: return theme.synNumber;
    case CodeInk::String: return theme.synString;
    case CodeInk::Comment: return theme.synComment;
    case CodeInk::Plain: break;
    }
    return theme.t1;
}

struct Highlighter::Private {
    std::unique_ptr<ksh::Repository> repository;
};

struct Highlighter::Run::Private {
    Collector collector;
    bool known = false;
    std::vector<ksh::State> ends;
};

Highlighter::Highlighter() : d(std::make_unique<Private>()) {}
Highlighter::~Highlighter() = default;
Highlighter::Run::Run() : d(std::make_unique<Private>()) {}
Highlighter::Run::~Run() = default;
Highlighter::Run::Run(Run &&) noexcept = default;
Highlighter::Run &Highlighter::Run::operator=(Run &&) noexcept = default;

Highlighter::Run Highlighter::run(const QString &language)
{
    Run result;
    const QString word = language.section(u' ', 0, 0).section(u'{', 0, 0).section(u':', 0, 0).trimmed();
    if (word.isEmpty() || word.size() > 40) return result;
    if (!d->repository) d->repository = std::make_unique<ksh::Repository>();
    ksh::Definition definition = d->repository->definitionForName(word);
    if (!definition.isValid()) definition = d->repository->definitionForFileName(u"x."_s + word.toLower());
    if (!definition.isValid() && word == u"shell"_s) definition = d->repository->definitionForName(u"Bash"_s);
    result.d->known = definition.isValid();
    result.d->collector.setDefinition(definition);
    return result;
}

QList<CodeRun> Highlighter::Run::nextLine(const QString &line)
{
    QList<CodeRun> runs;
    const ksh::State before = d->ends.empty() ? ksh::State() : d->ends.back();
    const bool colour = d->known && line.size() <= kMaxColouredLine;
    d->ends.push_back(colour ? d->collector.line(line, before, runs) : before);
    return runs;
}

void Highlighter::Run::truncate(int lines)
{
    if (lines < this->lines()) d->ends.resize(static_cast<std::size_t>(lines));
}

int Highlighter::Run::lines() const
{
    return static_cast<int>(d->ends.size());
}

} // namespace sotto
