#include "ui/transcript/transcript_view.h"

#include "ui/transcript/jump_button.h"
#include "ui/transcript/transcript_access.h"

#include <QAccessible>
#include <QEvent>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

constexpr int kFrameMs = 33; ///< At most 30 times a second.
constexpr int kBlinkMs = 530;
constexpr int kCopiedMs = 2000;

} // namespace

TranscriptView::TranscriptView(QWidget *parent) : QAbstractScrollArea(parent), m_jump(new JumpButton(viewport()))
{
    installTranscriptAccess();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Conversation"));
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    m_jump->hide();
    connect(m_jump, &QAbstractButton::clicked, this, &TranscriptView::scrollToEnd);
    m_flushTimer.setSingleShot(true);
    connect(&m_flushTimer, &QTimer::timeout, this, &TranscriptView::flush);
    connect(&m_blinkTimer, &QTimer::timeout, this, [this] {
        m_caretOn = !m_caretOn;
        for (const MessageId id : std::as_const(m_writing))
            updateRow(m_model ? m_model->rowOf(id) : -1);
    });
    connect(&m_secondTimer, &QTimer::timeout, this, [this] {
        for (const MessageId id : std::as_const(m_writing))
            updateRow(m_model ? m_model->rowOf(id) : -1);
    });
    m_copiedTimer.setSingleShot(true);
    connect(&m_copiedTimer, &QTimer::timeout, this, [this] {
        m_copied.reset();
        viewport()->update();
    });
    connect(&m_autoScrollTimer, &QTimer::timeout, this, &TranscriptView::autoScroll);
    resolveTheme();
}

TranscriptView::~TranscriptView() = default;

void TranscriptView::setModel(TranscriptModel *model)
{
    if (m_model) disconnect(m_model, nullptr, this, nullptr);
    m_model = model;
    if (m_model) connectModel();
    rebuild();
}

void TranscriptView::connectModel()
{
    connect(m_model, &QAbstractItemModel::modelReset, this, &TranscriptView::rebuild);
    connect(m_model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { onRowsInserted(first, last); });
    connect(m_model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { onRowsRemoved(first, last); });
    connect(m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) {
                // Text that only grew came with textAppended.
                if (roles.isEmpty()) onDataChanged(first.row(), last.row());
            });
    connect(m_model, &TranscriptModel::textAppended, this, &TranscriptView::onTextAppended);
    connect(m_model, &TranscriptModel::memoryLineChanged, this, [this](int oldRow, int newRow) {
        for (const int row : {oldRow, newRow}) {
            if (row >= 0 && row < m_heights.size()) refreshRow(row);
        }
        layoutVisible();
        viewport()->update();
    });
}

/// Opens a chat: heights of all messages are guessed from their lengths, none is read.
void TranscriptView::rebuild()
{
    const int count = m_model ? m_model->rowCount() : 0;
    m_rows.clear();
    m_rows.resize(static_cast<std::size_t>(count));
    m_heights.clear();
    m_laidOutRows = 0;
    m_dirty.clear();
    m_writing.clear();
    m_selection = {};
    m_hovered.reset();
    m_pressed.reset();
    m_focusedTarget.reset();
    m_hoveredRow = m_focusRow = -1;
    m_hoveredLink.clear();
    const int width = m_metrics.columnWidth(viewport()->width());
    for (int row = 0; row < count; ++row) {
        m_heights.append(estimateMessageHeight(m_model->item(row), m_metrics, width));
        if (m_model->item(row).writing || m_model->item(row).thinking) m_writing.insert(m_model->item(row).id);
    }
    m_follow = true;
    setNewBelow(false);
    watchActivity();
    updateRange();
    setScroll(verticalScrollBar()->maximum());
    if (isVisible()) layoutVisible();
    viewport()->update();
}

void TranscriptView::onRowsInserted(int first, int last)
{
    const int width = m_metrics.columnWidth(viewport()->width());
    if (first != m_heights.size()) {
        rebuild();
        return;
    }
    const int lastBefore = first - 1;
    for (int row = first; row <= last; ++row) {
        m_rows.push_back(nullptr);
        m_heights.append(estimateMessageHeight(m_model->item(row), m_metrics, width));
        if (m_model->item(row).writing || m_model->item(row).thinking) {
            m_writing.insert(m_model->item(row).id);
            m_thinkingBase = m_model->item(row).reasoningTime;
            m_thinkingSince.restart();
        }
        // What the person sends is what they want to see.
        if (m_model->item(row).role == Role::User) m_follow = true;
    }
    if (lastBefore >= 0) updateRow(lastBefore);
    watchActivity();
    layoutVisible();
    if (!m_follow) setNewBelow(true);
    viewport()->update();
}

