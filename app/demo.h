#pragma once

#include "core/chat/types.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>

namespace sotto {

class Application;

/// The headless demonstration: one question to the model that is open, the answer streamed to the terminal with its
/// figures, and a picture of the window that holds the chat. Thread: GUI.
class Demo final : public QObject {
    Q_OBJECT
public:
    Demo(Application &application, QString picture);
    void start();

Q_SIGNALS:
    /// 0 when the conversation was held and the picture saved, else 1.
    void finished(int exitCode);

private:
    void ask();
    void watchModel();
    void watch(const Message &message);
    void savePicture(int exitCode);

    Application &m_application;
    QString m_picture;
    bool m_asked = false;
    bool m_done = false;
};

} // namespace sotto
