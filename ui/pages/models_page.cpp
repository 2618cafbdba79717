#include "ui/pages/models_page.h"

#include "core/paths.h"
#include "core/text/format.h"
#include "ui/components/buttons.h"
#include "ui/components/card.h"
#include "ui/components/label.h"
#include "ui/components/paint.h"
#include "ui/components/search_field.h"
#include "ui/pages/models_delegate.h"
#include "ui/pages/models_model.h"
#include "ui/pages/page_parts.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

/// Names of the columns, in line with the rows below.
class TableHead final : public QWidget {
public:
    TableHead(const PageList *list, QWidget *parent) : QWidget(parent), m_list(list) {}
    [[nodiscard]] QSize sizeHint() const override { return {200, Theme::of(this).grown(34)}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath path;
        path.addRoundedRect(QRectF(rect()).adjusted(0, 0, 0, 20), 11, 11);
        painter.setClipRect(rect());
        painter.fillPath(path, theme.sunken);
        painter.fillRect(0, height() - 1, width(), 1, theme.line);
        const ModelColumns columns = modelColumns(QRect(0, 0, m_list->viewport()->width(), height()), theme);
        const QFont font = theme.font(TypeRole::Caption, QFont::Medium);
        const auto head = [&](const QRect &cell, const QString &text) {
            drawElided(painter, QRectF(cell), text, font, theme.t3);
        };
        head(columns.name, ModelsPage::tr("Model"));
        if (!columns.quantInDetail) head(columns.quant, ModelsPage::tr("Quant", "short for quantisation"));
        if (!columns.sizeInDetail) head(columns.size, ModelsPage::tr("Size"));
        if (!columns.dotOnly) head(columns.state, ModelsPage::tr("State"));
    }

private:
    const PageList *m_list;
};

/// Models against the room they have; without a hue, as disk space has none.
class SpaceBar final : public QWidget {
public:
    explicit SpaceBar(QWidget *parent) : QWidget(parent) { setFixedHeight(6); }
    void setShare(double share)
    {
        m_share = share;
        update();
    }
    [[nodiscard]] QSize sizeHint() const override { return {160, 6}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        drawRounded(painter, rect(), 3, theme.track);
        const qreal done = width() * std::clamp(m_share, 0.0, 1.0);
        if (done >= 1) drawRounded(painter, QRectF(0, 0, std::max(done, 6.0), height()), 3, theme.t2);
    }

private:
    double m_share = 0;
};

std::uint64_t modelBytes(const QList<ModelFile> &models)
{
    std::uint64_t sum = 0;
    for (const ModelFile &file : models)
        sum += file.spec.fileBytes;
    return sum;
}

} // namespace

ModelsPage::ModelsPage(QWidget *parent)
    : QWidget(parent), m_model(new ModelsModel(this)), m_delegate(new ModelsDelegate(this))
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    auto *upper = new QWidget(this);
    QVBoxLayout *column = makePageColumn(upper);
    column->addWidget(buildHead());
    column->addSpacing(20);
    column->addWidget(buildTable());
    m_hint = new Label({}, TypeRole::Interface, Ink::Tertiary, QFont::Normal, this);
    m_hint->setWordWrap(true);
    m_hint->setContentsMargins(16, 16, 16, 0);
    column->addWidget(m_hint);
    column->addStretch(1);
    whole->addWidget(upper, 1);
    whole->addWidget(new Rule(this));
    whole->addWidget(buildFoot());
    connectList();
    retranslate();
}

QWidget *ModelsPage::buildHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_title = new Label({}, TypeRole::Title, Ink::Primary, QFont::DemiBold, head);
    m_filter = new SearchField(QString(), head);
    m_filter->setMaximumWidth(260);
    m_filter->setMinimumWidth(120);
    m_add = makeButton(QString(), ButtonKind::Default, head);
    m_add->setIcon(icon(IconName::Plus));
    m_add->setObjectName(u"addFile"_s);
    row->addWidget(m_title);
    row->addStretch(1);
    row->addWidget(m_filter, 2);
    row->addWidget(m_add);
    connect(m_add, &QPushButton::clicked, this, &ModelsPage::addFileRequested);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        keepCurrent([&] { m_model->setFilter(text); });
        refresh();
    });
    return head;
}

