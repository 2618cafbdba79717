// Opening a conversation of 10,000 messages: disk to the shown branch, without the window's part.

#include "core/chat/message_tree.h"
#include "core/storage/chat_store.h"
#include "core/storage/sqlite_repository.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

constexpr int kMessages = 10'000;
constexpr int kRuns = 11;

Message message(int number, ConversationId chat)
{
    Message m;
    m.id = MessageId(number);
    m.conversation = chat;
    m.parent = MessageId(number - 1);
    m.role = number % 2 == 1 ? Role::User : Role::Assistant;
    m.text = u"A sentence of the usual length, as people and models write them. "_s.repeated(number % 2 == 1 ? 1 : 8);
    m.createdMs = 1'700'000'000'000 + number;
    m.modelName = u"Bench"_s;
    if (m.role == Role::Assistant) m.usage = Usage{100, 50, 120, 0, Duration(1), Duration(2), Duration(3), Duration(4)};
    return m;
}

/// Not through save(): ten thousand synced commits would measure the disk.
Status fill(const QString &file, ConversationId id)
{
    Conversation chat;
    chat.id = id;
    SqliteRepository repository(file);
    if (Status status = repository.save(chat).result(); !status) return status;
    if (Status status = repository.save(message(1, id)).result(); !status) return status;
    Result<Connection> db = Connection::open(file, OpenMode::ReadWrite);
    if (!db) return fail(db.error());
    if (Status status = db->exec("PRAGMA synchronous = OFF"); !status) return status;
    ChatStore store(*db);
    for (int i = 2; i <= kMessages; ++i) {
        if (Status status = store.save(message(i, id)); !status) return status;
    }
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"sotto.db"_s);
    const ConversationId id(1);
    if (const Status status = fill(file, id); !status) {
        std::fprintf(stderr, "bench_history: %s\n", status.error().detail.c_str());
        return 1;
    }
    SqliteRepository repository(file);
    if (!repository.opened().result()) return 1;
    QList<double> load;
    QList<double> tree;
    for (int run = 0; run < kRuns; ++run) {
        QElapsedTimer time;
        time.start();
        Result<ConversationContent> content = repository.load(id).result();
        load.append(static_cast<double>(time.nsecsElapsed()) / 1e6);
        if (!content || content->messages.size() != kMessages) return 1;
        time.start();
        const MessageTree built(std::move(content->messages), content->conversation.activeLeaf);
        if (built.path().size() != kMessages) return 1;
        tree.append(static_cast<double>(time.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(load);
    std::ranges::sort(tree);
    std::printf("history: %d messages, load %.1f ms, tree and branch %.1f ms, together %.1f ms (medians of %d)\n",
                kMessages, load[kRuns / 2], tree[kRuns / 2], load[kRuns / 2] + tree[kRuns / 2], kRuns);
    return 0;
}
