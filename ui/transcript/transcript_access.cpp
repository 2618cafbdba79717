#include "ui/transcript/transcript_access.h"

#include "ui/transcript/transcript_view.h"

#include <QAccessibleWidget>

#include <memory>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

class MessageAccess final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    MessageAccess(TranscriptView *view, MessageId id) : m_view(view), m_id(id) {}

    bool isValid() const override { return m_view && m_view->model() && row() >= 0; }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override {}
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid()) return {};
        const MessageItem &item = m_view->model()->item(row());
        switch (kind) {
        case QAccessible::Name: return item.time.isEmpty() ? item.author : item.author + u", "_s + item.time;
        case QAccessible::Value:
        case QAccessible::Description: return item.notice.isEmpty() ? item.text : item.text + u'\n' + item.notice;
        default: return {};
        }
    }

    QRect rect() const override
    {
        if (!isValid()) return {};
        const QRect inside = m_view->rowRect(row());
        return {m_view->viewport()->mapToGlobal(inside.topLeft()), inside.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focusable = true;
        state.readOnly = true;
        state.focused = m_view->hasFocus() && m_view->focusedMessage() == m_id;
        state.busy = m_view->model()->item(row()).writing;
        state.offscreen = !m_view->viewport()->rect().intersects(m_view->rowRect(row()));
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }

    QStringList actionNames() const override
    {
        QStringList names{setFocusAction()};
        if (isValid()) {
            for (const Target &target : m_view->targetsOf(row())) {
                if (target.enabled) names += target.name;
            }
        }
        return names;
    }
    void doAction(const QString &name) override
    {
        if (!isValid()) return;
        if (name == setFocusAction()) {
            m_view->focusMessage(m_id);
            return;
        }
        for (const Target &target : m_view->targetsOf(row())) {
            if (target.name == name && target.enabled) {
                m_view->activate(row(), target);
                return;
            }
        }
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    int row() const { return m_view->model()->rowOf(m_id); }

    QPointer<TranscriptView> m_view;
    MessageId m_id;
};

class ListAccess final : public QAccessibleWidget {
public:
    explicit ListAccess(TranscriptView *view) : QAccessibleWidget(view, QAccessible::List) {}
    ~ListAccess() override
    {
        for (const auto &[id, child] : m_children)
            QAccessible::deleteAccessibleInterface(child);
    }

    int childCount() const override { return view()->model() ? view()->model()->rowCount() : 0; }

    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount()) return nullptr;
        const MessageId id = view()->model()->item(index).id;
        const auto found = m_children.find(id);
        if (found != m_children.end()) return QAccessible::accessibleInterface(found->second);
        // Qt owns registered interfaces until deleteAccessibleInterface().
        auto made = std::make_unique<MessageAccess>(view(), id);
        QAccessibleInterface *child = made.get();
        m_children.emplace(id, QAccessible::registerAccessibleInterface(made.release()));
        return child;
    }

    int indexOfChild(const QAccessibleInterface *wanted) const override
    {
        for (const auto &[id, child] : m_children) {
            if (QAccessible::accessibleInterface(child) == wanted) return view()->model()->rowOf(id);
        }
        return -1;
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint at = view()->viewport()->mapFromGlobal(QPoint(x, y));
        for (int row = 0; row < childCount(); ++row) {
            if (view()->rowRect(row).contains(at)) return child(row);
        }
        return nullptr;
    }

    QAccessibleInterface *focusChild() const override
    {
        if (!view()->hasFocus() || !view()->focusedMessage().isValid()) return nullptr;
        return child(view()->model()->rowOf(view()->focusedMessage()));
    }

private:
    TranscriptView *view() const { return static_cast<TranscriptView *>(widget()); }

    mutable std::unordered_map<MessageId, QAccessible::Id> m_children;
};

QAccessibleInterface *makeAccess(const QString &, QObject *object)
{
    auto *view = qobject_cast<TranscriptView *>(object);
    return view ? new ListAccess(view) : nullptr;
}

} // namespace

void installTranscriptAccess()
{
    QAccessible::removeFactory(makeAccess);
    QAccessible::installFactory(makeAccess);
}

void announce(TranscriptView *view, const QString &text)
{
    QAccessibleAnnouncementEvent event(view, text);
    QAccessible::updateAccessibility(&event);
}

} // namespace sotto
