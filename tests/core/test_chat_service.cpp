#include "core/chat/chat_service.h"

#include "core/storage/sqlite_repository.h"
#include "inference/scripted_backend.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_repository.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Persona persona(const QString &id, const QString &instructions)
{
    Persona p;
    p.id = id;
    p.name = id.toUpper();
    p.instructions = instructions;
    p.sampling.temperature = id == "calm"_L1 ? 0.1F : 1.5F;
    return p;
}

ModelFile model(const QString &name = u"tiny"_s)
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
    std::shared_ptr<test::FakeClock> clock = std::make_shared<test::FakeClock>();
    EngineBridge bridge;

private:
    Engine m_engine;

public:
    ModelService models;
    ChatService chat;
};

const Duration kSlow = 20ms;
const QString kLong = QString(u"word "_s).repeated(2000);

} // namespace

class TestChatService final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_disk = std::make_unique<test::FakeRepository>();
        m_house = std::make_unique<House>(*m_disk);
        QVERIFY(m_house->loadModel());
    }
    void cleanup() { m_house.reset(); }

    void answers();
    void asksWithWhatIsSetForTheModel();
    void asksTheEngineOnlyAfterTheCommit();
    void failedCommitIsNeverSent();
    void ignoresBlankAndSecondSends();
    void stopsAtEveryStage_data();
    void stopsAtEveryStage();
    void waitsForALoadingModel();
    void saysWhyTheModelFailed();
    void failsWithoutAModel();
    void keepsTextOfAFailure();
    void personaAndSamplingApplyToTheNextReply();
    void thinkingBelongsToTheChat();
    void earlierThoughtsAreSentBackWhereAsked();
    void leavesThoughtsAndEmptyRepliesOut();
    void regeneratesAndSwitches();
    void editsAndSends();
    void goesOnWithAReply();
    void repliesGoOnElsewhere();
    void queuesAcrossConversations();
    void titleFromTheModel();
    void titleStaysByHand();
    void titleGivesWayToTheNextSend();
    void titleOfTheBuiltInModelIsThePersonsWords();
    void removesAndRestores();
    void savesAgainWhenTheDiskHasRoom();
    void countsTheDraft();
    void measuresTheRateByItsClock();
    void survivesARestart();

private:
    std::unique_ptr<test::FakeRepository> m_disk;
    std::unique_ptr<House> m_house;
};

void TestChatService::answers()
{
    QSignalSpy added(&m_house->chat, &ChatService::messageAdded);
    QSignalSpy changed(&m_house->chat, &ChatService::messageChanged);
    m_house->reply("Hello to you", 30ms);
    m_house->chat.send(u"Hi"_s);
    QVERIFY(m_house->chat.isReplying());
    QTRY_COMPARE(added.size(), 2);
    QCOMPARE(added[1][0].value<Message>().state, MessageState::Streaming);
    QVERIFY(m_house->quiet());
    const Message reply = m_house->last();
    QCOMPARE(m_house->shown(), (QStringList{u"Hi"_s, u"Hello to you"_s}));
    QCOMPARE(reply.state, MessageState::Complete);
    QCOMPARE(reply.finishReason, FinishReason::EndOfReply);
    QCOMPARE(reply.personaName, u"CALM"_s);
    QCOMPARE(reply.modelName, u"tiny"_s);
    QVERIFY(reply.usage && reply.usage->outputTokens > 0);
    QCOMPARE(changed.last()[0].value<Message>(), reply);
    QCOMPARE(m_disk->messages.value(reply.id), reply);
    QCOMPARE(m_house->chat.conversations().first().title, u"Hi"_s);
    QCOMPARE(m_house->seen().size(), 1U);
    QCOMPARE(m_house->seen()[0].messages, (std::vector<ChatMessage>{{Role::System, "Be calm."}, {Role::User, "Hi"}}));
}

