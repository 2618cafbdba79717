#pragma once

#include "app/application.h"
#include "inference/scripted_backend.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/transcript/transcript_model.h"
#include "ui/transcript/transcript_view.h"
#include "ui/window/main_window.h"

#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace sotto {

/// The whole program with a scripted model, over a folder that outlives it: make one, use it, drop it and make another
/// to see what a restart finds.
class WindowFixture {
public:
    explicit WindowFixture(const QString &home, std::shared_ptr<ScriptedBackend::Script> use = {},
                           const Services::MakeSensors &sensors = {})
        : script(use ? std::move(use) : std::make_shared<ScriptedBackend::Script>())
    {
        AppPaths paths = resolvePaths(home, QStringLiteral(SOTTO_BINARY_DIR) + QStringLiteral("/bin"));
        script->model.spec.layerCount = 4;
        script->model.contextLength = 4096;
        script->model.layerDevices.assign(5, "CPU");
        auto services =
            std::make_unique<Services>(paths, std::make_unique<ScriptedBackend>(script),
                                       std::make_shared<SystemClock>(), std::unique_ptr<ModelProbe>(), sensors);
        StartOptions options;
        options.language = QStringLiteral("en");
        app = std::make_unique<Application>(std::move(services), options);
        app->start();
    }

    void queue(ScriptedBackend::Reply reply) const
    {
        const std::lock_guard lock(script->mutex);
        script->replies.push_back(std::move(reply));
    }

    [[nodiscard]] std::vector<GenerationRequest> seen() const
    {
        const std::lock_guard lock(script->mutex);
        return script->seen;
    }

    [[nodiscard]] MainWindow &window() const { return app->window(); }
    [[nodiscard]] ChatService &chat() const { return app->services().chat(); }
    [[nodiscard]] TranscriptModel &transcript() const { return window().chatPage().transcriptModel(); }
    [[nodiscard]] QPlainTextEdit *editor() const
    {
        return window().chatPage().composer().findChild<QPlainTextEdit *>();
    }
    [[nodiscard]] bool isReady() const { return app->services().models().status().phase == ModelPhase::Ready; }
    [[nodiscard]] QString lastText() const
    {
        const int rows = transcript().rowCount();
        return rows == 0 ? QString() : transcript().item(rows - 1).text;
    }

    void type(const QString &text) const { QTest::keyClicks(editor(), text); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(editor(), key, modifiers); }

    std::shared_ptr<ScriptedBackend::Script> script;
    std::unique_ptr<Application> app;
};

} // namespace sotto
