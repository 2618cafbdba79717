#include "core/text/power_text.h"

#include <QCoreApplication>

namespace sotto {

QString sentenceOf(const ProbeProblem &problem)
{
    const QString path = QString::fromStdString(problem.path);
    const auto say = [](const char *text) { return QCoreApplication::translate("Power", text); };
    switch (problem.kind) {
    case ProblemKind::LibraryMissing:
        return say(QT_TRANSLATE_NOOP("Power",
                                     "The NVIDIA driver’s library %1 cannot be loaded. Install the driver, or name "
                                     "the library in SOTTO_NVML_LIBRARY."))
            .arg(path);
    case ProblemKind::LibraryUnusable:
        return say(QT_TRANSLATE_NOOP("Power", "The NVML library has no function %1. Install a newer driver."))
            .arg(path);
    case ProblemKind::DriverMissing: return say(QT_TRANSLATE_NOOP("Power", "The NVIDIA driver is not loaded."));
    case ProblemKind::VersionMismatch:
        return say(QT_TRANSLATE_NOOP(
            "Power", "The NVIDIA driver and its library have different versions. Start the computer again."));
    case ProblemKind::NoPermission:
        if (problem.remedy.empty()) return say(QT_TRANSLATE_NOOP("Power", "%1 may not be read.")).arg(path);
        return say(QT_TRANSLATE_NOOP("Power", "The processor’s power is readable by root only. These commands allow it "
                                              "for your group (it can then tell what other programs compute):"));
    case ProblemKind::NotSupported:
        return problem.probe == "battery" ? say(QT_TRANSLATE_NOOP("Power", "The battery is not being discharged."))
                                          : say(QT_TRANSLATE_NOOP("Power", "This device has no power sensor."));
    case ProblemKind::DeviceLost:
        return say(QT_TRANSLATE_NOOP("Power", "The GPU no longer answers. Sotto goes on trying."));
    case ProblemKind::ResetRequired:
        return say(QT_TRANSLATE_NOOP("Power", "The GPU must be reset. Start the computer again."));
    case ProblemKind::Malformed: return say(QT_TRANSLATE_NOOP("Power", "%1 holds no number.")).arg(path);
    case ProblemKind::Unreadable:
    case ProblemKind::Changed: break;
    }
    return say(QT_TRANSLATE_NOOP("Power", "%1 cannot be read.")).arg(path);
}

} // namespace sotto
