// Scenes of power and energy in every state of the sensors.

#include "app/screenshots/shooter.h"
#include "ui/energy/energy_page.h"
#include "ui/meters/power_view.h"
#include "ui/pages/settings_page.h"
#include "ui/window/main_window.h"

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

/// Whether the meters have heard of what the sensors say now.
bool isTold(Application &app, SampleSensors state)
{
    const PowerView view = powerView(*app.services().meter().latest(), app.services().meter().modelGpus());
    switch (state) {
    case SampleSensors::Measured: return view.lines.size() == 2 && view.isMeasured();
    case SampleSensors::Partial: return view.lines.size() == 2 && view.estimated;
    case SampleSensors::Estimated: return view.lines.size() == 1 && view.estimated;
    case SampleSensors::None: return view.complete && !view.watts;
    }
    return false;
}

Scene sensorScene(const QString &name, const SampleState &state, SampleSensors sensors)
{
    return {name,
            [state, sensors](Application &app) {
                *state = sensors;
                closeFloating(app);
                app.services().chat().open(sampleChat(0));
                app.window().showPage(Page::Chats);
            },
            [sensors, polls = std::make_shared<int>(0)](Application &app) {
                // The window hears of it twice a second.
                constexpr int kPolls = 70;
                *polls = isTold(app, sensors) ? *polls + 1 : 0;
                return *polls > kPolls;
            }};
}

} // namespace

QList<Scene> powerScenes(const SampleState &state)
{
    QList<Scene> all;
    all.append(sensorScene(u"power-estimated"_s, state, SampleSensors::Estimated));
    all.append(sensorScene(u"power-partial"_s, state, SampleSensors::Partial));
    all.append({u"settings-power-partial"_s, [](Application &app) {
                    app.window().showPage(Page::Settings);
                    app.window().settingsPage().showTab(SettingsTab::Power);
                }});
    all.append(sensorScene(u"power-measured"_s, state, SampleSensors::Measured));
    all.append({u"energy"_s,
                [](Application &app) {
                    closeFloating(app);
                    app.window().showEnergy();
                },
                [](Application &app) { return !app.window().energyPage().csv().isEmpty(); }});
    return all;
}

Scene powerNoneScene(const SampleState &state)
{
    return sensorScene(u"power-none"_s, state, SampleSensors::None);
}

} // namespace sotto
