#include "ui/sidebar/conversation_list_model.h"

#include "ui/sidebar/row_changes.h"

#include <QDateTime>

#include <algorithm>
#include <array>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

// Past this many runs of rows a view is quicker told to look anew.
constexpr int maxSteps = 64;

} // namespace

ConversationListModel::ConversationListModel(QObject *parent)
    : QAbstractListModel(parent), m_zone(QTimeZone::systemTimeZone())
{
}

QString ConversationListModel::sectionName(ChatSection section)
{
    switch (section) {
    case ChatSection::Pinned: return tr("Pinned");
    case ChatSection::Today: return tr("Today");
    case ChatSection::Yesterday: return tr("Yesterday");
    case ChatSection::Earlier: return tr("Earlier");
    }
    return {};
}

QString ConversationListModel::titleOf(const Conversation &conversation)
{
    const QString title = conversation.title.simplified();
    return title.isEmpty() ? tr("New chat") : title;
}

void ConversationListModel::setConversations(const QList<Conversation> &conversations, qint64 nowMs)
{
    m_nowMs = nowMs;
    m_days = daysAt(nowMs);
    QHash<ConversationId, Conversation> next;
    next.reserve(conversations.size());
    QList<ConversationId> changed;
    for (const Conversation &conversation : conversations) {
        const auto old = m_conversations.constFind(conversation.id);
        const bool same = old != m_conversations.cend() && old->title == conversation.title;
        if (!same) m_folded.insert(conversation.id, foldForSearch(titleOf(conversation)));
        if (old != m_conversations.cend() && (!same || old->pinned != conversation.pinned))
            changed.append(conversation.id);
        next.insert(conversation.id, conversation);
    }
    m_folded.removeIf([&](const auto &entry) { return !next.contains(entry.key()); });
    m_conversations = std::move(next);
    sortOrder();
    rebuild();
    if (changed.size() > maxSteps) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    for (const ConversationId id : std::as_const(changed))
        rowChanged(id, {});
}

void ConversationListModel::sortOrder()
{
    m_order = m_conversations.keys();
    std::ranges::sort(m_order, [this](ConversationId a, ConversationId b) {
        const qint64 whenA = m_conversations.constFind(a)->updatedMs;
        const qint64 whenB = m_conversations.constFind(b)->updatedMs;
        return whenA != whenB ? whenA > whenB : a > b;
    });
}

void ConversationListModel::setNow(qint64 nowMs)
{
    m_nowMs = nowMs;
    const Days days = daysAt(nowMs);
    if (days == m_days) return;
    m_days = days;
    rebuild();
}

void ConversationListModel::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    setNow(m_nowMs);
}

void ConversationListModel::setFilter(const QString &text)
{
    m_filterText = text.simplified();
    const QString needle = foldedNeedle(text);
    if (needle == m_needle) return;
    m_needle = needle;
    rebuild();
}

void ConversationListModel::setUnread(const QSet<ConversationId> &ids)
{
    const QSet<ConversationId> before = std::exchange(m_unread, ids);
    for (const ConversationId id : before + ids) {
        if (before.contains(id) != ids.contains(id)) rowChanged(id, {UnreadRole, Qt::AccessibleTextRole});
    }
}

void ConversationListModel::setCurrent(ConversationId id)
{
    if (id == m_current) return;
    const ConversationId before = std::exchange(m_current, id);
    rowChanged(before, {CurrentRole, Qt::AccessibleTextRole});
    rowChanged(id, {CurrentRole, Qt::AccessibleTextRole});
}

void ConversationListModel::retranslate()
{
    for (const auto &[id, conversation] : std::as_const(m_conversations).asKeyValueRange())
        if (conversation.title.isEmpty()) m_folded.insert(id, foldForSearch(titleOf(conversation)));
    rebuild();
    if (!m_rows.isEmpty()) Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
}

ConversationListModel::Days ConversationListModel::daysAt(qint64 nowMs) const
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs, m_zone).date();
    return {today.startOfDay(m_zone).toMSecsSinceEpoch(), today.addDays(-1).startOfDay(m_zone).toMSecsSinceEpoch()};
}

