#pragma once

#include "ui/transcript/markdown/block.h"
#include "ui/transcript/markdown/line_cursor.h"
#include "ui/transcript/markdown/line_rules.h"

#include <optional>
#include <vector>

namespace sotto::markdown {

/// Cuts Markdown that arrives piece by piece into blocks. Only the last line that is not ended yet is read again when
/// more comes, so a piece costs as much as it is long, however much came before; and the blocks do not depend on how
/// the text was cut into pieces.
///
/// After CommonMark, with these differences: raw HTML is text; there are no link reference definitions, which would
/// change text far above; a list is loose block by block (Block::gapBefore) and not as a whole; an underline makes a
/// heading and a row of dashes makes a table only once its line is ended. Value type; thread: any, one at a time.
class BlockStream final {
public:
    /// Plain keeps every character and line as it is, in paragraphs of bounded size.
    enum class Mode : std::uint8_t { Markdown, Plain };

    explicit BlockStream(Mode mode = Mode::Markdown) : m_mode(mode) {}

    /// Returns the index of the first block that is new or may differ from before.
    qsizetype append(QStringView text);
    /// The text is whole: the last line counts as ended. Returns as append() does. Appending after it goes on in a new
    /// line.
    qsizetype finish();

    [[nodiscard]] const Blocks &blocks() const { return m_blocks; }
    /// Characters appended so far.
    [[nodiscard]] qsizetype length() const { return m_consumed + m_tail.size(); }
    /// Characters of lines read so far, those read again included; for tests of its growth.
    [[nodiscard]] qint64 work() const { return m_work; }

private:
    struct Container {
        Frame frame;
        QChar delimiter;
        int indent = 0;
        bool hasLeaf = false;
    };
    /// All that a line can change besides the blocks. Small.
    struct State {
        std::vector<Container> open;
        std::optional<Fence> fence;
        QString mathEnd;
        int nextId = 1;
        int pendingBlanks = 0;
        bool blank = false;
        bool midLine = false;
    };
    struct Undo {
        State state;
        qsizetype blocks = 0;
        qsizetype sourceSize = 0;
        qsizetype end = 0;
        bool closed = false;
    };
    enum class LineEnd : std::uint8_t { Ended, Cut, Open };
    enum class Start : std::uint8_t { None, Container, Leaf };

    [[nodiscard]] Undo remember() const;
    void takeBack();
    void takeLines();
    [[nodiscard]] qsizetype cutAt(QStringView text) const;
    void takeLine(QStringView line, qsizetype begin, LineEnd end);
    void takePlainLine(QStringView line, qsizetype begin);
    void takeContinuation(QStringView text, qsizetype begin);
    void takeMarkdownLine(QStringView line, LineEnd end);

    [[nodiscard]] std::size_t matchContainers(LineCursor &cursor) const;
    bool continueVerbatim(LineCursor &cursor, bool allMatched, qsizetype lineEnd);
    Start startBlock(LineCursor &cursor, std::size_t &matched, LineEnd end);
    bool startLeaf(LineCursor &cursor, QStringView text, std::size_t matched, LineEnd end);
    bool openQuote(LineCursor &cursor, std::size_t &matched);
    bool openItem(LineCursor &cursor, QStringView text, std::size_t &matched);
    void takeBlank(std::size_t matched);
    void takeText(const LineCursor &cursor, std::size_t matched, bool opened, LineEnd end);
    bool becomeTable(QStringView text);
    void appendParagraphLine(QStringView text, QStringView joint);

    void closeContainers(std::size_t keep);
    void closeLeaf();
    [[nodiscard]] bool leafIs(BlockKind kind) const;
    [[nodiscard]] Block &last() { return m_blocks.last(); }
    Block &addBlock(BlockKind kind);

    Mode m_mode;
    Blocks m_blocks;
    State m_state;
    std::optional<Undo> m_undo;
    QString m_tail;
    qsizetype m_consumed = 0; ///< Offset of the tail in the whole text.
    qsizetype m_lineBegin = 0;
    qsizetype m_lineEnd = 0;
    qint64 m_work = 0;
};

/// The whole at once.
[[nodiscard]] Blocks parseBlocks(QStringView text);

} // namespace sotto::markdown
