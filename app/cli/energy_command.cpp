#include "app/cli/energy_command.h"

#include "app/cli/energy_values.h"
#include "app/cli/text_table.h"
#include "core/energy/energy_csv.h"
#include "core/text/format.h"

#include <QCoreApplication>

namespace sotto {
namespace {

using namespace Qt::StringLiterals;

const QString kDash = u"–"_s;

QStringList tableRow(const EnergySum &sum)
{
    const Provenance provenance = sum.provenance();
    const bool known = provenance != Provenance::Unavailable;
    const auto marked = [&](const QString &figure) {
        return provenance == Provenance::Estimated ? u"≈ "_s + figure : figure;
    };
    return {sum.name.isEmpty() ? kDash : sum.name,
            QCoreApplication::translate("Cli", "%Ln replies", nullptr, sum.replies),
            QCoreApplication::translate("Cli", "%1 tokens").arg(formatTokens(static_cast<int>(sum.tokens()))),
            known ? marked(formatEnergy(sum.joules)) : kDash,
            known && !sum.currency.isEmpty() ? marked(formatMoney(sum.cost, sum.currency)) : kDash,
            formatSureness(provenance, Coverage::CpuAndGpu)};
}

} // namespace

EnergyReportCommand::EnergyReportCommand(CliContext &context, const EnergyReportOptions &options)
    : m_context(context), m_options(options)
{
}

void EnergyReportCommand::start()
{
    if (!m_context.hasHistory()) return print({});
    m_context.repository().energy({}).then(this, [this](const Result<QList<EnergyRecord>> &records) {
        if (records)
            print(*records);
        else
            fail({ExitCode::Failed, records.error()});
    });
}

void EnergyReportCommand::print(const QList<EnergyRecord> &records)
{
    const QList<EnergySum> sums = sumsBy(m_options.by, records, QTimeZone(QTimeZone::LocalTime));
    if (m_options.csv) {
        m_context.terminal().text(QString::fromUtf8(toCsv(sums)));
    } else if (m_options.form == OutputForm::Json) {
        for (const EnergySum &sum : sums)
            m_context.terminal().json(toJson(sum));
    } else {
        printTable(sums);
    }
    Q_EMIT done(ExitCode::Ok);
}

void EnergyReportCommand::printTable(const QList<EnergySum> &sums)
{
    if (sums.isEmpty()) {
        m_context.terminal().note(QCoreApplication::translate(
            "Cli", "Nothing is known of what replies took. Chats that are kept (--save) are counted from now on."));
        return;
    }
    QList<QStringList> rows;
    for (const EnergySum &sum : sums)
        rows.append(tableRow(sum));
    m_context.terminal().text(textTable(rows));
}

} // namespace sotto