void TestChatService::asksWithWhatIsSetForTheModel()
{
    QVERIFY(m_house->say(u"Hi"_s));
    QCOMPARE(m_house->seen().at(0).thinking, Thinking::AsTemplate);
    m_house->chat.setThinkingOf(
        [](const ModelFile &file) { return file.name == u"tiny"_s ? Thinking::Off : Thinking::On; });
    QVERIFY(m_house->say(u"Again"_s));
    QCOMPARE(m_house->seen().at(1).thinking, Thinking::Off);
}

void TestChatService::asksTheEngineOnlyAfterTheCommit()
{
    m_disk->hold();
    m_house->chat.send(u"Hi"_s);
    // The engine answers in order: once it has done a later load, it would have seen a request made before.
    m_house->models.load(model(u"other"_s));
    QTRY_COMPARE(m_house->models.status().phase, ModelPhase::Ready);
    QVERIFY(m_house->seen().empty());
    QVERIFY(m_house->chat.isReplying());
    m_disk->release();
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->seen().size(), 1U);
}

void TestChatService::failedCommitIsNeverSent()
{
    QSignalSpy failed(&m_house->chat, &ChatService::failed);
    m_disk->failWith(Error(ErrorCode::DiskFull));
    QVERIFY(m_house->say(u"Hi"_s));
    QVERIFY(m_house->seen().empty());
    QVERIFY(!failed.isEmpty());
    QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::DiskFull);
    QCOMPARE(m_house->shown().first(), u"Hi"_s); // still on the screen
    QCOMPARE(m_house->last().failure->error.code, ErrorCode::DiskFull);
    // Once there is room, trying again writes all of it first.
    m_disk->failWith({});
    m_house->reply("Hello");
    m_house->chat.regenerate(m_house->last().id);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->shown(), (QStringList{u"Hi"_s, u"Hello"_s}));
    QTRY_COMPARE(m_disk->messages.size(), 3);
}

void TestChatService::ignoresBlankAndSecondSends()
{
    m_house->chat.send(u" \n"_s);
    QVERIFY(!m_house->chat.isReplying());
    m_house->reply(kLong.toStdString(), kSlow);
    m_house->chat.send(u"one"_s);
    m_house->chat.send(u"two"_s);
    QCOMPARE(m_house->shown(), QStringList{u"one"_s});
    m_house->chat.stop();
    QVERIFY(m_house->quiet());
}

void TestChatService::stopsAtEveryStage_data()
{
    QTest::addColumn<QString>("stage");
    for (const char *stage : {"commit", "load", "queue", "prefill", "decode"})
        QTest::newRow(stage) << QString::fromLatin1(stage);
}

void TestChatService::stopsAtEveryStage()
{
    QFETCH(const QString, stage);
    ChatService &chat = m_house->chat;
    if (stage == "load"_L1) {
        m_house->script->openDelay = 10s;
        m_house->models.load(model());
    }
    if (stage == "queue"_L1) { // behind a reply of another chat
        m_house->reply(kLong.toStdString(), kSlow);
        chat.send(u"first"_s);
        QTRY_COMPARE(chat.tree().path().size(), 2);
        chat.newConversation();
    }
    if (stage == "commit"_L1) m_disk->hold();
    m_house->reply(kLong.toStdString(), stage == "prefill"_L1 ? Duration(10s) : kSlow);
    chat.send(u"Hi"_s);
    if (stage == "load"_L1) QTRY_VERIFY(chat.progress()->waitingForModel);
    if (stage == "prefill"_L1) QTRY_VERIFY(chat.progress()->promptTotal > 0);
    if (stage == "decode"_L1) QTRY_VERIFY(m_house->last().text.size() > 10);

    chat.stop();
    QVERIFY(m_house->quiet());
    if (stage == "commit"_L1) m_disk->release();
    QCOMPARE(m_house->last().role, Role::Assistant);
    QCOMPARE(m_house->last().state, MessageState::Stopped);
    QCOMPARE(m_house->last().text.isEmpty(), stage != "decode"_L1);
    QTRY_COMPARE(m_disk->messages.value(m_house->last().id), m_house->last());
    if (stage == "commit"_L1 || stage == "load"_L1) {
        if (stage == "load"_L1) m_house->models.cancelLoad();
        QVERIFY(m_house->seen().empty());
    }
}

