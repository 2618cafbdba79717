#include "ui/chat/composer_edit.h"

#include "ui/components/paint.h"
#include "ui/theme/style.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxLines = 8;

QString plainLines(QString text)
{
    return text.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n').remove(QChar(u'\0'));
}

QStringList localFiles(const QMimeData *source)
{
    QStringList files;
    for (const QUrl &url : source->urls())
        if (url.isLocalFile()) files += url.toLocalFile();
    return files;
}

bool isModel(const QString &path)
{
    return path.endsWith(".gguf"_L1, Qt::CaseInsensitive);
}

} // namespace

ComposerEdit::ComposerEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFrameless(this);
    setFocusRing(this, -1);
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &ComposerEdit::updateHeight);
    connect(this, &QPlainTextEdit::textChanged, this, &ComposerEdit::updateHeight);
    applyTheme();
}

bool ComposerEdit::fitsEditor(const QString &text)
{
    if (text.size() > maxPaste) return false;
    qsizetype start = 0;
    while (start < text.size()) {
        const qsizetype end = text.indexOf(u'\n', start);
        if ((end < 0 ? text.size() : end) - start > maxPastedLine) return false;
        if (end < 0) break;
        start = end + 1;
    }
    return true;
}

void ComposerEdit::applyTheme()
{
    const Theme &theme = Theme::of(this);
    setFont(theme.font(TypeRole::Reading));
    QPalette colors = palette();
    colors.setColor(QPalette::Base, Qt::transparent);
    colors.setColor(QPalette::Text, theme.t1);
    colors.setColor(QPalette::PlaceholderText, theme.t3);
    setPalette(colors);
    updateHeight();
    updateGeometry();
}

qreal ComposerEdit::textHeight() const
{
    // Lines differ in height where scripts are mixed, so they are added up as they were laid out.
    qreal height = 0;
    int lines = 0;
    for (QTextBlock block = document()->firstBlock(); block.isValid() && lines < maxLines; block = block.next()) {
        const qreal all = document()->documentLayout()->blockBoundingRect(block).height();
        const QTextLayout *layout = block.layout();
        if (lines + layout->lineCount() <= maxLines) {
            height += all;
            lines += std::max(1, layout->lineCount());
            continue;
        }
        for (int i = 0; lines < maxLines; ++i, ++lines)
            height += layout->lineAt(i).height();
    }
    return height;
}

QSize ComposerEdit::sizeHint() const
{
    return {200, m_height};
}

QSize ComposerEdit::minimumSizeHint() const
{
    return {40, m_height};
}

void ComposerEdit::updateHeight()
{
    // QPlainTextDocumentLayout counts its height in lines.
    const qreal lines = document()->documentLayout()->documentSize().height();
    m_allInSight = lines <= maxLines;
    setVerticalScrollBarPolicy(m_allInSight ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    const int height = std::max(static_cast<int>(std::ceil(textHeight())), Theme::of(this).grown(26));
    if (height == m_height) return;
    m_height = height;
    updateGeometry();
}

void ComposerEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    // Grown to hold everything, nothing is scrolled out of sight.
    if (m_allInSight) verticalScrollBar()->setValue(0);
}

bool ComposerEdit::handleEnter(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) return false;
    if (m_composing) return true;
    const Qt::KeyboardModifiers held = event->modifiers() & ~Qt::KeypadModifier;
    const bool sends = held == Qt::ControlModifier || (held == Qt::NoModifier && m_sendKey == SendKey::Enter);
    if (sends) {
        Q_EMIT sendPressed();
    } else {
        textCursor().insertBlock();
        ensureCursorVisible();
    }
    return true;
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    if (handleEnter(event)) {
        event->accept();
        return;
    }
    if (event->key() == Qt::Key_Escape && !m_composing) {
        bool taken = false;
        Q_EMIT escapePressed(&taken);
        event->setAccepted(taken);
        return;
    }
    if (event->key() == Qt::Key_Up && event->modifiers() == Qt::NoModifier && !m_composing && document()->isEmpty()) {
        Q_EMIT upPressedInEmpty();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void ComposerEdit::inputMethodEvent(QInputMethodEvent *event)
{
    m_composing = !event->preeditString().isEmpty();
    QPlainTextEdit::inputMethodEvent(event);
}

bool ComposerEdit::canInsertFromMimeData(const QMimeData *source) const
{
    const QStringList files = localFiles(source);
    return files.isEmpty() ? source->hasText() : std::ranges::any_of(files, isModel);
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    const QStringList files = localFiles(source);
    if (!files.isEmpty()) {
        const auto model = std::ranges::find_if(files, isModel);
        if (model != files.end()) Q_EMIT fileDropped(*model);
        return;
    }
    const QString text = plainLines(source->text());
    if (text.isEmpty()) return;
    if (!fitsEditor(text)) {
        Q_EMIT largeTextPasted(text);
        return;
    }
    textCursor().insertText(text);
    ensureCursorVisible();
}

void ComposerEdit::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusChanged();
}

void ComposerEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged();
}

void ComposerEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::StyleChange) applyTheme();
}

} // namespace sotto