void TranscriptView::onRowsRemoved(int first, int last)
{
    if (last + 1 < m_heights.size()) {
        rebuild();
        return;
    }
    m_rows.resize(static_cast<std::size_t>(first));
    m_heights.truncate(first);
    m_laidOutRows = static_cast<int>(std::ranges::count_if(m_rows, [](const auto &row) { return row != nullptr; }));
    m_selection = {};
    m_hovered.reset();
    m_pressed.reset();
    m_focusedTarget.reset();
    m_hoveredRow = -1;
    m_focusRow = std::min(m_focusRow, first - 1);
    m_dirty.removeIf([first](int row) { return row >= first; });
    layoutVisible();
    viewport()->update();
}

void TranscriptView::onDataChanged(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const MessageItem &item = m_model->item(row);
        const bool active = item.writing || item.thinking;
        const bool ended = !active && m_writing.contains(item.id);
        if (active) {
            m_writing.insert(item.id);
            m_thinkingBase = item.reasoningTime;
            m_thinkingSince.restart();
        } else {
            m_writing.remove(item.id);
        }
        refreshRow(row);
        if (ended) announceFinished(row);
    }
    watchActivity();
    layoutVisible();
    viewport()->update();
}

void TranscriptView::announceFinished(int row)
{
    const MessageItem &item = m_model->item(row);
    QString text = tr("Reply finished");
    const QString tokens = item.footnote.section(u" · "_s, 0, 0);
    if (!tokens.isEmpty()) text = tr("Reply finished, %1").arg(tokens);
    if (!item.notice.isEmpty()) text = item.notice;
    announce(this, text);
}

void TranscriptView::onTextAppended(int row)
{
    m_dirty.insert(row);
    const qint64 since = m_sinceFlush.isValid() ? m_sinceFlush.elapsed() : kFrameMs;
    if (!m_flushTimer.isActive()) m_flushTimer.start(static_cast<int>(std::max<qint64>(0, kFrameMs - since)));
}

void TranscriptView::flush()
{
    m_flushTimer.stop();
    m_sinceFlush.restart();
    const QSet<int> dirty = std::exchange(m_dirty, {});
    const int scroll = scrollY();
    int top = viewport()->height();
    bool below = false;
    for (const int row : dirty) {
        if (row >= m_heights.size()) continue;
        if (!m_rows[static_cast<std::size_t>(row)]) {
            m_heights.set(row, estimateMessageHeight(m_model->item(row), m_metrics, columnContext().width));
            top = std::min(top, m_heights.top(row) - scroll);
        } else {
            const int y = layoutOf(row).update(m_model->item(row), placeOf(row), columnContext(), m_stats);
            setRowHeight(row);
            // The line above may hold the caret that moves on.
            top = std::min(top, m_heights.top(row) + y - scroll - static_cast<int>(m_metrics.readingPitch));
        }
        below = below || m_heights.top(row) + m_heights.height(row) > scroll + viewport()->height();
    }
    layoutVisible();
    if (!m_follow && below) setNewBelow(true);
    top -= scrollY() - scroll;
    const int from = std::max(0, top);
    viewport()->update(0, from, viewport()->width(), viewport()->height() - from);
}

void TranscriptView::refreshRow(int row)
{
    auto &layout = m_rows[static_cast<std::size_t>(row)];
    if (layout) {
        static_cast<void>(layout->update(m_model->item(row), placeOf(row), columnContext(), m_stats));
        setRowHeight(row);
    } else {
        m_heights.set(row, estimateMessageHeight(m_model->item(row), m_metrics, columnContext().width));
    }
}

MessagePlace TranscriptView::placeOf(int row) const
{
    MessagePlace place;
    place.first = row == 0;
    place.afterReply = row > 0 && m_model->item(row - 1).role != Role::User;
    const MessageId line = m_model->memoryLine();
    if (line.isValid() && m_model->item(row).id == line)
        place.memoryLine = tr("The model’s memory begins here · %Ln messages left out", nullptr, m_model->leftOut());
    return place;
}

/// The caret blinks and the seconds count only while there is something to show.
void TranscriptView::watchActivity()
{
    const bool active = !m_writing.isEmpty();
    m_caretOn = true;
    if (active && m_metrics.theme.reducedMotion) m_blinkTimer.stop();
    if (active && !m_metrics.theme.reducedMotion && !m_blinkTimer.isActive()) m_blinkTimer.start(kBlinkMs);
    if (active && !m_secondTimer.isActive()) m_secondTimer.start(1000);
    if (active && !m_thinkingSince.isValid()) m_thinkingSince.start();
    if (active) return;
    m_blinkTimer.stop();
    m_secondTimer.stop();
}

void TranscriptView::showCopied(MessageId id, const Target &target)
{
    m_copied = std::pair(id, target);
    m_copiedTimer.start(kCopiedMs);
    viewport()->update();
}

void TranscriptView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    switch (event->type()) {
    case QEvent::StyleChange:
    case QEvent::FontChange:
    case QEvent::PaletteChange:
    case QEvent::LanguageChange:
        resolveTheme();
        forgetLayouts();
        break;
    default: break;
    }
}

} // namespace sotto
