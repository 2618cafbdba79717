// What MainWindow has to do with power and energy.

#include "core/text/error_text.h"
#include "ui/chat/chat_page.h"
#include "ui/energy/energy_page.h"
#include "ui/pages/settings_page.h"
#include "ui/window/main_window.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QStackedWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

/// What the settings show of the sensors does not change twice a second.
PowerView withoutFigures(PowerView view)
{
    view.watts.reset();
    for (PowerLine &line : view.lines) {
        line.gauge.watts.reset();
        line.gauge.limit = 0;
        line.celsius.reset();
        line.busy.reset();
        line.slowed = false;
    }
    return view;
}

} // namespace

void MainWindow::wireEnergy()
{
    connect(&m_context.sampler, &SystemSampler::sampled, this, &MainWindow::showPower);
    connect(&m_context.ledger, &EnergyLedger::sumsChanged, this,
            [this] { m_chatPage->setEnergy(m_context.ledger.sums()); });
    connect(&m_context.ledger, &EnergyLedger::recorded, this, [this] {
        if (showsEnergy()) loadEnergy();
    });
    connect(&m_context.ledger, &EnergyLedger::written, this,
            [this](const QString &path) { say(tr("Saved as %1").arg(QFileInfo(path).fileName())); });
    connect(&m_context.ledger, &EnergyLedger::failed, this,
            [this](const Error &error) { say(errorText(error).whole()); });
    connect(m_chatPage, &ChatPage::energyRequested, this, &MainWindow::showEnergy);
    connect(m_chatPage, &ChatPage::estimateRequested, this, [this] {
        Settings settings = m_context.settings.current();
        settings.energy.estimates = true;
        m_context.settings.set(settings);
    });
    wireEnergyPage();
    m_chatPage->setEnergy(m_context.ledger.sums());
    m_context.ledger.refresh();
}

void MainWindow::wireEnergyPage()
{
    connect(m_energyPage, &EnergyPage::backRequested, this, &MainWindow::leaveEnergy);
    connect(m_energyPage, &EnergyPage::rangeChanged, this, &MainWindow::loadEnergy);
    connect(m_energyPage, &EnergyPage::exportRequested, this, &MainWindow::exportEnergy);
    connect(m_energyPage, &EnergyPage::unloadRequested, &m_context.models, &ModelService::unloadUntilNeeded);
    connect(m_energyPage, &EnergyPage::pricesRequested, this, [this] {
        showPage(Page::Settings);
        m_settingsPage->showTab(SettingsTab::Power);
    });
    connect(m_energyPage, &EnergyPage::unloadAfterChosen, this, [this](int minutes) {
        Settings settings = m_context.settings.current();
        settings.unloadAfterMinutes = minutes;
        m_context.settings.set(settings);
    });
    connect(&m_context.meter, &EnergyMeter::idleChanged, this, &MainWindow::showKept);
    connect(&m_context.models, &ModelService::changed, this, &MainWindow::showKept);
    connect(&m_context.settings, &SettingsService::changed, this, [this](const Settings &settings) {
        m_energyPage->setSettings(settings.energy);
        showKept();
    });
    m_energyPage->setSettings(m_context.settings.current().energy);
    showKept();
}

bool MainWindow::showsChat() const
{
    return m_page == Page::Chats && m_chatPages->currentWidget() == m_chatPage;
}

bool MainWindow::showsEnergy() const
{
    return m_page == Page::Chats && m_chatPages->currentWidget() == m_energyPage;
}

void MainWindow::showEnergy()
{
    showPage(Page::Chats);
    m_chatPages->setCurrentWidget(m_energyPage);
    m_energyPage->setNow(QDateTime::fromMSecsSinceEpoch(m_context.clock.unixMs()));
    m_energyPage->focusStart();
}

void MainWindow::leaveEnergy()
{
    showPage(Page::Chats);
}

void MainWindow::showPower(const SystemSnapshot &snapshot)
{
    const PowerView view = powerView(*m_context.meter.latest(), m_context.meter.modelGpus());
    m_chatPage->setPower(view, snapshot.atMs);
    const PowerView sensors = withoutFigures(view);
    if (sensors != m_sensors) {
        m_sensors = sensors;
        showFacts();
    }
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_context.clock.unixMs()).date();
    if (m_today.isValid() && today != m_today) m_context.ledger.refresh(); // "today" is another one now
    m_today = today;
}

void MainWindow::showKept()
{
    KeptLoaded kept;
    const ModelStatus &status = m_context.models.status();
    if (status.phase == ModelPhase::Ready) kept.model = status.file.name;
    if (status.loaded)
        kept.onGpu = std::ranges::any_of(status.loaded->memory.devices,
                                         [](const DeviceMemory &device) { return device.kind != DeviceKind::Cpu; });
    kept.idle = m_context.meter.idleOfModel();
    kept.unloadAfterMinutes = m_context.settings.current().unloadAfterMinutes;
    m_energyPage->setKept(kept);
}

void MainWindow::loadEnergy()
{
    const EnergyQuery query = m_energyPage->query();
    m_context.ledger.find(query, this, [this, query](const QList<EnergyRecord> &records) {
        if (query == m_energyPage->query()) m_energyPage->setRecords(records); // else it has moved on
    });
}

void MainWindow::exportEnergy()
{
    auto *dialog = new QFileDialog(this, tr("Save what replies took"), {}, tr("Tables (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(u"sotto-energy.csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &path) { m_context.ledger.write(path, m_energyPage->csv()); });
    dialog->open();
}

} // namespace sotto
