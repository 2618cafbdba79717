#include "ui/pages/settings_sections.h"

#include "base/bytes.h"
#include "core/text/format.h"
#include "ui/components/badge.h"
#include "ui/components/buttons.h"
#include "ui/components/card.h"
#include "ui/components/label.h"
#include "ui/components/switch.h"

#include <QComboBox>
#include <QFileInfo>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

QPushButton *showButton(const QString &objectName, const QString &what)
{
    QPushButton *button = makeButton(StorageSettings::tr("Show"), ButtonKind::Default, nullptr, ControlSize::Small);
    button->setObjectName(objectName);
    button->setAccessibleName(StorageSettings::tr("Show %1").arg(what));
    return button;
}

} // namespace

StorageSettings::StorageSettings(const SettingsFacts &facts, QWidget *parent)
    : SettingsSection(parent), m_defaultFolder(facts.paths.modelsFolder), m_folders(new QWidget),
      m_folderRows(new QVBoxLayout(m_folders))
{
    m_folderRows->setContentsMargins(0, 0, 0, 0);
    m_folderRows->setSpacing(0);
    SettingGroup *folders = addGroup(tr("Folders"));
    folders->addWidget(m_folders);
    QPushButton *add = makeButton(tr("Add a folder…"), ButtonKind::Quiet);
    add->setIcon(icon(IconName::Plus));
    add->setObjectName(u"addFolder"_s);
    folders->addButton(add);
    connect(add, &QPushButton::clicked, this, &StorageSettings::addFolderRequested);

    SettingGroup *own = addGroup(tr("Sotto’s own files"));
    const auto addPath = [&](const QString &title, const QString &path, const QString &name) {
        QPushButton *show = showButton(name, title);
        connect(show, &QPushButton::clicked, this, [this, path] { Q_EMIT showRequested(path); });
        own->addRow(title, shownPath(path), show);
    };
    addPath(tr("Chats"), facts.paths.databaseFile, u"showDatabase"_s);
    addPath(tr("Settings"), facts.paths.settingsFile, u"showSettings"_s);
    buildKept(facts);
    finish();
}

/// What was read of chats, so that going back to one does not read it again.
void StorageSettings::buildKept(const SettingsFacts &facts)
{
    SettingGroup *group = addGroup(tr("Chats that were read"));
    m_keptMemory = makeCombo(u"keptMemory"_s, tr("Kept in memory"));
    m_keptMemory->addItem(tr("None"), 0);
    for (int size = 256; size <= 16384; size *= 2)
        m_keptMemory->addItem(formatMemory(static_cast<std::uint64_t>(size) * MiB), size);
    connect(m_keptMemory, &QComboBox::activated, this,
            [this](int index) { edit([&](Settings &s) { s.keptMemoryMiB = m_keptMemory->itemData(index).toInt(); }); });
    group->addRow(tr("Kept in memory"), tr("Going back to a chat does not read it again. At most this much."),
                  m_keptMemory);

    m_keepOnDisk = new Switch(tr("Keep read conversations on disk"));
    m_keepOnDisk->setObjectName(u"keepOnDisk"_s);
    connect(m_keepOnDisk, &QAbstractButton::clicked, this, [this](bool on) {
        m_keptDisk->setEnabled(on);
        edit([&](Settings &s) { s.keepOnDisk = on; });
    });
    group->addRow(tr("Keep read conversations on disk"),
                  tr("In %1, for you alone to read and not encrypted, as your chats are. Off deletes them.")
                      .arg(shownPath(facts.paths.cacheFolder)),
                  m_keepOnDisk);

    m_keptDisk = makeCombo(u"keptDisk"_s, tr("Room on disk"));
    for (int size = 1024; size <= 65536; size *= 2)
        m_keptDisk->addItem(formatMemory(static_cast<std::uint64_t>(size) * MiB), size);
    connect(m_keptDisk, &QComboBox::activated, this,
            [this](int index) { edit([&](Settings &s) { s.keptDiskMiB = m_keptDisk->itemData(index).toInt(); }); });
    group->addRow(tr("Room on disk"), tr("The chats used longest ago go first"), m_keptDisk);
}

