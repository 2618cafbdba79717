#include "ui/transcript/transcript_view.h"

#include "ui/transcript/markdown/inline.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;

/// What can be done with messages, text and links.
namespace sotto {

void TranscriptView::activate(int row, const Target &target)
{
    if (!m_model || row < 0 || row >= m_heights.size() || !target.enabled) return;
    const MessageId id = m_model->item(row).id;
    switch (target.kind) {
    case TargetKind::Thought: setThoughtOpen(id, !isThoughtOpen(id)); break;
    case TargetKind::CopyCode:
        toClipboard(layoutOf(row).section(TextPart::Body).block(target.block).source.chopped(1));
        showCopied(id, target);
        break;
    case TargetKind::Notice: activateNotice(id, target.action); break;
    case TargetKind::PreviousVersion: Q_EMIT branchRequested(id, -1); break;
    case TargetKind::NextVersion: Q_EMIT branchRequested(id, 1); break;
    case TargetKind::Copy:
        copyMessage(id);
        showCopied(id, target);
        break;
    case TargetKind::Regenerate: Q_EMIT regenerateRequested(id); break;
    case TargetKind::Edit: Q_EMIT editRequested(id); break;
    case TargetKind::More:
        showMenu(row, viewport()->mapToGlobal(target.rect.isNull() ? QPoint() : target.rect.bottomLeft()), {});
        break;
    }
}

void TranscriptView::activateNotice(MessageId id, NoticeAction action)
{
    switch (action) {
    case NoticeAction::Continue: Q_EMIT continueRequested(id); break;
    case NoticeAction::StartOver: Q_EMIT startOverRequested(id); break;
    case NoticeAction::TryAgain: Q_EMIT tryAgainRequested(id); break;
    case NoticeAction::ChooseModel: Q_EMIT chooseModelRequested(id); break;
    case NoticeAction::None: break;
    }
}

void TranscriptView::activateLink(const QString &address)
{
    if (markdown::isOpenable(address)) Q_EMIT linkActivated(QUrl(address));
}

bool TranscriptView::isThoughtOpen(MessageId id) const
{
    return m_openThoughts.contains(id);
}

void TranscriptView::setThoughtOpen(MessageId id, bool open)
{
    const int row = m_model ? m_model->rowOf(id) : -1;
    if (row < 0 || (m_model->item(row).reasoning.isEmpty() && open)) return;
    if (open) {
        m_openThoughts.insert(id);
    } else {
        m_openThoughts.remove(id);
    }
    MessageLayout &layout = layoutOf(row);
    layout.setThoughtOpen(open);
    // The chip was just pressed: it stays where it is.
    m_follow = false;
    layout.arrange(m_model->item(row), columnContext());
    setRowHeight(row);
    clearSelection();
    layoutVisible();
    m_follow = isAtEnd();
    viewport()->update();
}

void TranscriptView::selectAll()
{
    if (m_heights.size() == 0) return;
    const int last = m_heights.size() - 1;
    const BlockSection &section = layoutOf(last).section(TextPart::Body);
    m_selection.anchor = {0, TextPart::Thought, 0, 0};
    m_selection.cursor = {last, TextPart::Body, section.count(), 0};
    viewport()->update();
}

void TranscriptView::clearSelection()
{
    m_selection = {};
    viewport()->update();
}

/// Messages that are selected whole are copied as they came; only the first and the last can be selected in part.
QString TranscriptView::selectedText()
{
    if (m_selection.isEmpty() || !m_model) return {};
    const auto [from, to] = m_selection.ordered();
    QString result;
    for (int row = from.row; row <= to.row; ++row) {
        const bool between = row > from.row && row < to.row;
        const QString part = between ? m_model->item(row).text
                                     : sotto::selectedText(m_model->item(row), layoutOf(row), row, m_selection,
                                                           columnContext(), m_stats);
        if (part.isEmpty()) continue;
        if (!result.isEmpty()) result += u"\n\n"_s;
        result += part;
    }
    return result;
}

QString TranscriptView::markdownOfSelection()
{
    const auto [from, to] = m_selection.ordered();
    QString result;
    for (int row = from.row; row <= to.row; ++row) {
        const MessageItem &item = m_model->item(row);
        QString part = item.text;
        BlockSection &section = layoutOf(row).section(TextPart::Body);
        if (!section.isEmpty()) {
            const int first = row == from.row && from.part == TextPart::Body ? from.block : 0;
            const int last = row == to.row && to.part == TextPart::Body ? to.block : section.count() - 1;
            const auto begin = section.block(std::min(first, section.count() - 1)).begin;
            const auto end = section.block(std::min(last, section.count() - 1)).end;
            part = item.text.sliced(begin, std::min(end, item.text.size()) - begin);
        }
        if (!result.isEmpty() && !part.isEmpty()) result += u"\n\n"_s;
        result += part;
    }
    return result;
}

void TranscriptView::copySelection()
{
    const QString text = selectedText();
    if (!text.isEmpty()) toClipboard(text);
}

void TranscriptView::copyMessage(MessageId id)
{
    const int row = m_model ? m_model->rowOf(id) : -1;
    if (row >= 0) toClipboard(m_model->item(row).text);
}

void TranscriptView::toClipboard(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT copied(static_cast<int>(text.count(u'\n')) + 1);
}

void TranscriptView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const int row = keyboard ? (m_focusRow >= 0 ? m_focusRow : lastReply()) : rowAt(event->pos().y());
    if (row < 0) return;
    const QPoint below = rowRect(row).topLeft() + QPoint(24, 24);
    const QPoint at =
        keyboard ? viewport()->mapToGlobal(QPoint(below.x(), std::clamp(below.y(), 0, height()))) : event->globalPos();
    showMenu(row, at, keyboard ? TextPosition() : positionAt(event->pos()));
}

