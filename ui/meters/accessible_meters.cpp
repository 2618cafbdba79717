#include "ui/meters/accessible_meters.h"

#include "ui/meters/meter_widget.h"
#include "ui/meters/power_gauge.h"

#include <QAccessibleWidget>

namespace sotto {

namespace {

class AccessibleGauge final : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit AccessibleGauge(PowerGauge *gauge) : QAccessibleWidget(gauge, QAccessible::ProgressBar), m_gauge(gauge) {}

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Name || kind == QAccessible::Value) return m_gauge->spoken();
        return QAccessibleWidget::text(kind);
    }
    /// Invalid while nothing is measured: an unknown is no zero.
    QVariant currentValue() const override
    {
        const auto watts = m_gauge->reading().watts;
        return watts ? QVariant(*watts) : QVariant();
    }
    void setCurrentValue(const QVariant &) override {}
    QVariant maximumValue() const override
    {
        const double limit = m_gauge->reading().limit;
        return limit > 0 ? QVariant(limit) : QVariant();
    }
    QVariant minimumValue() const override { return 0.0; }
    QVariant minimumStepSize() const override { return {}; }

private:
    PowerGauge *m_gauge;
};

QAccessibleInterface *makeMeter(const QString &, QObject *object)
{
    if (auto *gauge = qobject_cast<PowerGauge *>(object)) return new AccessibleGauge(gauge);
    if (auto *meter = qobject_cast<MeterWidget *>(object))
        return new QAccessibleWidget(meter, QAccessible::Graphic, meter->accessibleName());
    return nullptr;
}

} // namespace

void installMeterAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeMeter);
        return true;
    }();
    static_cast<void>(installed);
}

} // namespace sotto
