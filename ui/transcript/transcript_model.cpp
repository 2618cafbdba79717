#include "ui/transcript/transcript_model.h"

#include <QMetaObject>

#include <utility>

namespace sotto {

TranscriptModel::TranscriptModel(QObject *parent) : QAbstractListModel(parent) {}

void TranscriptModel::setItems(QList<MessageItem> items)
{
    beginResetModel();
    m_items = std::move(items);
    m_rows.clear();
    m_rows.reserve(m_items.size());
    for (int row = 0; row < m_items.size(); ++row)
        m_rows.insert(m_items.at(row).id, row);
    m_memoryBefore = {};
    m_leftOut = 0;
    m_announceRow = -1;
    endResetModel();
}

void TranscriptModel::appendItem(MessageItem item)
{
    const int row = static_cast<int>(m_items.size());
    beginInsertRows({}, row, row);
    m_rows.insert(item.id, row);
    m_items.append(std::move(item));
    endInsertRows();
}

void TranscriptModel::appendText(MessageId id, const QString &text, const QString &reasoning)
{
    const int row = rowOf(id);
    if (row < 0 || (text.isEmpty() && reasoning.isEmpty())) return;
    MessageItem &item = m_items[row];
    item.text += text;
    item.reasoning += reasoning;
    Q_EMIT textAppended(row);
    announceLater(row);
}

/// The standard signal would make every proxy and screen reader fetch the whole text for each token.
void TranscriptModel::announceLater(int row)
{
    if (std::exchange(m_announceRow, row) >= 0) return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            const int changed = std::exchange(m_announceRow, -1);
            if (changed >= 0 && changed < m_items.size())
                Q_EMIT dataChanged(index(changed), index(changed), {TextRole, ReasoningRole});
        },
        Qt::QueuedConnection);
}

void TranscriptModel::updateItem(const MessageItem &item)
{
    const int row = rowOf(item.id);
    if (row < 0) return;
    m_items[row] = item;
    Q_EMIT dataChanged(index(row), index(row));
}

void TranscriptModel::updateDetails(const MessageItem &item)
{
    const int row = rowOf(item.id);
    if (row < 0) return;
    QString text = std::move(m_items[row].text);
    QString reasoning = std::move(m_items[row].reasoning);
    m_items[row] = item;
    m_items[row].text = std::move(text);
    m_items[row].reasoning = std::move(reasoning);
    Q_EMIT dataChanged(index(row), index(row));
}

void TranscriptModel::removeItem(MessageId id)
{
    const int row = rowOf(id);
    if (row < 0) return;
    beginRemoveRows({}, row, row);
    m_items.removeAt(row);
    m_rows.remove(id);
    for (int i = row; i < m_items.size(); ++i)
        m_rows[m_items.at(i).id] = i;
    if (m_announceRow == row) m_announceRow = -1;
    endRemoveRows();
}

void TranscriptModel::setMemoryLine(MessageId before, int leftOut)
{
    if (before == m_memoryBefore && leftOut == m_leftOut) return;
    const int oldRow = rowOf(m_memoryBefore);
    m_memoryBefore = before;
    m_leftOut = leftOut;
    Q_EMIT memoryLineChanged(oldRow, rowOf(before));
}

int TranscriptModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant TranscriptModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const MessageItem &item = m_items.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case TextRole: return item.text;
    case Qt::AccessibleTextRole: return item.author + QStringLiteral(", ") + item.time;
    case IdRole: return QVariant::fromValue<qint64>(item.id.value);
    case IsUserRole: return item.role == Role::User;
    case AuthorRole: return item.author;
    case ReasoningRole: return item.reasoning;
    case WritingRole: return item.writing;
    case FootnoteRole: return item.footnote;
    case TimeRole: return item.time;
    case NoticeRole: return item.notice;
    default: return {};
    }
}

QHash<int, QByteArray> TranscriptModel::roleNames() const
{
    return {{IdRole, "id"},
            {IsUserRole, "isUser"},
            {AuthorRole, "author"},
            {TextRole, "text"},
            {ReasoningRole, "reasoning"},
            {WritingRole, "writing"},
            {FootnoteRole, "footnote"},
            {TimeRole, "time"},
            {NoticeRole, "notice"}};
}

} // namespace sotto
