#include "ui/window/window_actions.h"

#include "ui/theme/icons.h"

#include <QCoreApplication>
#include <QWidget>

namespace sotto {
namespace {

QAction *make(QWidget *window, const char *text, const QList<QKeySequence> &keys, IconName name)
{
    auto *action = new QAction(QCoreApplication::translate("WindowActions", text), window);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WindowShortcut);
    action->setIcon(icon(name));
    window->addAction(action);
    return action;
}

QKeySequence ctrl(Qt::Key key, Qt::KeyboardModifiers more = {})
{
    return QKeySequence(QKeyCombination(Qt::ControlModifier | more, key));
}

} // namespace

QList<QAction *> WindowActions::all() const
{
    return {newChat,     palette,        searchChats,   chats,        models,    personas,      settings,
            chooseModel, choosePersona,  temperature,   think,        dontThink, thinkByItself, openModel,
            unloadModel, modelDetails,   energy,        regenerate,   copyReply, renameChat,    pinChat,
            deleteChat,  nextChat,       toggleSidebar, toggleMeters, larger,    smaller,       normalSize,
            nextRegion,  previousRegion, shortcuts,     quit};
}

WindowActions makeWindowActions(QWidget *w)
{
    WindowActions a;
    a.newChat = make(w, QT_TRANSLATE_NOOP("WindowActions", "New chat"), {ctrl(Qt::Key_N)}, IconName::Plus);
    a.palette = make(w, QT_TRANSLATE_NOOP("WindowActions", "Commands and chats"), {ctrl(Qt::Key_K)}, IconName::Search);
    a.searchChats = make(w, QT_TRANSLATE_NOOP("WindowActions", "Search chats"), {ctrl(Qt::Key_F, Qt::ShiftModifier)},
                         IconName::Search);
    a.chats = make(w, QT_TRANSLATE_NOOP("WindowActions", "Go to Chats"), {ctrl(Qt::Key_1)}, IconName::Chat);
    a.models = make(w, QT_TRANSLATE_NOOP("WindowActions", "Go to Models"), {ctrl(Qt::Key_2)}, IconName::Cube);
    a.personas = make(w, QT_TRANSLATE_NOOP("WindowActions", "Go to Personas"), {ctrl(Qt::Key_3)}, IconName::Person);
    a.settings =
        make(w, QT_TRANSLATE_NOOP("WindowActions", "Settings"), {ctrl(Qt::Key_Comma), ctrl(Qt::Key_4)}, IconName::Gear);
    a.chooseModel = make(w, QT_TRANSLATE_NOOP("WindowActions", "Choose model…"), {ctrl(Qt::Key_M)}, IconName::Cube);
    a.choosePersona =
        make(w, QT_TRANSLATE_NOOP("WindowActions", "Choose persona…"), {ctrl(Qt::Key_P)}, IconName::Person);
    a.temperature =
        make(w, QT_TRANSLATE_NOOP("WindowActions", "Set temperature…"), {ctrl(Qt::Key_T)}, IconName::Sliders);
    a.think = make(w, QT_TRANSLATE_NOOP("WindowActions", "Think before answering"), {}, IconName::Chat);
    a.dontThink = make(w, QT_TRANSLATE_NOOP("WindowActions", "Answer at once, without thinking"), {}, IconName::Chat);
    a.thinkByItself =
        make(w, QT_TRANSLATE_NOOP("WindowActions", "Think as the model does by itself"), {}, IconName::Chat);
    a.openModel = make(w, QT_TRANSLATE_NOOP("WindowActions", "Open a model file…"),
                       {ctrl(Qt::Key_O, Qt::ShiftModifier)}, IconName::Folder);
    a.unloadModel = make(w, QT_TRANSLATE_NOOP("WindowActions", "Unload the model now"), {}, IconName::Close);
    a.modelDetails = make(w, QT_TRANSLATE_NOOP("WindowActions", "Details of the model in use"), {}, IconName::Info);
    a.energy = make(w, QT_TRANSLATE_NOOP("WindowActions", "Energy and cost"), {}, IconName::Plug);
    a.regenerate =
        make(w, QT_TRANSLATE_NOOP("WindowActions", "Write the last reply again"), {ctrl(Qt::Key_R)}, IconName::Refresh);
    a.copyReply = make(w, QT_TRANSLATE_NOOP("WindowActions", "Copy the last reply"),
                       {ctrl(Qt::Key_C, Qt::ShiftModifier)}, IconName::Copy);
    a.renameChat = make(w, QT_TRANSLATE_NOOP("WindowActions", "Rename this chat"), {}, IconName::Pencil);
    a.pinChat = make(w, QT_TRANSLATE_NOOP("WindowActions", "Pin or unpin this chat"), {}, IconName::Pin);
    a.deleteChat = make(w, QT_TRANSLATE_NOOP("WindowActions", "Delete this chat…"), {}, IconName::Trash);
    a.nextChat = make(w, QT_TRANSLATE_NOOP("WindowActions", "Next chat"), {ctrl(Qt::Key_Tab)}, IconName::ChevronDown);
    a.toggleSidebar =
        make(w, QT_TRANSLATE_NOOP("WindowActions", "Show or hide the sidebar"), {ctrl(Qt::Key_B)}, IconName::Panel);
    a.toggleMeters = make(w, QT_TRANSLATE_NOOP("WindowActions", "Show or hide the meters"),
                          {ctrl(Qt::Key_M, Qt::ShiftModifier)}, IconName::Gauge);
    a.larger = make(w, QT_TRANSLATE_NOOP("WindowActions", "Larger text"),
                    {QKeySequence(QKeySequence::ZoomIn), ctrl(Qt::Key_Equal)}, IconName::Plus);
    a.smaller = make(w, QT_TRANSLATE_NOOP("WindowActions", "Smaller text"), {QKeySequence(QKeySequence::ZoomOut)},
                     IconName::ChevronDown);
    a.normalSize = make(w, QT_TRANSLATE_NOOP("WindowActions", "Text at 100%"), {ctrl(Qt::Key_0)}, IconName::Refresh);
    a.nextRegion = make(w, QT_TRANSLATE_NOOP("WindowActions", "Next part of the window"), {QKeySequence(Qt::Key_F6)},
                        IconName::ChevronRight);
    a.previousRegion = make(w, QT_TRANSLATE_NOOP("WindowActions", "Previous part of the window"),
                            {QKeySequence(Qt::ShiftModifier | Qt::Key_F6)}, IconName::ChevronLeft);
    a.shortcuts = make(w, QT_TRANSLATE_NOOP("WindowActions", "All shortcuts"),
                       {QKeySequence(Qt::Key_F1), ctrl(Qt::Key_Slash)}, IconName::Keyboard);
    a.quit =
        make(w, QT_TRANSLATE_NOOP("WindowActions", "Quit Sotto"), {QKeySequence(QKeySequence::Quit)}, IconName::Close);
    return a;
}

} // namespace sotto
