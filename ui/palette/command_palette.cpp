#include "ui/palette/command_palette.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/components/paint.h"
#include "ui/palette/palette_delegate.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr int surfaceWidth = 600;
constexpr int fromTop = 112;
constexpr int radius = 14;
constexpr int headHeight = 56;
constexpr int footHeight = 38;
constexpr int listTop = 6;
constexpr int listBottom = 8;
constexpr int maxListHeight = 420;

/// The magnifier before the field, 18 px.
class Magnifier final : public QWidget {
public:
    explicit Magnifier(QWidget *parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }
    [[nodiscard]] QSize sizeHint() const override
    {
        const int extent = Theme::of(this).grown(18);
        return {extent, extent};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintIcon(painter, IconName::Search, rect(), Theme::of(this).t2);
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget *window)
    : QWidget(window), m_model(new PaletteModel(this)), m_surface(new QWidget(this)), m_field(new QLineEdit),
      m_list(new QListView), m_nothing(new Label({}, TypeRole::Interface, Ink::Tertiary)),
      m_count(new Label({}, TypeRole::Caption, Ink::Tertiary)), m_move(new Label({}, TypeRole::Caption, Ink::Tertiary)),
      m_run(new Label({}, TypeRole::Caption, Ink::Tertiary))
{
    hide();
    m_head = makeHead();
    m_foot = makeFoot();
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->viewport()->setAttribute(Qt::WA_Hover);
    m_nothing->setContentsMargins(20, 10, 20, 10);
    m_nothing->setWordWrap(true);
    auto *column = new QVBoxLayout(m_surface);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addSpacing(listTop);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing);
    column->addSpacing(listBottom);
    column->addWidget(m_foot);

    window->installEventFilter(this);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setQuery(text);
        showResults();
    });
    connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
    applyTheme();
    retranslate();
}

QWidget *CommandPalette::makeHead()
{
    auto *head = new QWidget(m_surface);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(20, 0, 20, 1);
    row->setSpacing(12);
    row->addWidget(new Magnifier(head));
    row->addWidget(m_field, 1);
    row->addWidget(new KeyHint(QKeySequence(Qt::Key_Escape).toString(QKeySequence::NativeText), head));
    setFrameless(m_field);
    setFocusRing(m_field, -1);
    return head;
}

QWidget *CommandPalette::makeFoot()
{
    auto *foot = new QWidget(m_surface);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(20, 1, 20, 0);
    row->setSpacing(6);
    row->addWidget(new KeyHint(u"↑"_s, foot));
    row->addWidget(new KeyHint(u"↓"_s, foot));
    row->addWidget(m_move);
    row->addSpacing(10);
    row->addWidget(new KeyHint(QKeySequence(Qt::Key_Enter).toString(QKeySequence::NativeText), foot));
    row->addWidget(m_run);
    row->addStretch(1);
    row->addWidget(m_count);
    return foot;
}

void CommandPalette::setCommands(const QList<QAction *> &commands)
{
    m_model->setCommands(commands);
    showResults();
}

void CommandPalette::setConversations(const QList<Conversation> &conversations, qint64 nowMs)
{
    m_model->setConversations(conversations, nowMs);
    showResults();
}

void CommandPalette::setPersonas(const QList<Persona> &personas)
{
    m_model->setPersonas(personas);
    showResults();
}

void CommandPalette::setModels(const QList<ModelFile> &models)
{
    m_model->setModels(models);
    showResults();
}