ChatSection ConversationListModel::sectionOf(const Conversation &conversation) const
{
    if (conversation.pinned) return ChatSection::Pinned;
    if (conversation.updatedMs >= m_days.todayMs) return ChatSection::Today;
    return conversation.updatedMs >= m_days.yesterdayMs ? ChatSection::Yesterday : ChatSection::Earlier;
}

QList<ConversationListModel::Row> ConversationListModel::rowsNow()
{
    constexpr std::size_t sectionCount = 4;
    std::array<QList<Row>, sectionCount> sections;
    const QStringList words = m_needle.split(u' ', Qt::SkipEmptyParts);
    for (const ConversationId id : std::as_const(m_order)) {
        const auto matches = [&](const QString &word) { return m_folded.constFind(id)->text.contains(word); };
        if (!std::ranges::all_of(words, matches)) continue;
        const ChatSection section = sectionOf(*m_conversations.constFind(id));
        sections[static_cast<std::size_t>(section)].append({id, section});
    }
    QList<Row> rows;
    m_shown = 0;
    for (std::size_t i = 0; i < sectionCount; ++i) {
        if (sections[i].isEmpty()) continue;
        m_shown += static_cast<int>(sections[i].size());
        rows.append({{}, static_cast<ChatSection>(i)});
        rows.append(std::move(sections[i]));
    }
    return rows;
}

void ConversationListModel::rebuild()
{
    const QList<Row> next = rowsNow();
    if (changeStepwise(next)) return;
    beginResetModel();
    m_rows = next;
    endResetModel();
}

namespace {

// What a row is, whatever section it stands in: labels have negative keys.
template <class Row>
qint64 keyOf(const Row &row)
{
    return row.id.isValid() ? row.id.value : -1 - static_cast<qint64>(row.section);
}

template <class Row>
QHash<qint64, qsizetype> placesOf(const QList<Row> &rows)
{
    QHash<qint64, qsizetype> places;
    places.reserve(rows.size());
    for (qsizetype i = 0; i < rows.size(); ++i)
        places.insert(keyOf(rows.at(i)), i);
    return places;
}

// Rows of `from` that `in` lacks, counted by runs.
template <class Row>
int absentRuns(const QList<Row> &from, const QHash<qint64, qsizetype> &in)
{
    int runs = 0;
    bool within = false;
    for (const Row &row : from) {
        const bool absent = !in.contains(keyOf(row));
        if (absent && !within) ++runs;
        within = absent;
    }
    return runs;
}

// Places in `next` of the rows both have, in the order of `rows`.
template <class Row>
QList<qsizetype> sharedPlaces(const QList<Row> &rows, const QHash<qint64, qsizetype> &next)
{
    QList<qsizetype> places;
    for (const Row &row : rows) {
        const auto place = next.constFind(keyOf(row));
        if (place != next.cend()) places.append(*place);
    }
    return places;
}

} // namespace

bool ConversationListModel::changeStepwise(const QList<Row> &next)
{
    if (m_rows == next) return true;
    const auto nextPlaces = placesOf(next);
    const QList<qsizetype> shared = sharedPlaces(m_rows, nextPlaces);
    const qsizetype moves = shared.size() - longestAscending(shared).size();
    const int edges = absentRuns(m_rows, nextPlaces) + absentRuns(next, placesOf(m_rows));
    if (moves + edges > maxSteps) return false;
    removeAbsent(next);
    moveInto(next);
    insertMissing(next);
    return true;
}

void ConversationListModel::removeAbsent(const QList<Row> &next)
{
    const auto wanted = placesOf(next);
    for (qsizetype end = m_rows.size(); end > 0; --end) {
        qsizetype start = end;
        while (start > 0 && !wanted.contains(keyOf(m_rows.at(start - 1))))
            --start;
        if (start == end) continue;
        beginRemoveRows({}, static_cast<int>(start), static_cast<int>(end - 1));
        m_rows.remove(start, end - start);
        endRemoveRows();
        end = start + 1;
        if (start == 0) break;
    }
}