void TestChatService::waitsForALoadingModel()
{
    m_house->script->openDelay = 100ms;
    m_house->models.load(model(u"later"_s));
    m_house->reply("Hello");
    m_house->chat.send(u"Hi"_s);
    QTRY_VERIFY(m_house->chat.progress() && m_house->chat.progress()->waitingForModel);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->last().text, u"Hello"_s);
    QCOMPARE(m_house->last().modelName, u"later"_s);
}

void TestChatService::saysWhyTheModelFailed()
{
    m_house->script->openDelay = 50ms;
    m_house->script->openFailure = Error(ErrorCode::NotEnoughMemory, "big.gguf");
    m_house->models.load(model(u"big"_s));
    QVERIFY(m_house->say(u"Hi"_s));
    QCOMPARE(m_house->last().state, MessageState::Failed);
    QCOMPARE(m_house->last().failure->error.code, ErrorCode::NotEnoughMemory);
}

void TestChatService::failsWithoutAModel()
{
    m_house->models.unload();
    QVERIFY(m_house->say(u"Hi"_s));
    QCOMPARE(m_house->last().failure->error.code, ErrorCode::NoModel);
    QTRY_COMPARE(m_disk->messages.size(), 2);
}

void TestChatService::keepsTextOfAFailure()
{
    ScriptedBackend::Reply broken = scriptedText("so far so");
    broken.failure = Error(ErrorCode::DecodeFailed, {}, "device lost");
    m_house->reply(broken);
    QVERIFY(m_house->say(u"Hi"_s));
    QCOMPARE(m_house->last().state, MessageState::Failed);
    QCOMPARE(m_house->last().text, u"so far so"_s);
    QTRY_COMPARE(m_disk->messages.value(m_house->last().id), m_house->last());
}

void TestChatService::thinkingBelongsToTheChat()
{
    QVERIFY(m_house->say(u"a"_s));
    m_house->chat.setThinking(Thinking::Off);
    QVERIFY(m_house->say(u"b"_s));
    const ConversationId first = m_house->chat.current().id;
    m_house->chat.newConversation();
    QVERIFY(m_house->say(u"c"_s));
    m_house->chat.open(first);
    QTRY_COMPARE(m_house->chat.current().id, first);
    QCOMPARE(m_house->chat.current().thinking, Thinking::Off);
    const auto seen = m_house->seen();
    QCOMPARE(seen.size(), 3U);
    QCOMPARE(seen[0].thinking, Thinking::AsTemplate);
    QCOMPARE(seen[1].thinking, Thinking::Off);
    QCOMPARE(seen[2].thinking, Thinking::AsTemplate);
}

void TestChatService::earlierThoughtsAreSentBackWhereAsked()
{
    ScriptedBackend::Reply reply = scriptedText("noon");
    reply.pieces.insert(reply.pieces.begin(), ReasoningDelta{"let me see"});
    m_house->reply(reply);
    QVERIFY(m_house->say(u"a"_s));
    QVERIFY(m_house->say(u"b"_s));
    m_house->chat.setSendThoughts(true);
    QVERIFY(m_house->say(u"c"_s));
    const auto seen = m_house->seen();
    QCOMPARE(seen.size(), 3U);
    QCOMPARE(seen[1].messages.at(2).content, std::string("noon"));
    QCOMPARE(seen[1].messages.at(2).reasoning, std::string());
    QCOMPARE(seen[2].messages.at(2).reasoning, std::string("let me see"));
}

void TestChatService::personaAndSamplingApplyToTheNextReply()
{
    QVERIFY(m_house->say(u"a"_s));
    m_house->chat.setPersona(u"wild"_s);
    QVERIFY(m_house->say(u"b"_s));
    SamplingOverrides mine;
    mine.temperature = 0.7F;
    m_house->chat.setSampling(mine);
    QVERIFY(m_house->say(u"c"_s));
    const auto seen = m_house->seen();
    QCOMPARE(seen.size(), 3U);
    QCOMPARE(seen[0].sampling.temperature, 0.1F);
    QCOMPARE(seen[1].sampling.temperature, 1.5F);
    QCOMPARE(seen[2].sampling.temperature, 0.7F);
    QCOMPARE(seen[0].messages.front().role, Role::System);
    QCOMPARE(seen[1].messages.front().role, Role::User); // blank instructions are none
    QCOMPARE(m_house->last().personaId, u"wild"_s);
    QTRY_COMPARE(m_disk->chats.first().sampling.temperature, std::optional(0.7F));
}

