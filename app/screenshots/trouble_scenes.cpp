// Scenes of things that went wrong with a model: what the notice over the chat says.

#include "app/screenshots/shooter.h"
#include "ui/chat/chat_page.h"
#include "ui/transcript/transcript_model.h"
#include "ui/window/main_window.h"

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

ModelService &models(Application &app)
{
    return app.services().models();
}

std::function<bool(Application &)> phaseIs(ModelPhase phase)
{
    return [phase](Application &app) { return models(app).status().phase == phase; };
}

/// How many of the oldest messages do not fit.
void setDropped(ScriptedBackend::Script &script, int messages)
{
    const std::lock_guard lock(script.mutex);
    script.dropped = messages;
}

} // namespace

/// `script` is the program's, to be told what to do next. The last one leaves the model unloaded.
QList<Scene> troubleScenes(const std::shared_ptr<ScriptedBackend::Script> &script)
{
    // A reply that is being written would keep a load waiting.
    const auto show = [](Application &app) {
        closeFloating(app);
        app.services().chat().stop();
        app.services().chat().open(sampleChat(0));
        app.window().showPage(Page::Chats);
    };
    QList<Scene> all;
    all.append({u"context-full"_s,
                [show, script](Application &app) {
                    setDropped(*script, 1);
                    show(app);
                },
                [](Application &app) { return app.window().chatPage().transcriptModel().memoryLine().isValid(); }});
    all.append({u"trouble-crash"_s, [show, script](Application &app) {
                    setDropped(*script, 0);
                    show(app);
                    models(app).setCrash(ModelCrash{RiskyWork::Opening, u"/models/R1-Distill-Llama-8B-Q8_0.gguf"_s});
                }});
    all.append({u"trouble-stepped-down"_s,
                [show, script](Application &app) {
                    show(app);
                    models(app).setCrash({});
                    const auto &loaded = models(app).status().loaded;
                    if (!loaded || loaded->steppedDown) return;
                    {
                        const std::lock_guard lock(script->mutex);
                        script->model.steppedDown = StepDown{8192, 4096, 24, 20};
                    }
                    models(app).load(ModelFile(models(app).status().file));
                },
                [](Application &app) {
                    const auto &loaded = models(app).status().loaded;
                    return loaded && loaded->steppedDown;
                }});
    all.append({u"trouble-too-large"_s,
                [show, script](Application &app) {
                    show(app);
                    if (models(app).status().phase != ModelPhase::Ready) return;
                    Error error(ErrorCode::NotEnoughMemory, models(app).status().file.name.toStdString());
                    error.needed = 15ULL << 30;
                    error.available = 14ULL << 30;
                    {
                        const std::lock_guard lock(script->mutex);
                        script->model.steppedDown.reset();
                        script->openFailure = error;
                    }
                    models(app).loadWithContext(ModelFile(models(app).status().file), 32768);
                },
                phaseIs(ModelPhase::Failed)});
    all.append({u"trouble-unloaded"_s,
                [show](Application &app) {
                    show(app);
                    if (models(app).status().phase == ModelPhase::Failed)
                        models(app).load(ModelFile(models(app).status().file));
                    models(app).unloadUntilNeeded();
                },
                [](Application &app) {
                    models(app).unloadUntilNeeded(); // once it is ready
                    return models(app).status().phase == ModelPhase::Unloaded;
                }});
    return all;
}

} // namespace sotto
