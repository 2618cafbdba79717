#pragma once

#include "ui/transcript/transcript_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QTest>

namespace sotto::test {

inline MessageItem user(int id, const QString &text)
{
    MessageItem item;
    item.id = MessageId(id);
    item.author = QStringLiteral("You");
    item.text = text;
    item.time = QStringLiteral("14:01");
    return item;
}

inline MessageItem reply(int id, const QString &text)
{
    MessageItem item = user(id, text);
    item.role = Role::Assistant;
    item.author = QStringLiteral("Clear Explainer");
    item.avatar = QStringLiteral("C");
    item.time = QStringLiteral("14:02");
    item.footnote = QStringLiteral("212 tokens · 48.3 tok/s");
    return item;
}

inline QList<MessageItem> talk(int messages)
{
    QList<MessageItem> items;
    for (int i = 0; i < messages; ++i)
        items += i % 2 == 0 ? user(i + 1, QStringLiteral("Question %1").arg(i))
                            : reply(i + 1, QStringLiteral("Answer %1.\n\nMore.").arg(i));
    return items;
}

struct Window {
    TranscriptModel model;
    TranscriptView view;

    explicit Window(QList<MessageItem> items = {}, QSize size = {760, 600})
    {
        view.resize(size);
        view.setModel(&model);
        view.show();
        model.setItems(std::move(items));
        static_cast<void>(view.grab());
    }
    void paint() { static_cast<void>(view.grab()); }
    QScrollBar &bar() { return *view.verticalScrollBar(); }
    Target target(int row, TargetKind kind, NoticeAction action = NoticeAction::None)
    {
        for (const Target &target : view.targetsOf(row)) {
            if (target.kind == kind && target.action == action) return target;
        }
        return {TargetKind::More, QRect(), {}};
    }
    void click(const QRect &rect) { QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, rect.center()); }
};

inline QString clipboard()
{
    return QGuiApplication::clipboard()->text();
}

} // namespace sotto::test
