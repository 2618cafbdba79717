#pragma once

#include "core/chat/chat_service.h"
#include "inference/scripted_backend.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_repository.h"

#include <QTest>

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

namespace sotto::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

inline Persona persona(const QString &id, const QString &instructions)
{
    Persona p;
    p.id = id;
    p.name = id.toUpper();
    p.instructions = instructions;
    p.sampling.temperature = id == "calm"_L1 ? 0.1F : 1.5F;
    return p;
}

inline ModelFile model(const QString &name = u"tiny"_s)
{
    ModelFile file;
    file.path = u"/models/"_s + name;
    file.name = name;
    return file;
}

/// Everything below the window, over a script.
class House final {
public:
    explicit House(ChatRepository &repository)
        : m_engine(std::make_unique<ScriptedBackend>(script), bridge.listener(), std::make_shared<SystemClock>()),
          models(m_engine, bridge), chat(m_engine, bridge, models, repository, clock)
    {
        chat.setPersonas({persona(u"calm"_s, u"Be calm."_s), persona(u"wild"_s, u" "_s)}, u"calm"_s);
        chat.setNameChats(false);
    }
    [[nodiscard]] bool loadModel()
    {
        models.load(model());
        return QTest::qWaitFor([this] { return models.status().phase == ModelPhase::Ready; });
    }
    void reply(ScriptedBackend::Reply reply)
    {
        const std::lock_guard lock(script->mutex);
        script->replies.push_back(std::move(reply));
    }
    void reply(std::string_view text, Duration delay = {}) { reply(scriptedText(text, delay)); }
    [[nodiscard]] std::vector<GenerationRequest> seen()
    {
        const std::lock_guard lock(script->mutex);
        return script->seen;
    }
    [[nodiscard]] bool quiet()
    {
        return QTest::qWaitFor([this] { return !chat.isReplying(); });
    }
    [[nodiscard]] bool say(const QString &text)
    {
        chat.send(text);
        return quiet();
    }
    [[nodiscard]] Message last() { return chat.tree().path().value(chat.tree().path().size() - 1); }
    [[nodiscard]] QStringList shown()
    {
        QStringList texts;
        for (const Message &m : chat.tree().path())
            texts.append(m.text);
        return texts;
    }

    std::shared_ptr<ScriptedBackend::Script> script = std::make_shared<ScriptedBackend::Script>();
    std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();
    EngineBridge bridge;

private:
    Engine m_engine;

public:
    ModelService models;
    ChatService chat;
};

inline const Duration kSlow = 20ms;
inline const QString kLong = QString(u"word "_s).repeated(2000);

} // namespace sotto::test