QWidget *ModelsPage::buildTable()
{
    auto *card = new Card(this);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 2);
    column->setSpacing(0);
    m_list = new PageList(QString(), card);
    m_headRow = new TableHead(m_list, card);
    m_list->setObjectName(u"models"_s);
    m_list->setItemDelegate(m_delegate);
    m_list->setModel(m_model);
    column->addWidget(m_headRow);
    column->addWidget(m_list);
    card->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    m_table = card;
    return card;
}

QWidget *ModelsPage::buildFoot()
{
    auto *foot = new QWidget(this);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(32, 12, 32, 12);
    row->setSpacing(12);
    m_livesIn = new Label({}, TypeRole::Interface, Ink::Primary, QFont::Medium, foot);
    m_path = new Label({}, TypeRole::Code, Ink::Secondary, QFont::Normal, foot);
    m_path->setElided(true);
    m_bar = new SpaceBar(foot);
    m_totals = new Label({}, TypeRole::Small, Ink::Secondary, QFont::Normal, foot);
    m_totals->setTabular(true);
    m_change = makeButton(QString(), ButtonKind::Default, foot, ControlSize::Small);
    m_change->setObjectName(u"changeFolder"_s);
    auto *where = new QHBoxLayout;
    where->setSpacing(12);
    where->addWidget(m_livesIn);
    where->addWidget(m_path, 1);
    m_footWords = new QBoxLayout(QBoxLayout::LeftToRight);
    m_footWords->setSpacing(12);
    m_footWords->addLayout(where, 1);
    m_footWords->addWidget(m_bar);
    m_footWords->addWidget(m_totals);
    row->addLayout(m_footWords, 1);
    row->addWidget(m_change);
    connect(m_change, &QPushButton::clicked, this, &ModelsPage::changeFolderRequested);
    return foot;
}

void ModelsPage::connectList()
{
    connect(m_list, &PageList::enterPressed, this, &ModelsPage::load);
    connect(m_list, &QAbstractItemView::doubleClicked, this, &ModelsPage::load);
    connect(m_list, &PageList::propertiesPressed, this,
            [this](const QModelIndex &index) { Q_EMIT detailsRequested(m_model->row(index).file.path); });
    connect(m_list, &PageList::spacePressed, this, &ModelsPage::act);
    connect(m_list, &PageList::menuRequested, this, &ModelsPage::openMenu);
    connect(m_list, &PageList::left, this, [this] { m_delegate->clearHover(); });
    connect(m_delegate, &ModelsDelegate::buttonClicked, this, &ModelsPage::act);
    connect(m_delegate, &ModelsDelegate::moreClicked, this, &ModelsPage::openMenu);
}

/// What the button of the row does.
void ModelsPage::act(const QModelIndex &index)
{
    const ModelRow row = m_model->row(index);
    switch (row.action()) {
    case ModelRowAction::Load: Q_EMIT loadRequested(row.file); break;
    case ModelRowAction::Unload: Q_EMIT unloadRequested(); break;
    case ModelRowAction::Cancel: Q_EMIT cancelRequested(); break;
    case ModelRowAction::None: break;
    }
}

void ModelsPage::load(const QModelIndex &index)
{
    const ModelRow row = m_model->row(index);
    if (row.action() == ModelRowAction::Load) Q_EMIT loadRequested(row.file);
}

void ModelsPage::focusModel(const QString &path)
{
    const QModelIndex index = m_model->find(path);
    if (index.isValid()) m_list->setCurrentIndex(index);
    m_list->setFocus(Qt::OtherFocusReason);
}

QMenu *ModelsPage::makeMenu(const QString &path)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QModelIndex index = m_model->find(path);
    const QString action = index.isValid() ? modelActionText(m_model->row(index).action()) : QString();
    if (!action.isEmpty()) {
        menu->addAction(action, this, [this, path] {
            const QModelIndex now = m_model->find(path);
            if (now.isValid()) act(now);
        });
        menu->addSeparator();
    }
    menu->addAction(tr("Details…"), this, [this, path] { Q_EMIT detailsRequested(path); });
    menu->addAction(tr("Show in folder"), this, [this, path] { Q_EMIT showInFolderRequested(path); });
    menu->addAction(tr("Copy path"), this, [this, path] {
        QGuiApplication::clipboard()->setText(path);
        Q_EMIT pathCopied(path);
    });
    return menu;
}

