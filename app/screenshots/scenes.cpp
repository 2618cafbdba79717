#include "app/screenshots/sample_models.h"
#include "app/screenshots/shooter.h"
#include "ui/chat/chat_page.h"
#include "ui/components/modal.h"
#include "ui/components/popover.h"
#include "ui/model_details/model_details_page.h"
#include "ui/pages/settings_page.h"
#include "ui/palette/command_palette.h"
#include "ui/transcript/transcript_view.h"
#include "ui/window/main_window.h"

#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sotto {

void closeFloating(Application &app)
{
    for (Popover *popover : app.window().findChildren<Popover *>())
        popover->dismiss();
    for (Modal *modal : app.window().findChildren<Modal *>())
        modal->dismiss();
    app.window().palette().dismiss();
}

namespace {

void openChat(Application &app, int number)
{
    closeFloating(app);
    app.services().chat().open(sampleChat(number));
    app.window().showPage(Page::Chats);
}

std::function<bool(Application &)> chatIsOpen(int number)
{
    return [number](Application &app) {
        return app.services().chat().current().id == sampleChat(number) && app.services().chat().tree().size() > 0;
    };
}

Scene chatScene(const QString &name, int number)
{
    return {name, [number](Application &app) { openChat(app, number); }, chatIsOpen(number)};
}

Scene pageScene(const QString &name, Page page)
{
    return {name, [page](Application &app) {
                closeFloating(app);
                app.window().showPage(page);
            }};
}

Scene settingsScene(const QString &name, SettingsTab tab)
{
    return {name, [tab](Application &app) {
                closeFloating(app);
                app.window().showPage(Page::Settings);
                app.window().settingsPage().showTab(tab);
            }};
}

/// The details of the sample model that is loaded, in the library once it was scanned.
QString samplePath(Application &app)
{
    for (const ModelFile &model : app.services().library().models())
        if (model.path.endsWith(sampleModelFile())) return model.path;
    return {};
}

Scene detailsScene(const QString &name, const QString &button)
{
    return {name,
            [button](Application &app) {
                closeFloating(app);
                const QString path = samplePath(app);
                if (const auto model = app.services().library().find(path)) {
                    ModelSettings own;
                    own.contextLength = 16'384;
                    own.thinking = Thinking::On;
                    own.favourite = true;
                    app.services().modelSettings().set(*model, own);
                }
                app.window().showModelDetails(path);
                if (button.isEmpty()) return;
                if (auto *push = app.window().detailsPage().findChild<QPushButton *>(button)) push->click();
            },
            [](Application &app) { return app.window().detailsPage().isVisible(); }};
}

} // namespace

QList<Scene> Shooter::scenes() const
{
    const SampleLanguage language = m_round.language;
    QList<Scene> all;
    all.append(chatScene(u"chat"_s, 0));
    all.append({u"thought"_s,
                [](Application &app) {
                    openChat(app, 0);
                    app.services().chat().setThinking(Thinking::On);
                    for (const Message &message : app.services().chat().tree().path())
                        if (!message.reasoning.isEmpty())
                            app.window().chatPage().transcript().setThoughtOpen(message.id, true);
                },
                chatIsOpen(0)});
    all.append({u"models-popover"_s, [](Application &app) {
                    openChat(app, 0);
                    app.window().chatPage().openModelPopover();
                }});
    all.append({u"persona-popover"_s, [](Application &app) {
                    openChat(app, 0);
                    app.window().chatPage().openPersonaPopover();
                }});
    all.append({u"temperature-popover"_s, [](Application &app) {
                    openChat(app, 0);
                    app.window().chatPage().openTemperaturePopover();
                }});
    all.append({u"palette"_s, [language](Application &app) {
                    openChat(app, 0);
                    app.window().actions().palette->trigger();
                    app.window().palette().field()->setText(language == SampleLanguage::English ? u"te"_s : u"模型"_s);
                }});
    all.append(chatScene(u"failed"_s, 2));
    all.append(chatScene(u"interrupted"_s, 6));
    all.append({u"chat-empty"_s, [](Application &app) {
                    closeFloating(app);
                    app.window().actions().newChat->trigger();
                }});
    all.append(pageScene(u"models"_s, Page::Models));
    all.append(detailsScene(u"model-details"_s, {}));
    all.append(detailsScene(u"model-template"_s, u"changeTemplate"_s));
    all.append(pageScene(u"personas"_s, Page::Personas));
    all.append(settingsScene(u"settings-general"_s, SettingsTab::General));
    all.append(settingsScene(u"settings-hardware"_s, SettingsTab::Hardware));
    all.append(settingsScene(u"settings-storage"_s, SettingsTab::Storage));
    all.append(settingsScene(u"settings-privacy"_s, SettingsTab::Privacy));
    all.append(settingsScene(u"settings-keyboard"_s, SettingsTab::Keyboard));
    all.append(settingsScene(u"settings-about"_s, SettingsTab::About));
    all.append(powerScenes(m_sensors));
    all.append({u"chat-busy"_s,
                [this, language](Application &app) {
                    if (app.services().chat().isReplying()) return;
                    closeFloating(app);
                    app.window().showPage(Page::Chats);
                    auto reply =
                        scriptedText(sampleStreamedReply(language).toStdString(), std::chrono::milliseconds(5));
                    // The last piece never comes while the pictures are taken.
                    reply.delay = std::chrono::milliseconds(5);
                    for (int i = 0; i < 100'000; ++i)
                        reply.pieces.push_back(TextDelta{"", static_cast<int>(reply.pieces.size())});
                    {
                        const std::lock_guard lock(m_script->mutex);
                        m_script->replies.push_back(std::move(reply));
                    }
                    app.services().chat().newConversation();
                    app.services().chat().send(sampleQuestion(language));
                },
                [](Application &app) {
                    const auto progress = app.services().chat().progress();
                    return progress && progress->outputTokens > 120;
                }});
    all.append(troubleScenes(m_script));
    all.append({u"no-model"_s,
                [](Application &app) {
                    if (app.services().models().status().phase == ModelPhase::None) return;
                    app.services().chat().stop();
                    app.services().models().unload();
                    app.window().actions().newChat->trigger();
                },
                [](Application &app) { return app.services().models().status().phase == ModelPhase::None; }});
    all.append(powerNoneScene(m_sensors));
    return all;
}

} // namespace sotto
