// Renders every screen offscreen from fixed data: sotto_screenshots FOLDER [NAME…]

#include "app/screenshots/shooter.h"

#include <QApplication>
#include <QDir>

#include <cstdio>

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QCoreApplication::setApplicationVersion(QStringLiteral(SOTTO_VERSION));
    QStringList arguments = QCoreApplication::arguments().sliced(1);
    if (arguments.isEmpty()) {
        std::fputs("usage: sotto_screenshots FOLDER [NAME...]\n", stderr);
        return 2;
    }
    const QString folder = arguments.takeFirst();
    if (!QDir().mkpath(folder)) {
        std::fprintf(stderr, "The folder %s cannot be made.\n", qPrintable(folder));
        return 1;
    }
    sotto::Shooter shooter(folder, arguments);
    QObject::connect(
        &shooter, &sotto::Shooter::finished, &app, [](int code) { QCoreApplication::exit(code); },
        Qt::QueuedConnection);
    shooter.start();
    return QApplication::exec();
}