void TranscriptView::showMenu(int row, const QPoint &globalPosition, const TextPosition &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!m_selection.isEmpty()) {
        menu->addAction(tr("Copy"), this, &TranscriptView::copySelection);
        menu->addAction(tr("Copy as Markdown"), this, [this] { toClipboard(markdownOfSelection()); });
    }
    addCodeActions(*menu, at);
    addLinkActions(*menu, row);
    addMessageActions(*menu, row);
    menu->addSeparator();
    menu->addAction(tr("Select all"), this, &TranscriptView::selectAll);
    Q_EMIT menuRequested(m_model->item(row).id, menu);
    menu->popup(globalPosition);
}

void TranscriptView::addCodeActions(QMenu &menu, const TextPosition &at)
{
    if (!at.isValid()) return;
    const BlockSection &section = layoutOf(at.row).section(at.part);
    if (section.isEmpty() || section.block(at.block).kind != markdown::BlockKind::Code) return;
    const MessageId id = m_model->item(at.row).id;
    menu.addAction(tr("Copy code"), this,
                   [this, code = section.block(at.block).source.chopped(1)] { toClipboard(code); });
    QAction *wrap = menu.addAction(tr("Wrap lines"));
    wrap->setCheckable(true);
    const BlockLayout *layout = section.existingLayout(at.block);
    wrap->setChecked(layout && layout->isWrapped());
    connect(wrap, &QAction::toggled, this, [this, id, at](bool on) {
        const int row = m_model ? m_model->rowOf(id) : -1;
        if (row < 0 || at.block >= layoutOf(row).section(at.part).count()) return;
        MessageLayout &message = layoutOf(row);
        const LayoutContext context = message.sectionContext(at.part, columnContext());
        message.section(at.part).layoutOf(at.block, context, m_stats).setWrapped(on);
        message.section(at.part).relayout(at.block, context, m_stats);
        message.arrange(m_model->item(row), columnContext());
        setRowHeight(row);
        layoutVisible();
        viewport()->update();
    });
    menu.addSeparator();
}

/// The links of a message, so that they can be reached from the keyboard too.
void TranscriptView::addLinkActions(QMenu &menu, int row)
{
    if (m_model->item(row).role == Role::User) return;
    constexpr int kMost = 8;
    QStringList addresses;
    for (const auto &block : std::as_const(layoutOf(row)).section(TextPart::Body).blocks()) {
        if (addresses.size() >= kMost) break;
        if (block.kind == markdown::BlockKind::Code || block.kind == markdown::BlockKind::Math) continue;
        const auto inlineText = markdown::parseInline(block.source);
        for (const markdown::Span &span : inlineText.spans) {
            if ((span.flags & markdown::Link) && !addresses.contains(span.address) && addresses.size() < kMost)
                addresses += span.address;
        }
    }
    for (const QString &address : std::as_const(addresses)) {
        const QString shown = fontMetrics().elidedText(address, Qt::ElideMiddle, 320).replace(u'&', u"&&"_s);
        menu.addAction(tr("Open %1…").arg(shown), this, [this, address] { activateLink(address); });
    }
    if (!addresses.isEmpty()) menu.addSeparator();
}

void TranscriptView::addMessageActions(QMenu &menu, int row)
{
    const MessageId id = m_model->item(row).id;
    const MessageItem &item = m_model->item(row);
    menu.addAction(tr("Copy message"), this, [this, id] { copyMessage(id); });
    if (item.role == Role::User) menu.addAction(tr("Edit"), this, [this, id] { Q_EMIT editRequested(id); });
    if (item.role != Role::User && !item.writing)
        menu.addAction(tr("Regenerate"), this, [this, id] { Q_EMIT regenerateRequested(id); });
    if (!item.reasoning.isEmpty()) {
        const bool open = isThoughtOpen(id);
        menu.addAction(open ? tr("Hide thoughts") : tr("Show thoughts"), this,
                       [this, id, open] { setThoughtOpen(id, !open); });
    }
}

} // namespace sotto
