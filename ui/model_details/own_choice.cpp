#include "ui/components/badge.h"
#include "ui/components/buttons.h"
#include "ui/model_details/loading_card.h"
#include "ui/pages/settings_parts.h"

#include <QComboBox>
#include <QHBoxLayout>

namespace sotto {

using namespace Qt::StringLiterals;

OwnChoice::OwnChoice(const QString &objectName, const QString &accessibleName, QWidget *parent)
    : QWidget(parent), m_list(makeCombo(objectName, accessibleName)),
      m_yours(new Badge(tr("Yours"), BadgeKind::Accent, this)),
      m_reset(new IconButton(IconName::Refresh, tr("Back to automatic: %1").arg(accessibleName), this))
{
    m_reset->setObjectName(objectName + u"Reset"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_yours);
    row->addWidget(m_reset);
    row->addWidget(m_list);
    m_list->addItem(QString(), QVariant());
    connect(m_list, &QComboBox::activated, this, [this](int index) { Q_EMIT chosen(m_list->itemData(index)); });
    connect(m_reset, &QAbstractButton::clicked, this, [this] {
        m_list->setFocus(Qt::OtherFocusReason); // this button goes
        Q_EMIT chosen(QVariant());
    });
}

void OwnChoice::setInherited(const QString &text)
{
    if (m_list->itemText(0) != text) m_list->setItemText(0, text);
}

void OwnChoice::showChoice(const QVariant &value, const QString &unlisted)
{
    const bool own = value.isValid();
    if (own) {
        selectData(m_list, value, unlisted);
    } else {
        const QSignalBlocker quiet(m_list);
        m_list->setCurrentIndex(0);
    }
    m_yours->setVisible(own);
    m_reset->setVisible(own);
    m_list->setAccessibleDescription(own ? m_yours->text() : QString());
}

bool OwnChoice::isOwn() const
{
    return m_list->currentIndex() != 0;
}

} // namespace sotto
