#pragma once

#include <QAction>
#include <QList>

class QWidget;

namespace sotto {

/// Every command of the window, once: menu, palette, shortcut list and keys share these, so none can drift apart.
struct WindowActions {
    QAction *newChat = nullptr;
    QAction *palette = nullptr;
    QAction *searchChats = nullptr;
    QAction *toggleSidebar = nullptr;
    QAction *toggleMeters = nullptr;
    QAction *settings = nullptr;
    QAction *chats = nullptr;
    QAction *models = nullptr;
    QAction *personas = nullptr;
    QAction *chooseModel = nullptr;
    QAction *choosePersona = nullptr;
    QAction *temperature = nullptr;
    QAction *thinkByItself = nullptr;
    QAction *think = nullptr;
    QAction *dontThink = nullptr;
    QAction *openModel = nullptr;
    QAction *unloadModel = nullptr;
    QAction *modelDetails = nullptr;
    QAction *energy = nullptr;
    QAction *regenerate = nullptr;
    QAction *copyReply = nullptr;
    QAction *renameChat = nullptr;
    QAction *pinChat = nullptr;
    QAction *deleteChat = nullptr;
    QAction *nextChat = nullptr;
    QAction *nextRegion = nullptr;
    QAction *previousRegion = nullptr;
    QAction *shortcuts = nullptr;
    QAction *larger = nullptr;
    QAction *smaller = nullptr;
    QAction *normalSize = nullptr;
    QAction *quit = nullptr;

    /// In the order of the palette and of the shortcut list.
    [[nodiscard]] QList<QAction *> all() const;
};

/// Makes them as children of `window` and adds them to it, so that their shortcuts work everywhere in it.
[[nodiscard]] WindowActions makeWindowActions(QWidget *window);

} // namespace sotto
