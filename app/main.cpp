#include "app/application.h"
#include "app/demo.h"
#include "app/make_backend.h"
#include "app/make_probe.h"
#include "app/probe_child.h"
#include "core/energy/sensors.h"
#include "inference/llama/llama_version.h"
#include "translations/translator.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;
using namespace sotto;

namespace {

/// Reads the command line; ends the program on --help, --version and on wrong use, as every program does.
StartOptions readOptions(const QApplication &app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Private chat with language models on this computer."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption home(
        u"home"_s,
        QCoreApplication::translate("main",
                                    "Keep settings, chats, models and cache in this one folder (also: SOTTO_HOME)."),
        u"folder"_s);
    const QCommandLineOption language(
        u"lang"_s, QCoreApplication::translate("main", "Language of the window: en or zh_CN."), u"language"_s);
    const QCommandLineOption demo(
        u"demo"_s,
        QCoreApplication::translate(
            "main", "Hold a short conversation in the terminal, save a picture of the window, and end."),
        u"picture.png"_s);
    parser.addOptions({home, language, demo});
    parser.addPositionalArgument(u"model"_s, QCoreApplication::translate("main", "A GGUF file to open."),
                                 u"[model.gguf]"_s);
    parser.process(app);

    StartOptions options;
    options.home = parser.value(home);
    options.language = parser.value(language);
    options.demoPicture = parser.value(demo);
    if (!parser.positionalArguments().isEmpty())
        options.modelFile = QFileInfo(parser.positionalArguments().constFirst()).absoluteFilePath();
    return options;
}

} // namespace

int main(int argc, char **argv)
{
    if (const int code = runProbeChild(argc, argv); code >= 0) return code;
    QApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"sotto"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SOTTO_VERSION));
    QGuiApplication::setApplicationDisplayName(u"Sotto"_s);
    QGuiApplication::setDesktopFileName(u"sotto"_s);

    // The words of --help come before anything else is made.
    auto words = std::make_unique<Translator>();
    const qsizetype language = QCoreApplication::arguments().indexOf("--lang"_L1);
    words->use(language > 0 ? QCoreApplication::arguments().value(language + 1) : QString());
    StartOptions options = readOptions(app);
    words.reset();
    options.engineVersion = QString::fromStdString(llamaVersion());
    const auto clock = std::make_shared<SystemClock>();
    const AppPaths paths = resolvePaths(options.home, QCoreApplication::applicationDirPath());
    auto services = std::make_unique<Services>(paths, makeBackend(paths, clock, Measuring::WhenIdle), clock,
                                               makeProbe(paths), makeSensors);
    Application application(std::move(services), options);

    if (options.demoPicture.isEmpty()) {
        application.start();
        return QApplication::exec();
    }
    Demo demo(application, options.demoPicture);
    QObject::connect(
        &demo, &Demo::finished, &app, [](int code) { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    demo.start();
    return QApplication::exec();
}
