#include "ui/palette/palette_model.h"

#include "core/text/format.h"
#include "ui/theme/icons.h"

#include <QDateTime>
#include <QKeySequence>
#include <QLocale>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

// "&Save as…" is "Save as…" here; "&&" stays an ampersand.
QString withoutMnemonic(const QString &text)
{
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == u'&' && i + 1 < text.size()) ++i;
        out += text.at(i);
    }
    return out;
}

} // namespace

PaletteModel::PaletteModel(QObject *parent) : QAbstractListModel(parent) {}

QString PaletteModel::sectionName(PaletteSection section)
{
    switch (section) {
    case PaletteSection::Commands: return tr("Commands");
    case PaletteSection::Chats: return tr("Chats");
    case PaletteSection::Personas: return tr("Personas");
    case PaletteSection::Models: return tr("Models");
    }
    return {};
}

void PaletteModel::setCommands(const QList<QAction *> &commands)
{
    QList<Item> items;
    for (QAction *action : commands) {
        if (!action || action->isSeparator() || !action->isVisible() || !action->isEnabled()) continue;
        items.append({.text = withoutMnemonic(action->text()),
                      .detail = action->statusTip(),
                      .shortcut = action->shortcut().toString(QKeySequence::NativeText),
                      .icon = action->icon(),
                      .choice = QPointer<QAction>(action)});
    }
    setItems(PaletteSection::Commands, std::move(items));
}

void PaletteModel::setConversations(const QList<Conversation> &conversations, qint64 nowMs)
{
    m_nowMs = nowMs;
    QList<Conversation> newest = conversations;
    std::ranges::sort(newest, std::ranges::greater{}, &Conversation::updatedMs);
    QList<Item> items;
    items.reserve(newest.size());
    for (const Conversation &conversation : std::as_const(newest)) {
        const QString title = conversation.title.simplified();
        items.append({.text = title.isEmpty() ? tr("New chat") : title,
                      .choice = conversation.id,
                      .whenMs = conversation.updatedMs});
    }
    setItems(PaletteSection::Chats, std::move(items));
}

void PaletteModel::setPersonas(const QList<Persona> &personas)
{
    QList<Item> items;
    for (const Persona &persona : personas)
        items.append({.text = persona.name, .detail = persona.description, .choice = persona.id});
    setItems(PaletteSection::Personas, std::move(items));
}

void PaletteModel::setModels(const QList<ModelFile> &models)
{
    QList<Item> items;
    for (const ModelFile &model : models) {
        if (model.problem) continue;
        items.append({.text = model.name, .detail = model.builtIn ? tr("Built in") : QString(), .choice = model.path});
    }
    setItems(PaletteSection::Models, std::move(items));
}

void PaletteModel::setItems(PaletteSection section, QList<Item> items)
{
    for (Item &item : items)
        item.folded = foldForSearch(item.text);
    beginResetModel();
    m_rows.clear();
    m_items[static_cast<std::size_t>(section)] = std::move(items);
    endResetModel();
    rebuild();
}

void PaletteModel::setQuery(const QString &query)
{
    const QString needle = foldedNeedle(query);
    if (needle == m_needle) return;
    m_needle = needle;
    rebuild();
}

const QList<PaletteModel::Item> &PaletteModel::itemsOf(PaletteSection section) const
{
    return m_items[static_cast<std::size_t>(section)];
}

QList<PaletteModel::Row> PaletteModel::matchesOf(PaletteSection section, qsizetype &total) const
{
    struct Found {
        qsizetype item;
        TextMatch match;
    };
    const QList<Item> &items = itemsOf(section);
    const bool onlyRecent = m_needle.isEmpty() && section == PaletteSection::Chats;
    const qsizetype looked = onlyRecent ? std::min<qsizetype>(items.size(), recentChats) : items.size();
    QList<Found> found;
    for (qsizetype i = 0; i < looked; ++i) {
        const Item &item = items.at(i);
        if (auto match = matchText(item.folded, item.text.size(), m_needle)) found.append({i, *std::move(match)});
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, [](const Found &one) { return one.match.score; });
    total = found.size();
    QList<Row> rows;
    for (qsizetype i = 0; i < std::min<qsizetype>(found.size(), listedPerSection); ++i)
        rows.append({section, found.at(i).item, found.at(i).match.runs});
    return rows;
}

void PaletteModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    m_results = 0;
    for (std::size_t i = 0; i < sectionCount; ++i) {
        const auto section = static_cast<PaletteSection>(i);
        qsizetype total = 0;
        const QList<Row> rows = matchesOf(section, total);
        if (rows.isEmpty()) continue;
        m_results += static_cast<int>(total);
        m_rows.append({section, -1, {}});
        m_rows.append(rows);
    }
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PaletteModel::listedCount() const
{
    return static_cast<int>(std::ranges::count_if(m_rows, [](const Row &row) { return row.item >= 0; }));
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Row &row = m_rows.at(index.row());
    if (role == SectionRole) return static_cast<int>(row.section);
    if (role == IsSectionRole) return row.item < 0;
    if (row.item >= 0) return itemData(row, role);
    return role == Qt::DisplayRole ? QVariant(sectionName(row.section)) : QVariant();
}

QVariant PaletteModel::itemData(const Row &row, int role) const
{
    constexpr std::array icons{IconName::Keyboard, IconName::Chat, IconName::Person, IconName::Cube};
    const Item &item = itemsOf(row.section).at(row.item);
    switch (role) {
    case Qt::DisplayRole: return item.text;
    case Qt::DecorationRole: return item.icon.isNull() ? icon(icons[static_cast<std::size_t>(row.section)]) : item.icon;
    case MatchesRole: return QVariant::fromValue(row.runs);
    case DetailRole: return item.whenMs > 0 ? formatMoment(item.whenMs, m_nowMs) : item.detail;
    case ShortcutRole: return item.shortcut;
    case Qt::AccessibleTextRole: {
        const QString kind = sectionName(row.section);
        return item.shortcut.isEmpty() ? u"%1, %2"_s.arg(item.text, kind)
                                       : u"%1, %2, %3"_s.arg(item.text, kind, item.shortcut);
    }
    default: return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) return Qt::NoItemFlags;
    if (m_rows.at(index.row()).item < 0) return Qt::ItemNeverHasChildren;
    return Qt::ItemNeverHasChildren | Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

PaletteModel::Choice PaletteModel::choiceAt(const QModelIndex &index) const
{
    if (!index.isValid() || m_rows.at(index.row()).item < 0) return {};
    const Row &row = m_rows.at(index.row());
    return itemsOf(row.section).at(row.item).choice;
}

PaletteSection PaletteModel::sectionAt(const QModelIndex &index) const
{
    return index.isValid() ? m_rows.at(index.row()).section : PaletteSection::Commands;
}

QModelIndex PaletteModel::selectable(int row, int by) const
{
    for (int at = row; at >= 0 && at < m_rows.size(); at += by)
        if (m_rows.at(at).item >= 0) return index(at);
    return {};
}

} // namespace sotto
