#pragma once

#include "core/chat/types.h"
#include "ui/palette/text_match.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>
#include <QTimeZone>

namespace sotto {

/// Groups of the list of chats, in their order.
enum class ChatSection : std::uint8_t { Pinned, Today, Yesterday, Earlier };

/// The chats by section: pinned ones first, then by the local calendar day of `updatedMs`, newest first. Section labels
/// are rows of their own that cannot be selected. Changes are told as the few inserts, removals and moves they are, so
/// that a view keeps its place; only a change of more than 64 runs of rows at once is a reset.
/// Thread: GUI.
class ConversationListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< ConversationId::value; 0 for a label.
        IsSectionRole,
        PinnedRole,
        UnreadRole,
        CurrentRole, ///< The chat that is open.
    };

    explicit ConversationListModel(QObject *parent = nullptr);

    /// All chats, in any order, and the time by which days are told (UTC ms).
    void setConversations(const QList<Conversation> &conversations, qint64 nowMs);
    /// Sorts the chats into days again; cheap when no day has passed.
    void setNow(qint64 nowMs);
    /// Whose midnight counts; the system's until set.
    void setTimeZone(const QTimeZone &zone);
    /// Shows only titles that hold every word of `text`, whatever their case and accents.
    void setFilter(const QString &text);
    [[nodiscard]] const QString &filter() const { return m_filterText; }
    void setUnread(const QSet<ConversationId> &ids);
    /// An invalid id: none is shown as open.
    void setCurrent(ConversationId id);
    /// Labels and untitled chats are told anew after a change of language.
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    /// Asks for a new title by renameRequested(); the row changes when the chat itself has.
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] QModelIndex indexOf(ConversationId id) const;
    [[nodiscard]] ConversationId idAt(const QModelIndex &index) const;
    /// Chats there are, whatever the filter; and those shown.
    [[nodiscard]] int conversationCount() const { return static_cast<int>(m_conversations.size()); }
    [[nodiscard]] int shownCount() const { return m_shown; }
    [[nodiscard]] static QString sectionName(ChatSection section);
    [[nodiscard]] static QString titleOf(const Conversation &conversation);

Q_SIGNALS:
    void renameRequested(sotto::ConversationId id, const QString &title);

private:
    struct Row {
        ConversationId id; ///< Invalid for a label.
        ChatSection section = ChatSection::Pinned;
        bool operator==(const Row &) const = default;
    };
    struct Days {
        qint64 todayMs = 0;
        qint64 yesterdayMs = 0;
        bool operator==(const Days &) const = default;
    };

    [[nodiscard]] Days daysAt(qint64 nowMs) const;
    [[nodiscard]] ChatSection sectionOf(const Conversation &conversation) const;
    [[nodiscard]] QList<Row> rowsNow();
    [[nodiscard]] const Conversation *conversationAt(int row) const;
    void sortOrder();
    void rebuild();
    bool changeStepwise(const QList<Row> &next);
    void removeAbsent(const QList<Row> &next);
    void moveInto(const QList<Row> &next);
    void insertMissing(const QList<Row> &next);
    void rowChanged(ConversationId id, const QList<int> &roles);

    QHash<ConversationId, Conversation> m_conversations;
    QHash<ConversationId, FoldedText> m_folded;
    QList<ConversationId> m_order; ///< Newest first.
    QList<Row> m_rows;
    QString m_filterText;
    QString m_needle;
    QSet<ConversationId> m_unread;
    ConversationId m_current;
    QTimeZone m_zone;
    qint64 m_nowMs = 0;
    Days m_days;
    int m_shown = 0;
};

} // namespace sotto
