#pragma once

#include "core/chat/types.h"
#include "core/models/model_library.h"
#include "core/personas/persona.h"
#include "ui/palette/text_match.h"

#include <QAbstractListModel>
#include <QAction>
#include <QIcon>
#include <QPointer>

#include <array>
#include <variant>

namespace sotto {

enum class PaletteSection : std::uint8_t { Commands, Chats, Personas, Models };

/// What the command palette finds: commands, chats, personas and models, each section under a label that cannot be
/// selected, best matches first. Without a query: all commands, the eight newest chats, all personas and models. Of
/// each section at most 100 are listed; resultCount() tells how many match. Thread: GUI.
class PaletteModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IsSectionRole = Qt::UserRole + 1,
        MatchesRole,  ///< QList<MatchRun> in the display text.
        DetailRole,   ///< Small words after the text.
        ShortcutRole, ///< Native text of the keys.
        SectionRole,  ///< PaletteSection as int.
    };
    static constexpr int listedPerSection = 100;
    static constexpr int recentChats = 8;

    /// What a row stands for.
    using Choice = std::variant<std::monostate, QPointer<QAction>, ConversationId, QString>;

    explicit PaletteModel(QObject *parent = nullptr);

    /// Those that are visible and enabled are listed, by text, shortcut, icon and status tip (the small words).
    void setCommands(const QList<QAction *> &commands);
    /// `nowMs` (UTC) writes their dates.
    void setConversations(const QList<Conversation> &conversations, qint64 nowMs);
    void setPersonas(const QList<Persona> &personas);
    /// Models that cannot be used are left out.
    void setModels(const QList<ModelFile> &models);
    void setQuery(const QString &query);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    /// An action, a chat, or the id of a persona or path of a model by the row's section; nothing for a label.
    [[nodiscard]] Choice choiceAt(const QModelIndex &index) const;
    [[nodiscard]] PaletteSection sectionAt(const QModelIndex &index) const;
    /// The first row that can be chosen at or after `row` in steps of `by` (1 or −1); invalid for none.
    [[nodiscard]] QModelIndex selectable(int row, int by) const;
    /// All matches, also those beyond what is listed.
    [[nodiscard]] int resultCount() const { return m_results; }
    [[nodiscard]] int listedCount() const;
    [[nodiscard]] static QString sectionName(PaletteSection section);

private:
    // Members have initializers so that those that stay empty need not be named.
    struct Item {
        QString text = {};
        QString detail = {};
        QString shortcut = {};
        QIcon icon = {};
        Choice choice = {};
        FoldedText folded = {};
        qint64 whenMs = 0;
    };
    struct Row {
        PaletteSection section = PaletteSection::Commands;
        qsizetype item = -1; ///< In its section; −1 for the label.
        QList<MatchRun> runs;
    };
    static constexpr std::size_t sectionCount = 4;

    void setItems(PaletteSection section, QList<Item> items);
    void rebuild();
    [[nodiscard]] QList<Row> matchesOf(PaletteSection section, qsizetype &total) const;
    [[nodiscard]] const QList<Item> &itemsOf(PaletteSection section) const;
    [[nodiscard]] QVariant itemData(const Row &row, int role) const;

    std::array<QList<Item>, sectionCount> m_items;
    QList<Row> m_rows;
    QString m_needle;
    qint64 m_nowMs = 0;
    int m_results = 0;
};

} // namespace sotto