void StorageSettings::setSettings(const Settings &settings)
{
    const bool same = settings.modelFolders == m_settings.modelFolders && m_folderRows->count() > 0;
    SettingsSection::setSettings(settings);
    const auto shown = [](int size) { return formatMemory(static_cast<std::uint64_t>(size) * MiB); };
    selectData(m_keptMemory, settings.keptMemoryMiB, shown(settings.keptMemoryMiB));
    selectData(m_keptDisk, settings.keptDiskMiB, shown(settings.keptDiskMiB));
    m_keptDisk->setEnabled(settings.keepOnDisk);
    m_keepOnDisk->setChecked(settings.keepOnDisk);
    if (!same) rebuildFolders();
}

void StorageSettings::rebuildFolders()
{
    while (QLayoutItem *item = m_folderRows->takeAt(0)) {
        QWidget *row = item->widget();
        row->hide();
        row->setParent(nullptr); // no longer found by name
        row->deleteLater();      // later: one of its buttons may be calling
        delete item;
    }
    const QStringList folders =
        m_settings.modelFolders.isEmpty() ? QStringList{m_defaultFolder} : m_settings.modelFolders;
    for (int i = 0; i < folders.size(); ++i)
        addFolder(folders[i], i);
}

void StorageSettings::addFolder(const QString &path, int index)
{
    if (index > 0) m_folderRows->addWidget(new Rule(m_folders));
    auto *controls = new QWidget;
    auto *line = new QHBoxLayout(controls);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    if (index == 0) {
        line->addWidget(new Badge(tr("New models go here"), BadgeKind::Accent));
    } else {
        QPushButton *first = makeButton(tr("Put new models here"), ButtonKind::Default, controls, ControlSize::Small);
        first->setObjectName(u"makeFirst%1"_s.arg(index));
        line->addWidget(first);
        connect(first, &QPushButton::clicked, this, [this, path] {
            edit([&](Settings &s) {
                s.modelFolders.removeAll(path);
                s.modelFolders.prepend(path);
            });
            rebuildFolders();
        });
    }
    QPushButton *show = showButton(u"showFolder%1"_s.arg(index), path);
    line->addWidget(show);
    connect(show, &QPushButton::clicked, this, [this, path] { Q_EMIT showRequested(path); });
    if (m_settings.modelFolders.size() > 1) {
        auto *remove = new IconButton(IconName::Close, tr("Take off the list; its files stay"), controls);
        remove->setObjectName(u"removeFolder%1"_s.arg(index));
        line->addWidget(remove);
        connect(remove, &QAbstractButton::clicked, this, [this, path] {
            edit([&](Settings &s) { s.modelFolders.removeAll(path); });
            rebuildFolders();
        });
    }
    auto *row = new SettingRow(shownPath(path), index == 0 ? tr("Looked through to any depth") : QString(), controls);
    row->setPathTitle();
    m_folderRows->addWidget(row);
}

PrivacySettings::PrivacySettings(const SettingsFacts &facts, QWidget *parent) : SettingsSection(parent)
{
    SettingGroup *network = addGroup(tr("Network"));
    network->addRow(
        tr("This window makes no network connections"),
        tr("Nothing you write, and nothing a model writes, leaves this computer. Only sotto-cli fetches models, "
           "where you allow it."));
    network->addRow(tr("Usage reports"), tr("Sotto has none. There is nothing to switch off."));
    network->addRow(tr("Links in replies"), tr("A link opens in your browser only after you have seen its address. "
                                               "Pictures from elsewhere are never loaded."));

    SettingGroup *stored = addGroup(tr("On this computer"));
    QPushButton *show = makeButton(StorageSettings::tr("Show"), ButtonKind::Default, nullptr, ControlSize::Small);
    show->setObjectName(u"showChats"_s);
    show->setAccessibleName(tr("Show where chats are kept"));
    const QString database = facts.paths.databaseFile;
    connect(show, &QPushButton::clicked, this, [this, database] { Q_EMIT showRequested(database); });
    stored->addRow(tr("Chats"), tr("Kept in one file, not encrypted: %1").arg(shownPath(database)), show);
    stored->addRow(tr("Settings"), shownPath(facts.paths.settingsFile));
    finish();
}

} // namespace sotto