void TestChatService::leavesThoughtsAndEmptyRepliesOut()
{
    ScriptedBackend::Reply thinking = scriptedText("Answer");
    thinking.pieces.insert(thinking.pieces.begin(), ReasoningDelta{"secret thought", 0});
    m_house->reply(thinking);
    QVERIFY(m_house->say(u"a"_s));
    QCOMPARE(m_house->last().reasoning, u"secret thought"_s);
    m_house->reply(ScriptedBackend::Reply{});
    QVERIFY(m_house->say(u"b"_s));
    QVERIFY(m_house->say(u"c"_s));
    const std::vector<ChatMessage> expected{
        {Role::System, "Be calm."}, {Role::User, "a"}, {Role::Assistant, "Answer"}, {Role::User, "b\n\nc"}};
    QCOMPARE(m_house->seen().back().messages, expected);
}

void TestChatService::regeneratesAndSwitches()
{
    m_house->reply("one");
    QVERIFY(m_house->say(u"Hi"_s));
    const MessageId first = m_house->last().id;
    QSignalSpy opened(&m_house->chat, &ChatService::opened);
    m_house->reply("two");
    m_house->chat.regenerate(first);
    QCOMPARE(m_house->shown(), QStringList{u"Hi"_s}); // the old version has made room at once
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->shown(), (QStringList{u"Hi"_s, u"two"_s}));
    QCOMPARE(opened.size(), 1);
    QCOMPARE(m_house->seen()[1].messages, m_house->seen()[0].messages);
    const MessageId second = m_house->last().id;
    QCOMPARE(m_house->chat.tree().siblings(second), (QList<MessageId>{first, second}));
    m_house->chat.switchBranch(second, -1);
    QCOMPARE(m_house->last().id, first);
    QTRY_COMPARE(m_disk->chats.first().activeLeaf, first);
    QCOMPARE(m_house->chat.current().activeLeaf, first);
}

void TestChatService::editsAndSends()
{
    QVERIFY(m_house->say(u"a"_s));
    const MessageId old = m_house->chat.tree().path().first().id;
    QVERIFY(m_house->say(u"b"_s));
    m_house->reply("other");
    m_house->chat.editAndSend(old, u"A"_s);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->shown(), (QStringList{u"A"_s, u"other"_s}));
    QCOMPARE(m_house->chat.tree().siblings(old).size(), 2);
    QCOMPARE(m_house->chat.conversations().size(), 1);
}

void TestChatService::goesOnWithAReply()
{
    m_house->reply(kLong.toStdString(), kSlow);
    m_house->chat.send(u"Hi"_s);
    QTRY_VERIFY(m_house->last().text.size() > 10);
    m_house->chat.stop();
    QVERIFY(m_house->quiet());
    const Message stopped = m_house->last();
    m_house->reply("and the end");
    m_house->chat.continueReply(stopped.id);
    QCOMPARE(m_house->last().state, MessageState::Streaming);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->last().id, stopped.id);
    QCOMPARE(m_house->last().text, QString(stopped.text + u"and the end"_s));
    QCOMPARE(m_house->last().state, MessageState::Complete);
    QVERIFY(m_house->last().usage->outputTokens > stopped.usage->outputTokens);
    const ChatMessage goingOn = m_house->seen().back().messages.back();
    QCOMPARE(goingOn, (ChatMessage{Role::Assistant, stopped.text.toStdString()}));
    QTRY_COMPARE(m_disk->messages.value(stopped.id), m_house->last());
}

