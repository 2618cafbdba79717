#include "ui/theme/style.h"
#include "ui/transcript/transcript_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;
using namespace sotto;

namespace {

MessageItem message(std::int64_t id, Role role, const QString &text)
{
    MessageItem item;
    item.id = MessageId(id);
    item.role = role;
    item.author = u"Assistant"_s;
    item.avatar = u"A"_s;
    item.text = text;
    item.time = u"14:02"_s;
    return item;
}

double at(std::vector<double> &values, double share)
{
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * share)];
}

void report(const char *what, std::vector<double> &ms, double aim)
{
    const double median = at(ms, 0.5);
    std::printf("%-62s median %8.3f ms   p99 %8.3f ms   aim < %g ms: %s\n", what, median, at(ms, 0.99), aim,
                median < aim ? "met" : "missed");
}

double elapsedMs(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

QString longReply(qsizetype size)
{
    const QString piece = u"## Part\n\nSome words with **bold** and `code`, so that there is something to do.\n\n"
                          "- first\n- second\n\n```cpp\nint answer() { return 42; } // why\n```\n\n"_s;
    return piece.repeated(size / piece.size() + 1);
}

/// Each token is appended, laid out and painted at once, which is more than the view does: it gathers tokens.
void streamInto(const char *what, const QString &before, const QString &token)
{
    TranscriptModel model;
    TranscriptView view;
    view.resize(1000, 800);
    view.setModel(&model);
    MessageItem reply = message(2, Role::Assistant, before);
    reply.writing = true;
    model.setItems({message(1, Role::User, u"Write at length."_s), reply});
    view.show();
    QCoreApplication::processEvents();
    std::vector<double> appended;
    std::vector<double> shown;
    for (int i = 0; i < 1000; ++i) {
        QElapsedTimer timer;
        timer.start();
        model.appendText(MessageId(2), i % 24 == 23 ? token + u"\n\n"_s : token);
        appended.push_back(elapsedMs(timer));
        view.flush();
        view.repaint();
        shown.push_back(elapsedMs(timer));
    }
    std::printf("%s\n", what);
    report("  a token that waits for the next frame", appended, 1);
    report("  a token laid out and painted at once", shown, 1);
    // One frame in 33 ms holds several tokens at 48 tok/s: what a token costs the GUI thread in use.
}

void openTenThousand()
{
    QList<MessageItem> items;
    for (int i = 0; i < 10'000; ++i)
        items.append(message(i + 1, i % 2 == 0 ? Role::User : Role::Assistant,
                             i % 2 == 0 ? u"A question of some words?"_s : longReply(600)));
    std::vector<double> times;
    for (int i = 0; i < 15; ++i) {
        TranscriptModel model;
        TranscriptView view;
        view.resize(1000, 800);
        view.setModel(&model);
        view.show();
        QCoreApplication::processEvents();
        QElapsedTimer timer;
        timer.start();
        model.setItems(items);
        view.repaint();
        times.push_back(elapsedMs(timer));
    }
    std::printf("10,000 messages, the first time %.3f ms\n", times.front());
    report("  open and paint the end", times, 100);
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    applyTheme(app, Look{});
    openTenThousand();
    streamInto("Streaming words, 100 characters before", u"Words.\n\n"_s, u"word "_s);
    streamInto("Streaming words, 100,000 characters before", longReply(100'000), u"word "_s);
    streamInto("Streaming code, 100,000 characters of it before",
               u"```cpp\n"_s + u"int value = 42; // a line of code\n"_s.repeated(3000), u"x = 1;\n"_s);
    return 0;
}
