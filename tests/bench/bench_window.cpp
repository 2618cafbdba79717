// Start to interactive window, and opening a conversation of 10,000 messages, through the whole program.
// Each start is a process of its own (this one, called again), measured from before it is created to after its window
// has painted with the composer ready for typing.

#include "app/application.h"
#include "core/storage/chat_store.h"
#include "core/storage/sqlite_repository.h"
#include "hardware/host.h"
#include "inference/llama/llama_backend.h"
#include "inference/scripted_backend.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer.h"
#include "ui/transcript/transcript_model.h"
#include "ui/transcript/transcript_view.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPlainTextEdit>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;
using namespace sotto;

namespace {

constexpr int kStarts = 9;
constexpr int kOpens = 9;
constexpr int kMessages = 10'000;

void report(const char *what, std::vector<double> ms, double aim)
{
    std::ranges::sort(ms);
    std::printf("%-58s median %7.1f ms, lowest %7.1f, highest %7.1f (aim < %.0f)\n", what, ms[ms.size() / 2],
                ms.front(), ms.back(), aim);
}

std::unique_ptr<Backend> makeBackend(const std::shared_ptr<SystemClock> &clock)
{
    LlamaHost host;
    host.physicalCores = readCpuInfo().usableCores();
    host.availableMemory = [] { return readMemoryInfo().available; };
    return std::make_unique<LlamaBackend>(std::move(host), clock);
}

/// Reports when the window has painted and its composer takes what is typed.
class FirstPaint final : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !m_seen) {
            m_seen = true;
            // After this event has been handled the paint is done.
            QTimer::singleShot(0, this, [] {
                std::puts("interactive");
                std::fflush(stdout);
                QCoreApplication::quit();
            });
        }
        return QObject::eventFilter(watched, event);
    }

private:
    bool m_seen = false;
};

int startOnce(int argc, char **argv, const QString &home)
{
    QApplication app(argc, argv);
    const auto clock = std::make_shared<SystemClock>();
    const AppPaths paths = resolvePaths(home, QStringLiteral(SOTTO_BINARY_DIR) + u"/bin"_s);
    Application application(std::make_unique<Services>(paths, makeBackend(clock), clock), {});
    FirstPaint paint;
    application.window().chatPage().composer().findChild<QPlainTextEdit *>()->viewport()->installEventFilter(&paint);
    application.start();
    return QApplication::exec();
}

void benchStart(const QString &program)
{
    QTemporaryDir home;
    std::vector<double> ms;
    for (int i = 0; i <= kStarts; ++i) {
        QProcess child;
        QElapsedTimer timer;
        timer.start();
        child.start(program, {u"--start"_s, home.path()});
        while (!child.canReadLine() && child.waitForReadyRead(30'000)) {}
        const double taken = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        if (child.readLine().trimmed() != "interactive") {
            std::puts("the program did not start");
            return;
        }
        child.waitForFinished();
        if (i > 0) ms.push_back(taken); // the first one warms the disk's cache
    }
    report("start to interactive window (warm, own process)", ms, 400);
}

ConversationContent longConversation(std::int64_t id)
{
    ConversationContent content;
    content.conversation.id = ConversationId(id);
    content.conversation.title = u"Ten thousand"_s;
    content.conversation.createdMs = content.conversation.updatedMs = 1'780'000'000'000;
    MessageId parent;
    for (int i = 0; i < kMessages; ++i) {
        Message m;
        m.id = MessageId(id * 1'000'000 + i + 1);
        m.conversation = content.conversation.id;
        m.parent = parent;
        m.role = i % 2 == 0 ? Role::User : Role::Assistant;
        m.createdMs = 1'780'000'000'000 + i * 40'000LL;
        m.text = i % 2 == 0
                     ? u"Question number %1, about something of everyday life?"_s.arg(i)
                     : u"An answer with **some** words, a list:\n\n- one\n- two\n\nand `code` at the end, number %1. "_s
                           .arg(i)
                           .repeated(3);
        if (m.role == Role::Assistant) {
            Usage usage;
            usage.outputTokens = 120;
            usage.timeToFirstToken = std::chrono::milliseconds(300);
            usage.decodeTime = std::chrono::milliseconds(2400);
            m.usage = usage;
            m.personaId = u"builtin.assistant"_s;
            m.personaName = u"Assistant"_s;
        }
        parent = m.id;
        content.messages.append(m);
    }
    content.conversation.activeLeaf = parent;
    return content;
}

/// Not through save(): ten thousand synced commits would measure the disk.
bool fill(const QString &file, const ConversationContent &content)
{
    SqliteRepository repository(file);
    if (!repository.save(content.conversation).result()) return false;
    Result<Connection> db = Connection::open(file, OpenMode::ReadWrite);
    if (!db || !db->exec("PRAGMA synchronous = OFF")) return false;
    ChatStore store(*db);
    return std::ranges::all_of(content.messages,
                               [&store](const Message &message) { return store.save(message).has_value(); });
}

/// Opens the long chat and an empty one in turn; from the click to the painted transcript.
class Opener final : public QObject {
public:
    explicit Opener(Application &application, ConversationId id) : m_application(application), m_id(id)
    {
        connect(&application.services().chat(), &ChatService::opened, this, [this] {
            auto &page = m_application.window().chatPage();
            // The program opens its last chat by itself; only what was asked for here is timed.
            if (!m_timer.isValid() || page.transcriptModel().rowCount() != kMessages) return;
            page.transcript().viewport()->repaint();
            m_ms.push_back(static_cast<double>(m_timer.nsecsElapsed()) / 1e6);
            m_timer.invalidate();
            QTimer::singleShot(0, this, [this] { next(); });
        });
    }

    void next()
    {
        if (m_ms.size() == kOpens) {
            report("opening a conversation of 10,000 messages, painted", m_ms, 100);
            return QCoreApplication::quit();
        }
        m_application.services().chat().newConversation();
        m_timer.start();
        m_application.services().chat().open(m_id);
    }

private:
    Application &m_application;
    ConversationId m_id;
    QElapsedTimer m_timer;
    std::vector<double> m_ms;
};

int benchOpen(int argc, char **argv)
{
    QApplication app(argc, argv);
    QTemporaryDir home;
    const AppPaths paths = resolvePaths(home.path(), QStringLiteral(SOTTO_BINARY_DIR) + u"/bin"_s);
    const ConversationContent content = longConversation(7);
    if (!fill(paths.databaseFile, content)) {
        std::puts("the database could not be filled");
        return 1;
    }
    auto script = std::make_shared<ScriptedBackend::Script>();
    Application application(
        std::make_unique<Services>(paths, std::make_unique<ScriptedBackend>(script), std::make_shared<SystemClock>()),
        {});
    application.start();
    Opener opener(application, content.conversation.id);
    QTimer::singleShot(1000, &opener, [&opener] { opener.next(); });
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--start") == 0) return startOnce(argc, argv, QString::fromLocal8Bit(argv[2]));
    {
        QCoreApplication app(argc, argv);
        benchStart(QCoreApplication::applicationFilePath());
    }
    return benchOpen(argc, argv);
}
