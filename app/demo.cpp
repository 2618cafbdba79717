#include "app/demo.h"

#include "app/application.h"
#include "core/text/error_text.h"
#include "core/text/format.h"
#include "ui/window/main_window.h"

#include <QTextStream>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

/// Long enough for the meters to settle (240 ms), so that the picture shows what they say.
constexpr int kSettleMs = 700;

void print(const QString &text)
{
    QTextStream out(stdout);
    out << text;
    out.flush();
}

} // namespace

Demo::Demo(Application &application, QString picture) : m_application(application), m_picture(std::move(picture)) {}

void Demo::start()
{
    connect(&m_application.services().models(), &ModelService::changed, this, &Demo::watchModel);
    connect(&m_application.services().chat(), &ChatService::textAppended, this,
            [](MessageId, const QString &text, const QString &) { print(text); });
    // A reply's first words come with its row.
    connect(&m_application.services().chat(), &ChatService::messageAdded, this, [this](const Message &message) {
        if (message.role == Role::Assistant) print(message.text);
        watch(message);
    });
    connect(&m_application.services().chat(), &ChatService::messageChanged, this, &Demo::watch);
    m_application.start();
    watchModel();
}

void Demo::watchModel()
{
    const ModelStatus &status = m_application.services().models().status();
    if (status.phase == ModelPhase::Failed && !m_done) {
        print(status.error ? errorText(*status.error).whole() + u'\n' : QString());
        savePicture(1);
    }
    if (status.phase == ModelPhase::Ready && !m_asked) ask();
}

void Demo::ask()
{
    m_asked = true;
    const ModelStatus &status = m_application.services().models().status();
    const QString question = tr("What are you, and does anything leave this computer?");
    print(tr("Model: %1, %2").arg(status.file.name, formatFileSize(status.file.spec.fileBytes)) + u'\n');
    print(u"\n> "_s + question + u"\n\n"_s);
    m_application.services().chat().newConversation();
    m_application.services().chat().send(question);
}

void Demo::watch(const Message &message)
{
    if (m_done || message.role != Role::Assistant || message.state == MessageState::Streaming) return;
    if (message.failure) print(errorText(message.failure->error).whole());
    print(u"\n\n"_s);
    if (message.usage) print(formatFootnote(*message.usage) + u'\n');
    savePicture(message.state == MessageState::Complete ? 0 : 1);
}

void Demo::savePicture(int exitCode)
{
    m_done = true;
    QTimer::singleShot(kSettleMs, this, [this, exitCode] {
        const bool saved = m_application.window().grab().save(m_picture);
        print(saved ? tr("Picture of the window: %1").arg(m_picture) + u'\n'
                    : tr("The picture could not be saved as %1.").arg(m_picture) + u'\n');
        Q_EMIT finished(saved ? exitCode : 1);
    });
}

} // namespace sotto