void ModelsPage::openMenu(const QModelIndex &index, const QRect &anchor)
{
    m_list->setCurrentIndex(index);
    QMenu *menu = makeMenu(m_model->row(index).file.path);
    menu->popup(m_list->viewport()->mapToGlobal(anchor.bottomLeft()));
}

/// The row a person is on stays the current one, wherever it goes.
void ModelsPage::keepCurrent(const std::function<void()> &change)
{
    const QModelIndex before = m_list->currentIndex();
    const QString path = before.isValid() ? m_model->row(before).file.path : QString();
    change();
    const QModelIndex after = m_model->find(path);
    if (after.isValid()) m_list->setCurrentIndex(after);
    m_list->relayoutRows();
}

void ModelsPage::setModels(const QList<ModelFile> &models)
{
    keepCurrent([&] { m_model->setModels(models); });
    refresh();
}

void ModelsPage::setStatus(const ModelStatus &status)
{
    m_model->setStatus(status);
    if (status.phase != ModelPhase::Loading) m_list->relayoutRows(); // a failed row is higher
}

void ModelsPage::setFavourites(const QSet<QString> &paths)
{
    keepCurrent([&] { m_model->setFavourites(paths); });
}

void ModelsPage::setScanning(bool scanning)
{
    m_scanning = scanning;
    refresh();
}

void ModelsPage::setStorage(const QString &folder, const std::optional<DiskSpace> &space)
{
    m_folder = folder;
    m_space = space;
    refresh();
}

QString ModelsPage::hint() const
{
    if (m_model->rowCount() == 0 && !m_model->filter().isEmpty())
        return tr("Nothing found for “%1”.").arg(m_model->filter());
    if (!m_model->filter().isEmpty()) return {};
    if (m_scanning) return tr("Looking for models…");
    const bool own = std::ranges::any_of(m_model->models(), [](const ModelFile &file) { return !file.builtIn; });
    if (own) return {};
    return tr("No models of your own yet. Put GGUF files in the folder below, or press Add a file.");
}

QString ModelsPage::totals() const
{
    const QString models = tr("%1 of models").arg(formatFileSize(modelBytes(m_model->models())));
    return m_space ? models + u" · "_s + tr("%1 free").arg(formatFileSize(m_space->free)) : models;
}

void ModelsPage::refresh()
{
    const QString text = hint();
    m_hint->setText(text);
    m_hint->setVisible(!text.isEmpty());
    m_table->setVisible(m_model->rowCount() > 0);
    m_path->setText(shownPath(m_folder));
    m_totals->setText(totals());
    const auto used = static_cast<double>(modelBytes(m_model->models()));
    static_cast<SpaceBar *>(m_bar)->setShare(m_space ? used / (used + static_cast<double>(m_space->free) + 1) : 0);
    m_bar->setVisible(m_space && m_footWords->direction() == QBoxLayout::LeftToRight);
}

/// In a narrow window the totals go below the path, and the bar, which says the same, goes.
void ModelsPage::fitFoot()
{
    const bool narrow = width() < Theme::of(this).grown(760);
    m_footWords->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_footWords->setSpacing(narrow ? 2 : 12);
    m_bar->setVisible(m_space && !narrow);
}

void ModelsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitFoot();
}

void ModelsPage::retranslate()
{
    m_title->setText(tr("Models"));
    m_filter->setPlaceholderText(tr("Filter by name or size"));
    m_filter->setAccessibleName(tr("Filter by name or size"));
    m_add->setText(tr("Add a file"));
    m_livesIn->setText(tr("Models live in"));
    m_change->setText(tr("Change…"));
    m_change->setAccessibleName(tr("Change where models live"));
    m_list->setAccessibleName(tr("Models on this computer"));
    m_model->retranslate();
    refresh();
}

void ModelsPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) fitFoot();
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ModelsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_list->relayoutRows();
}

} // namespace sotto