void CommandPalette::open(const QString &query)
{
    if (!isOpen()) m_focusBefore = window()->focusWidget();
    m_field->setText(query);
    showResults();
    place();
    raise();
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::dismiss()
{
    if (!isOpen()) return;
    QWidget *before = m_focusBefore;
    m_focusBefore.clear();
    hide();
    if (before && before->isVisible()) before->setFocus(Qt::PopupFocusReason);
    Q_EMIT closed();
}

void CommandPalette::showResults()
{
    const int all = m_model->resultCount();
    const int listed = m_model->listedCount();
    const QString number = locale().toString(all);
    m_count->setText(listed == all ? tr("%Ln results", nullptr, all)
                                   : tr("%1 of %2 results").arg(locale().toString(listed), number));
    m_nothing->setText(tr("Nothing found for “%1”.").arg(m_field->text().simplified()));
    m_nothing->setVisible(all == 0);
    m_list->setVisible(all > 0);
    m_list->setCurrentIndex(m_model->selectable(0, 1));
    m_list->scrollToTop();
    place();
}

int CommandPalette::listHeight() const
{
    const Theme &theme = Theme::of(this);
    const int labels = m_model->rowCount() - m_model->listedCount();
    const int wanted = labels * theme.grown(30) + m_model->listedCount() * theme.grown(38);
    return m_model->rowCount() == 0 ? m_nothing->heightForWidth(m_surface->width()) : std::min(wanted, maxListHeight);
}

void CommandPalette::place()
{
    setGeometry(parentWidget()->rect());
    const Theme &theme = Theme::of(this);
    const int wide = std::min(theme.grown(surfaceWidth), width() - 32);
    const int top = std::min(fromTop, std::max(16, height() / 6));
    const int fixed = m_head->height() + m_foot->height() + listTop + listBottom + 2;
    const int tall = std::min(fixed + listHeight(), height() - top - 16);
    m_surface->setGeometry((width() - wide) / 2, top, wide, tall);
    update();
}

void CommandPalette::step(int by)
{
    if (m_model->rowCount() == 0) return;
    const int page = by > 0 ? 1 : -1;
    const int from = m_list->currentIndex().row();
    QModelIndex next = m_model->selectable(std::clamp(from + by, 0, m_model->rowCount() - 1), page);
    // A page that would end on the label at the edge takes the row beside it; one step past the end goes round.
    if (!next.isValid() && std::abs(by) > 1) next = m_model->selectable(page > 0 ? m_model->rowCount() - 1 : 0, -page);
    if (!next.isValid() || next.row() == from) {
        if (std::abs(by) > 1) return;
        next = m_model->selectable(by > 0 ? 0 : m_model->rowCount() - 1, by);
    }
    if (!next.isValid()) return;
    m_list->setCurrentIndex(next);
    m_list->scrollTo(next);
    // The label above the first row comes into sight with it.
    if (m_model->selectable(0, 1) == next) m_list->scrollToTop();
}

void CommandPalette::choose(const QModelIndex &index)
{
    const PaletteSection section = m_model->sectionAt(index);
    const PaletteModel::Choice choice = m_model->choiceAt(index);
    if (std::holds_alternative<std::monostate>(choice)) return;
    dismiss();
    if (const auto *action = std::get_if<QPointer<QAction>>(&choice)) {
        if (*action) Q_EMIT commandChosen(*action);
    } else if (const auto *id = std::get_if<ConversationId>(&choice)) {
        Q_EMIT conversationChosen(*id);
    } else if (section == PaletteSection::Personas) {
        Q_EMIT personaChosen(std::get<QString>(choice));
    } else {
        Q_EMIT modelChosen(std::get<QString>(choice));
    }
}

bool CommandPalette::handleKey(int key)
{
    constexpr int page = 8;
    switch (key) {
    case Qt::Key_Up: step(-1); return true;
    case Qt::Key_Down: step(1); return true;
    case Qt::Key_PageUp: step(-page); return true;
    case Qt::Key_PageDown: step(page); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(m_list->currentIndex()); return true;
    case Qt::Key_Escape: dismiss(); return true;
    default: return false;
    }
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isOpen()) place();
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const Qt::KeyboardModifiers held = key->modifiers() & ~Qt::KeypadModifier;
        if (held == Qt::NoModifier && handleKey(key->key())) return true;
    }
    // The window's own Esc shortcut must not take the key from under the open palette.
    if (watched == m_field && event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool CommandPalette::focusNextPrevChild(bool)
{
    // The field is all there is to focus, and nothing behind the scrim may have it.
    return true;
}

void CommandPalette::mousePressEvent(QMouseEvent *event)
{
    if (!m_surface->geometry().contains(event->position().toPoint())) dismiss();
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.scrim);
    const QRectF box = m_surface->geometry();
    drawFloating(painter, box, radius, theme);
    const QRectF inner = box.adjusted(1, 1, -1, -1);
    const qreal footTop = inner.bottom() - m_foot->height();
    painter.save();
    painter.setClipRect(QRectF(inner.x(), footTop, inner.width(), m_foot->height()));
    drawRounded(painter, inner, radius - 1, theme.sunken);
    painter.restore();
    painter.fillRect(QRectF(inner.x(), footTop, inner.width(), 1), theme.line);
    painter.fillRect(QRectF(inner.x(), inner.y() + m_head->height() - 1, inner.width(), 1), theme.line);
}

void CommandPalette::applyTheme()
{
    const Theme &theme = Theme::of(this);
    m_head->setFixedHeight(theme.grown(headHeight));
    m_foot->setFixedHeight(theme.grown(footHeight));
    m_field->setFont(theme.font(TypeRole::Heading));
    if (isOpen()) place();
}

void CommandPalette::retranslate()
{
    setAccessibleName(tr("Command palette"));
    m_field->setAccessibleName(tr("Search commands, chats, personas and models"));
    m_field->setPlaceholderText(tr("Search commands, chats, personas and models"));
    m_list->setAccessibleName(tr("Results"));
    m_move->setText(tr("move"));
    m_run->setText(tr("run"));
    showResults();
}

void CommandPalette::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) applyTheme();
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace sotto
