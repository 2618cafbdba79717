#pragma once

#include "ui/transcript/highlighter.h"
#include "ui/transcript/message_painter.h"
#include "ui/transcript/transcript_model.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <QUrl>

class QMenu;

namespace sotto {

class JumpButton;

/// The conversation: paints the messages of a TranscriptModel as the design's section 9 says. Messages are cut into
/// blocks; only blocks that were seen are laid out, the rest is guessed and put right while what is being read stays
/// where it is. Text that streams in is gathered and shown at most 30 times a second; the view follows it while the
/// person is at the end, else offers "New text below". Nothing is ever loaded from a file or the network.
///
/// Keys while it has the focus: J, K, Up, Down choose a message; Left, Right something in it, Enter does it; C copies,
/// E edits, R regenerates, Alt+Left and Alt+Right change the version; Ctrl+A, Ctrl+C; PageUp, PageDown, Space, Home,
/// End scroll. Thread: GUI.
class TranscriptView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TranscriptView(QWidget *parent = nullptr);
    ~TranscriptView() override;

    /// Not owned. The view opens at the end.
    void setModel(TranscriptModel *model);
    [[nodiscard]] TranscriptModel *model() const { return m_model; }

    void scrollToEnd();
    [[nodiscard]] bool isAtEnd() const;
    /// Gives a message the keyboard and scrolls it into view.
    void focusMessage(MessageId id);
    [[nodiscard]] MessageId focusedMessage() const;
    void setThoughtOpen(MessageId id, bool open);
    [[nodiscard]] bool isThoughtOpen(MessageId id) const;

    void selectAll();
    void clearSelection();
    /// What Ctrl+C puts on the clipboard; empty without a selection.
    [[nodiscard]] QString selectedText();
    void copySelection();
    void copyMessage(MessageId id);

    /// What can be acted on in a message; rectangles in the viewport's coordinates. For screen readers and tests.
    [[nodiscard]] std::vector<Target> targetsOf(int row);
    void activate(int row, const Target &target);
    /// Of a message, in the viewport's coordinates.
    [[nodiscard]] QRect rowRect(int row) const;
    [[nodiscard]] TextPosition positionAt(const QPoint &viewportPoint);
    [[nodiscard]] QString linkAt(const QPoint &viewportPoint);
    /// Where a character stands, in the viewport's coordinates. Lays the block out.
    [[nodiscard]] QRect characterRect(const TextPosition &position);
    [[nodiscard]] const TranscriptStats &stats() const { return m_stats; }
    /// Shows what has streamed in without waiting for the next frame.
    void flush();

Q_SIGNALS:
    /// Something was put on the clipboard: that many lines.
    void copied(int lines);
    void regenerateRequested(sotto::MessageId id);
    void editRequested(sotto::MessageId id);
    /// The previous (-1) or next (+1) version of the message.
    void branchRequested(sotto::MessageId id, int delta);
    void continueRequested(sotto::MessageId id);
    void startOverRequested(sotto::MessageId id);
    void tryAgainRequested(sotto::MessageId id);
    void chooseModelRequested(sotto::MessageId id);
    /// A link was chosen: http, https or mailto, nothing else. Whoever opens it asks first and shows the address.
    void linkActivated(const QUrl &url);
    /// The menu of a message is about to show; more can be added.
    void menuRequested(sotto::MessageId id, QMenu *menu);
    /// There is text below that is not seen, or not any more.
    void newTextBelow(bool below);

protected:
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Spot {
        int row = -1;
        Target target;
    };
    /// A block and where its top stands in the viewport.
    struct Anchor {
        int row = 0;
        TextPart part = TextPart::Body;
        int block = 0;
        int y = 0;
    };
    enum class Unit : std::uint8_t { Character, Word, Paragraph };

    // Model
    void connectModel();
    void rebuild();
    void onRowsInserted(int first, int last);
    void onRowsRemoved(int first, int last);
    void onDataChanged(int first, int last);
    void onTextAppended(int row);
    void refreshRow(int row);
    void announceFinished(int row);
    [[nodiscard]] MessagePlace placeOf(int row) const;
    void watchActivity();

    // Layout
    [[nodiscard]] LayoutContext columnContext();
    [[nodiscard]] int columnLeft() const;
    [[nodiscard]] int scrollY() const;
    MessageLayout &layoutOf(int row);
    void setRowHeight(int row);
    void layoutVisible();
    [[nodiscard]] std::optional<Anchor> readingPlace() const;
    void hold(const Anchor &anchor);
    bool layoutRow(int row, bool anchored);
    void evictFarRows();
    void updateRange();
    void setScroll(int value);
    void resolveTheme();
    void forgetLayouts();
    void placeJumpButton();
    void setNewBelow(bool below);
    void ensureVisible(int row);

    // Painting
    [[nodiscard]] MessagePaint paintOf(int row, const QRect &clip);
    void updateRow(int row);
    [[nodiscard]] int lastReply() const;

    // Input
    [[nodiscard]] int rowAt(int viewportY) const;
    [[nodiscard]] std::optional<Spot> targetAt(const QPoint &point);
    void setHover(const QPoint &point);
    void extendSelection(const QPoint &point);
    void selectUnit(const TextPosition &position, Unit unit);
    void autoScroll();
    void moveFocus(int delta);
    void moveTarget(int delta);
    bool messageKey(QKeyEvent *event);
    bool scrollKey(QKeyEvent *event);
    void activateNotice(MessageId id, NoticeAction action);
    void activateLink(const QString &address);
    void toClipboard(const QString &text);
    void showCopied(MessageId id, const Target &target);
    void showMenu(int row, const QPoint &globalPosition, const TextPosition &at);
    void addCodeActions(QMenu &menu, const TextPosition &at);
    void addLinkActions(QMenu &menu, int row);
    void addMessageActions(QMenu &menu, int row);
    [[nodiscard]] QString markdownOfSelection();

    QPointer<TranscriptModel> m_model;
    TranscriptMetrics m_metrics;
    Highlighter m_highlighter;
    TranscriptStats m_stats;
    std::vector<std::unique_ptr<MessageLayout>> m_rows;
    HeightIndex m_heights;
    int m_laidOutRows = 0;
    QSet<MessageId> m_openThoughts;
    QSet<int> m_dirty;
    QSet<MessageId> m_writing;

    bool m_follow = true;
    bool m_adjusting = false;
    bool m_newBelow = false;
    bool m_caretOn = true;
    JumpButton *m_jump;
    QTimer m_flushTimer, m_blinkTimer, m_secondTimer, m_copiedTimer, m_autoScrollTimer;
    QElapsedTimer m_sinceFlush, m_thinkingSince, m_sinceDoubleClick;
    Duration m_thinkingBase{};

    TranscriptSelection m_selection;
    TextPosition m_unitFrom, m_unitTo;
    Unit m_unit = Unit::Character;
    bool m_selecting = false;
    QPoint m_pressPoint, m_mousePoint;
    QString m_pressedLink, m_hoveredLink;
    int m_hoveredRow = -1;
    int m_focusRow = -1;
    bool m_keyboard = false;
    std::optional<Spot> m_hovered, m_pressed, m_focusedTarget;
    std::optional<std::pair<MessageId, Target>> m_copied;
};

} // namespace sotto