void ConversationListModel::moveInto(const QList<Row> &next)
{
    const auto wanted = placesOf(next);
    const QList<qsizetype> places = sharedPlaces(m_rows, wanted);
    QSet<qsizetype> settled;
    for (const qsizetype at : longestAscending(places))
        settled.insert(places.at(at));
    // Each row that is out of order goes before the first settled row that comes after it.
    for (const qsizetype place : places) {
        if (settled.contains(place)) continue;
        const auto here = std::ranges::find(m_rows, keyOf(next.at(place)), [](const Row &row) { return keyOf(row); });
        const auto before = std::ranges::find_if(m_rows, [&](const Row &row) {
            const qsizetype other = wanted.value(keyOf(row));
            return other > place && settled.contains(other);
        });
        const auto from = static_cast<int>(here - m_rows.begin());
        const auto to = static_cast<int>(before - m_rows.begin());
        settled.insert(place);
        if (to == from || to == from + 1) continue;
        beginMoveRows({}, from, from, {}, to);
        m_rows.move(from, to > from ? to - 1 : to);
        endMoveRows();
    }
}

void ConversationListModel::insertMissing(const QList<Row> &next)
{
    const auto present = placesOf(m_rows);
    for (qsizetype start = 0; start < next.size(); ++start) {
        qsizetype end = start;
        while (end < next.size() && !present.contains(keyOf(next.at(end))))
            ++end;
        if (end == start) continue;
        beginInsertRows({}, static_cast<int>(start), static_cast<int>(end - 1));
        m_rows.insert(start, end - start, Row{});
        std::ranges::copy(next.begin() + start, next.begin() + end, m_rows.begin() + start);
        endInsertRows();
        start = end;
    }
    // A chat that stayed in its place may have come under another label.
    m_rows = next;
}

int ConversationListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

const Conversation *ConversationListModel::conversationAt(int row) const
{
    const auto found = m_conversations.constFind(m_rows.at(row).id);
    return found == m_conversations.cend() ? nullptr : &*found;
}

QVariant ConversationListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const Conversation *conversation = conversationAt(index.row());
    if (!conversation) {
        if (m_rows.at(index.row()).id.isValid()) return {}; // Gone; its row is being removed.
        if (role == IsSectionRole) return true;
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return sectionName(m_rows.at(index.row()).section);
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
    case Qt::ToolTipRole: return titleOf(*conversation);
    case Qt::AccessibleTextRole: {
        QStringList parts{titleOf(*conversation)};
        if (conversation->id == m_current) parts += tr("open");
        if (conversation->pinned) parts += tr("pinned");
        if (m_unread.contains(conversation->id)) parts += tr("new reply");
        return parts.join(u", "_s);
    }
    case IdRole: return QVariant::fromValue<qint64>(conversation->id.value);
    case IsSectionRole: return false;
    case PinnedRole: return conversation->pinned;
    case UnreadRole: return m_unread.contains(conversation->id);
    case CurrentRole: return conversation->id == m_current;
    default: return {};
    }
}

bool ConversationListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const ConversationId id = idAt(index);
    const QString title = value.toString().simplified();
    if (role != Qt::EditRole || !id.isValid() || title.isEmpty() || title == data(index).toString()) return false;
    Q_EMIT renameRequested(id, title);
    return true;
}

Qt::ItemFlags ConversationListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) return Qt::NoItemFlags;
    const Qt::ItemFlags leaf = Qt::ItemNeverHasChildren;
    if (!idAt(index).isValid()) return leaf;
    return leaf | Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable;
}

QHash<int, QByteArray> ConversationListModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{IdRole, "id"},
                  {IsSectionRole, "isSection"},
                  {PinnedRole, "pinned"},
                  {UnreadRole, "unread"},
                  {CurrentRole, "current"}});
    return names;
}

QModelIndex ConversationListModel::indexOf(ConversationId id) const
{
    if (!id.isValid()) return {};
    const auto found = std::ranges::find(m_rows, id, &Row::id);
    return found == m_rows.end() ? QModelIndex() : index(static_cast<int>(found - m_rows.begin()));
}

ConversationId ConversationListModel::idAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= m_rows.size()) return {};
    return m_rows.at(index.row()).id;
}

void ConversationListModel::rowChanged(ConversationId id, const QList<int> &roles)
{
    const QModelIndex index = indexOf(id);
    if (index.isValid()) Q_EMIT dataChanged(index, index, roles);
}

} // namespace sotto
