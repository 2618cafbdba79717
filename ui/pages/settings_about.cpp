#include "ui/pages/settings_sections.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"

#include <QAction>
#include <QHBoxLayout>

namespace sotto {

using namespace Qt::StringLiterals;

KeyboardSettings::KeyboardSettings(const QList<QAction *> &actions, QWidget *parent) : SettingsSection(parent)
{
    SettingGroup *group = addGroup(tr("Keyboard"));
    int rows = 0;
    for (const QAction *action : actions) {
        const QList<QKeySequence> keys = action->shortcuts();
        if (keys.isEmpty() || action->isSeparator()) continue;
        auto *hints = new QWidget;
        auto *line = new QHBoxLayout(hints);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(6);
        QStringList spoken;
        for (const QKeySequence &key : keys) {
            spoken << key.toString(QKeySequence::NativeText);
            line->addWidget(new KeyHint(spoken.last(), hints));
        }
        SettingRow *row = group->addRow(action->text().remove(u'&'), QString(), hints);
        row->setAccessibleName(row->title() + u", "_s + spoken.join(u", "_s));
        ++rows;
    }
    if (rows == 0) group->addRow(tr("No shortcuts"), QString());
    finish();
}

AboutSettings::AboutSettings(const SettingsFacts &facts, QWidget *parent) : SettingsSection(parent)
{
    SettingGroup *sotto = addGroup(tr("Sotto"));
    sotto->addRow(tr("Version"), facts.version.isEmpty() ? u"–"_s : facts.version);
    sotto->addRow(tr("Licence"), tr("Apache License 2.0. You may use, change and share it."));
    sotto->addRow(tr("Built-in model"),
                  facts.builtInModel.isEmpty() ? tr("None came with this copy of Sotto.") : facts.builtInModel);

    SettingGroup *parts = addGroup(tr("What it is made with"));
    parts->addRow(tr("Engine"), facts.engine.isEmpty() ? u"–"_s : facts.engine);
    parts->addRow(tr("Window"), tr("Qt %1, under the LGPL 3").arg(QString::fromLatin1(qVersion())));
    parts->addRow(tr("Colours in code"), tr("KSyntaxHighlighting, under the MIT License"));
    parts->addRow(tr("Chats on disk"), tr("SQLite, in the public domain"));
    finish();
}

} // namespace sotto