void TestChatService::repliesGoOnElsewhere()
{
    m_house->reply("a reply that takes its time", 30ms);
    m_house->chat.send(u"Hi"_s);
    const ConversationId first = m_house->chat.current().id;
    QTRY_COMPARE(m_house->chat.tree().path().size(), 2);
    m_house->chat.newConversation();
    QVERIFY(!m_house->chat.isReplying());
    QVERIFY(m_house->chat.tree().path().isEmpty());
    m_house->chat.open(first);
    QTRY_COMPARE(m_house->chat.current().id, first);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->last().text, u"a reply that takes its time"_s);
    QTRY_COMPARE(m_disk->messages.value(m_house->last().id), m_house->last());
}

void TestChatService::queuesAcrossConversations()
{
    m_house->reply("first reply", 30ms);
    m_house->reply("second reply");
    m_house->chat.send(u"one"_s);
    m_house->chat.newConversation();
    m_house->chat.send(u"two"_s);
    QVERIFY(m_house->quiet());
    QCOMPARE(m_house->shown(), (QStringList{u"two"_s, u"second reply"_s}));
    QCOMPARE(m_disk->messages.size(), 4);
}

void TestChatService::titleFromTheModel()
{
    m_house->chat.setNameChats(true);
    m_house->reply("Dublin is the capital.");
    m_house->reply("\n**Title: \"The capital of Ireland\"**\nmore");
    QVERIFY(m_house->say(u"What is the capital of Ireland?"_s));
    QCOMPARE(m_house->chat.current().title, u"What is the capital of Ireland?"_s);
    QTRY_COMPARE(m_house->chat.current().title, u"The capital of Ireland"_s);
    QCOMPARE(m_house->chat.conversations().first().title, u"The capital of Ireland"_s);
    QTRY_COMPARE(m_disk->chats.first().title, u"The capital of Ireland"_s);
    const GenerationRequest asked = m_house->seen()[1];
    QCOMPARE(asked.sampling.temperature, 0.0F);
    QVERIFY(asked.maxTokens && *asked.maxTokens <= 32);
    // It begins with the very prompt of the reply, which the model has computed already.
    QVERIFY(asked.messages.size() == 4 && asked.messages[1] == m_house->seen()[0].messages[1]);
    QVERIFY(m_house->say(u"And of France?"_s)); // asked once
    QVERIFY(m_house->say(u"And of Spain?"_s));
    QCOMPARE(m_house->seen().size(), 4U);
}

void TestChatService::titleStaysByHand()
{
    m_house->chat.setNameChats(true);
    m_house->reply("answer");
    m_house->reply(scriptedText("Other", 50ms));
    QVERIFY(m_house->say(u"question"_s));
    QTRY_COMPARE(m_house->seen().size(), 2U);
    m_house->chat.rename(m_house->chat.current().id, u" Mine "_s);
    QVERIFY(m_house->say(u"next"_s)); // its end comes after the title's
    QCOMPARE(m_house->chat.current().title, u"Mine"_s);
    QVERIFY(m_disk->chats.first().titleByHand);
}

void TestChatService::titleGivesWayToTheNextSend()
{
    m_house->chat.setNameChats(true);
    m_house->reply("answer");
    m_house->reply(scriptedText(kLong.toStdString(), 1s)); // a title that would take half an hour
    m_house->reply("second");
    m_house->reply("A late title");
    QVERIFY(m_house->say(u"question"_s));
    QTRY_COMPARE(m_house->seen().size(), 2U);
    QVERIFY(m_house->say(u"next"_s));
    QCOMPARE(m_house->last().text, u"second"_s);
    QTRY_COMPARE(m_house->chat.current().title, u"A late title"_s);
}

void TestChatService::titleOfTheBuiltInModelIsThePersonsWords()
{
    m_house->chat.setNameChats(true);
    ModelFile builtIn = model();
    builtIn.builtIn = true;
    m_house->models.load(builtIn);
    QVERIFY(m_house->say(u"A question that is much longer than any title ought to be"_s));
    QVERIFY(m_house->say(u"next"_s));
    QCOMPARE(m_house->seen().size(), 2U);
    QCOMPARE(m_house->chat.current().title, u"A question that is much longer than any…"_s);
}

