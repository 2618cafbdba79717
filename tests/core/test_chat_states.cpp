#include "core/chat/chat_service.h"
#include "core/chat/chat_texts.h"
#include "inference/scripted_backend.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_repository.h"

#include <QSignalSpy>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

/// What chats tell the engine of states: under which key they are kept, and when they go.
class TestChatStates final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void everyReplyHasItsConversationsKey();
    void titlesHaveNone();
    void deletedChatIsForgottenAtOnce();
    void startForgetsWhatIsNoLongerThere();
    void settingOfAFullContextHoldsFromTheNextReply();
    void countSaysWhereMemoryBegins();
    void memoryBeginsAtAMessageThatIsShown();
    void keptStatesAreTold();

private:
    struct House {
        explicit House(ChatRepository &repository)
            : engine(std::make_unique<ScriptedBackend>(script), bridge.listener(), std::make_shared<SystemClock>()),
              models(engine, bridge), chat(engine, bridge, models, repository, std::make_shared<test::FakeClock>())
        {
        }
        template <class Get>
        auto of(Get get)
        {
            const std::lock_guard lock(script->mutex);
            return get(*script);
        }
        bool say(const QString &text)
        {
            chat.send(text);
            return QTest::qWaitFor([this] { return !chat.isReplying(); });
        }

        std::shared_ptr<ScriptedBackend::Script> script = std::make_shared<ScriptedBackend::Script>();
        EngineBridge bridge;
        Engine engine;
        ModelService models;
        ChatService chat;
    };

    std::vector<GenerationRequest> seen()
    {
        return m_house->of([](auto &script) { return script.seen; });
    }
    test::FakeRepository m_disk;
    std::unique_ptr<House> m_house;
};

void TestChatStates::init()
{
    m_house = std::make_unique<House>(m_disk);
    Persona persona;
    persona.id = u"calm"_s;
    m_house->chat.setPersonas({persona}, u"calm"_s);
    m_house->chat.setNameChats(false);
    ModelFile file;
    file.path = u"/models/tiny"_s;
    m_house->models.load(file);
    QVERIFY(QTest::qWaitFor([this] { return m_house->models.status().phase == ModelPhase::Ready; }));
}

void TestChatStates::everyReplyHasItsConversationsKey()
{
    QVERIFY(m_house->say(u"one"_s));
    const std::string first = stateKeyOf(m_house->chat.current().id);
    QVERIFY(m_house->say(u"two"_s));
    m_house->chat.newConversation();
    QVERIFY(m_house->say(u"three"_s));
    const std::string second = stateKeyOf(m_house->chat.current().id);
    QVERIFY(first != second && !first.empty());
    QCOMPARE(seen().size(), std::size_t{3});
    QCOMPARE(seen()[0].stateKey, first);
    QCOMPARE(seen()[1].stateKey, first);
    QCOMPARE(seen()[2].stateKey, second);
}

void TestChatStates::titlesHaveNone()
{
    m_house->chat.setNameChats(true);
    QVERIFY(m_house->say(u"one"_s));
    QVERIFY(QTest::qWaitFor([this] { return seen().size() == 2; }));
    QVERIFY(seen()[1].stateKey.empty());
}

void TestChatStates::deletedChatIsForgottenAtOnce()
{
    QVERIFY(m_house->say(u"one"_s));
    const ConversationId id = m_house->chat.current().id;
    m_house->chat.remove(id);
    const std::vector<std::string> expected{stateKeyOf(id)};
    QVERIFY(QTest::qWaitFor([&] { return m_house->of([](auto &s) { return s.forgotten; }) == expected; }));
}

/// Deleted by another program, or erased after the program ended too soon: what was computed goes too.
void TestChatStates::startForgetsWhatIsNoLongerThere()
{
    QVERIFY(m_house->say(u"one"_s));
    const ConversationId kept = m_house->chat.current().id;
    m_house->chat.newConversation();
    QVERIFY(m_house->say(u"two"_s));
    const ConversationId gone = m_house->chat.current().id;
    m_house->chat.remove(gone);
    QVERIFY(QTest::qWaitFor([&] { return m_house->chat.conversations().size() == 1; }));
    init(); // the next start, over the same disk
    m_house->chat.start();
    QVERIFY(QTest::qWaitFor([&] { return !m_house->of([](auto &s) { return s.retained; }).empty(); }));
    const auto known = m_house->of([](auto &s) { return s.retained.front(); });
    QVERIFY(std::ranges::contains(known, stateKeyOf(kept)));
    QVERIFY(!std::ranges::contains(known, stateKeyOf(gone)));
}

void TestChatStates::settingOfAFullContextHoldsFromTheNextReply()
{
    QVERIFY(m_house->say(u"one"_s));
    m_house->chat.setWhenContextFull(WhenContextFull::Stop);
    QVERIFY(m_house->say(u"two"_s));
    QVERIFY(seen()[0].whenFull == WhenContextFull::DropOldestTurns);
    QVERIFY(seen()[1].whenFull == WhenContextFull::Stop);
}

/// Also of a chat that was only opened, before anything is sent.
void TestChatStates::countSaysWhereMemoryBegins()
{
    QVERIFY(m_house->say(u"one"_s));
    QVERIFY(m_house->say(u"two"_s));
    m_house->of([](auto &s) { return s.dropped = 2; });
    QSignalSpy begins(&m_house->chat, &ChatService::memoryBegins);
    m_house->chat.countDraft({});
    QTRY_VERIFY(!begins.isEmpty() && begins.last()[1].toInt() == 2);
    QCOMPARE(begins.last()[0].value<MessageId>(), m_house->chat.tree().path().at(2).id);
    m_house->chat.setWhenContextFull(WhenContextFull::Stop); // then nothing is left out
    m_house->chat.countDraft(u"x"_s);
    QTRY_COMPARE(begins.last()[1].toInt(), 0);
    QVERIFY(!begins.last()[0].value<MessageId>().isValid());
}

void TestChatStates::memoryBeginsAtAMessageThatIsShown()
{
    QList<Message> path;
    const auto add = [&path](Role role, const QString &text) {
        Message message;
        message.id = MessageId(path.size() + 1);
        message.role = role;
        message.text = text;
        path.append(message);
    };
    add(Role::User, u"a"_s);
    add(Role::Assistant, {}); // failed, says nothing, is not sent
    add(Role::User, u"b"_s);  // one turn with the question before
    add(Role::Assistant, u"c"_s);
    add(Role::User, u"d"_s);
    add(Role::Assistant, u"e"_s);
    QCOMPARE(promptOf({}, path).size(), std::size_t{4});
    QCOMPARE(memoryBegin(path, 0), MemoryBegin{});
    QCOMPARE(memoryBegin(path, 1), (MemoryBegin{MessageId(4), 3}));
    QCOMPARE(memoryBegin(path, 2), (MemoryBegin{MessageId(5), 4}));
    QCOMPARE(memoryBegin(path, 9), MemoryBegin{});
}

void TestChatStates::keptStatesAreTold()
{
    m_house->of([](auto &s) {
        s.kept = {.inMemory = 3, .memoryBytes = 5};
        return 0;
    });
    QVERIFY(m_house->say(u"one"_s));
    QTRY_COMPARE(m_house->chat.keptStates().inMemory, 3);
    QCOMPARE(m_house->chat.keptStates().memoryBytes, std::uint64_t{5});
}

QTEST_GUILESS_MAIN(TestChatStates)
#include "test_chat_states.moc"
