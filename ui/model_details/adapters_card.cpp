#include "ui/model_details/adapters_card.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"

#include <QBoxLayout>
#include <QDoubleSpinBox>
#include <QFileInfo>

#include <algorithm>

namespace sotto {

using namespace Qt::StringLiterals;

AdaptersCard::AdaptersCard(QWidget *parent)
    : DetailsCard(tr("Adapters"), parent),
      m_none(new Label(tr("None. An adapter (LoRA) changes how a model writes; it is a GGUF file made for this model."),
                       TypeRole::Small, Ink::Tertiary, QFont::Normal, this)),
      m_add(makeButton(tr("Add…"), ButtonKind::Default, this, ControlSize::Small)), m_list(new QVBoxLayout)
{
    m_none->setWordWrap(true);
    m_none->setContentsMargins(16, 4, 16, 6);
    m_add->setObjectName(u"addAdapter"_s);
    m_add->setAccessibleName(tr("Add an adapter"));
    m_list->setSpacing(4);
    head()->addWidget(m_add);
    rows()->addWidget(m_none);
    rows()->addLayout(m_list);
    connect(m_add, &QPushButton::clicked, this, &AdaptersCard::addRequested);
}

void AdaptersCard::addAdapter(const QString &path)
{
    edit([&](ModelSettings &s) {
        const bool there = std::ranges::contains(s.adapters, path, &AdapterChoice::path);
        if (!there && s.adapters.size() < kMostAdapters) s.adapters.append({path, 1.0});
    });
}

void AdaptersCard::present(const ModelDetails &details)
{
    const QList<AdapterChoice> &adapters = details.own.adapters;
    m_none->setVisible(adapters.isEmpty());
    m_add->setEnabled(adapters.size() < kMostAdapters);
    if (adapters == m_shown) return;
    const bool samePaths = std::ranges::equal(adapters, m_shown, {}, &AdapterChoice::path, &AdapterChoice::path);
    m_shown = adapters;
    if (!samePaths) return rebuild(adapters);
    for (qsizetype i = 0; i < adapters.size(); ++i)
        if (auto *scale = findChild<QDoubleSpinBox *>(u"scale%1"_s.arg(i))) {
            const QSignalBlocker quiet(scale);
            scale->setValue(adapters[i].scale);
        }
}

void AdaptersCard::rebuild(const QList<AdapterChoice> &adapters)
{
    const bool inside = isAncestorOf(focusWidget());
    while (QLayoutItem *item = m_list->takeAt(0)) {
        item->widget()->hide();
        item->widget()->setParent(nullptr); // no longer found by name
        item->widget()->deleteLater();      // later: one of its buttons may be calling
        delete item;
    }
    for (qsizetype i = 0; i < adapters.size(); ++i)
        addRow(adapters[i], i);
    if (inside) m_add->setFocus(Qt::OtherFocusReason);
}

void AdaptersCard::addRow(const AdapterChoice &adapter, qsizetype index)
{
    auto *row = new QWidget(this);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(16, 2, 16, 2);
    line->setSpacing(8);
    const QString name = QFileInfo(adapter.path).fileName();
    auto *label = new Label(name, TypeRole::Code, Ink::Primary, QFont::Normal, row);
    label->setElided(true);
    label->setToolTip(adapter.path);
    auto *scale = new QDoubleSpinBox(row);
    scale->setObjectName(u"scale%1"_s.arg(index));
    scale->setAccessibleName(tr("Strength of %1").arg(name));
    scale->setToolTip(tr("Strength; 1 is as the adapter was made, 0 is none"));
    scale->setRange(-10, 10);
    scale->setSingleStep(0.1);
    scale->setDecimals(2);
    scale->setKeyboardTracking(false);
    scale->setValue(adapter.scale);
    auto *remove = new IconButton(IconName::Close, tr("Remove %1").arg(name), row);
    remove->setObjectName(u"removeAdapter%1"_s.arg(index));
    line->addWidget(label, 1);
    line->addWidget(scale);
    line->addWidget(remove);
    m_list->addWidget(row);
    connect(scale, &QDoubleSpinBox::valueChanged, this,
            [this, index](double value) { edit([&](ModelSettings &s) { s.adapters[index].scale = value; }); });
    connect(remove, &QAbstractButton::clicked, this,
            [this, index] { edit([&](ModelSettings &s) { s.adapters.removeAt(index); }); });
}

} // namespace sotto