void TestChatService::removesAndRestores()
{
    QVERIFY(m_house->say(u"keep"_s));
    const ConversationId kept = m_house->chat.current().id;
    m_house->chat.newConversation();
    QVERIFY(m_house->say(u"drop"_s));
    const ConversationId dropped = m_house->chat.current().id;
    m_house->chat.remove(dropped);
    QVERIFY(m_house->chat.current().id != dropped);
    QVERIFY(m_house->chat.tree().path().isEmpty());
    QCOMPARE(m_house->chat.conversations().size(), 1);
    QCOMPARE(m_house->chat.conversations().first().id, kept);
    m_house->chat.restore(dropped);
    QCOMPARE(m_house->chat.conversations().size(), 2);
    QVERIFY(m_disk->removed.isEmpty());
    m_house->chat.setPinned(kept, true);
    QCOMPARE(m_house->chat.conversations().first().id, kept);
}

void TestChatService::savesAgainWhenTheDiskHasRoom()
{
    QSignalSpy failed(&m_house->chat, &ChatService::failed);
    m_house->reply("a reply of several words", 30ms);
    m_house->chat.send(u"Hi"_s);
    QTRY_COMPARE(m_house->chat.tree().path().size(), 2);
    m_disk->failWith(Error(ErrorCode::DiskFull));
    QVERIFY(m_house->quiet());
    const Message reply = m_house->last();
    QTRY_VERIFY(!failed.isEmpty());
    QCOMPARE(reply.text, u"a reply of several words"_s);
    QVERIFY(m_disk->messages.value(reply.id) != reply);
    m_disk->failWith({});
    QVERIFY(m_house->say(u"next"_s)); // writes what was left over first
    QCOMPARE(m_disk->messages.value(reply.id), reply);
}

void TestChatService::countsTheDraft()
{
    m_house->script->model.contextLength = 512;
    QSignalSpy counted(&m_house->chat, &ChatService::contextCounted);
    m_house->chat.countDraft(u"one"_s);
    m_house->chat.countDraft(u"one two three"_s);
    QTRY_VERIFY(!counted.isEmpty());
    const int withDraft = counted.last()[0].toInt();
    QVERIFY(counted.last()[1].toInt() > 0);
    m_house->chat.countDraft({});
    QTRY_COMPARE(counted.last()[0].toInt(), withDraft - 3);
}

void TestChatService::measuresTheRateByItsClock()
{
    m_house->reply(kLong.toStdString(), 5ms);
    connect(&m_house->chat, &ChatService::textAppended, this, [this] { m_house->clock->advance(100ms); });
    m_house->chat.send(u"Hi"_s);
    QTRY_VERIFY(m_house->chat.progress() && m_house->chat.progress()->outputTokens > 50);
    const ReplyProgress progress = *m_house->chat.progress();
    // Ten frames a second by the clock that it was given, each with the few tokens of 16 ms.
    QVERIFY2(progress.tokensPerSecond >= 9 && progress.tokensPerSecond < 2000,
             qPrintable(QString::number(progress.tokensPerSecond)));
    m_house->chat.stop();
    QVERIFY(m_house->quiet());
}

void TestChatService::survivesARestart()
{
    QTemporaryDir dir;
    const QString file = dir.filePath(u"sotto.db"_s);
    QStringList before;
    ConversationId id;
    {
        SqliteRepository disk(file);
        House house(disk);
        QVERIFY(house.loadModel());
        QVERIFY(house.say(u"Hi"_s));
        house.chat.setPersona(u"wild"_s);
        before = house.shown();
        id = house.chat.current().id;
    }
    SqliteRepository disk(file);
    House house(disk);
    house.chat.start();
    QTRY_COMPARE(house.chat.conversations().size(), 1);
    house.chat.open(id);
    QTRY_COMPARE(house.chat.current().id, id);
    QCOMPARE(house.shown(), before);
    QCOMPARE(house.chat.persona().id, u"wild"_s);
    QSignalSpy failed(&house.chat, &ChatService::failed);
    house.chat.open(ConversationId(3));
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(house.shown(), before);
}

QTEST_GUILESS_MAIN(TestChatService)
#include "test_chat_service.moc"
