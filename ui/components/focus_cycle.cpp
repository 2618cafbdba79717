#include "ui/components/focus_cycle.h"

#include <QWidget>

namespace sotto {

namespace {

bool takesTab(const QWidget *root, const QWidget *widget)
{
    return root->isAncestorOf(widget) && (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isEnabled() &&
           widget->isVisibleTo(root) && widget->focusProxy() == nullptr;
}

QWidget *nextFrom(QWidget *root, QWidget *from, Step step)
{
    QWidget *at = from;
    do {
        at = step == Step::On ? at->nextInFocusChain() : at->previousInFocusChain();
        if (takesTab(root, at)) return at;
    } while (at != from);
    return nullptr;
}

} // namespace

bool cycleFocus(QWidget *root, Step step)
{
    QWidget *focused = root->window()->focusWidget();
    QWidget *from = focused != nullptr && root->isAncestorOf(focused) ? focused : root;
    QWidget *next = nextFrom(root, from, step);
    if (next == nullptr) return false;
    next->setFocus(step == Step::On ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

QWidget *firstFocusable(QWidget *root)
{
    return nextFrom(root, root, Step::On);
}

} // namespace sotto
