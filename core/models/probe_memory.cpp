#include "core/models/probe_memory.h"

#include "core/models/remembered_facts.h"

#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

namespace sotto {

using namespace Qt::StringLiterals;

QString fileIdentity(const QStringList &files)
{
    QStringList parts;
    for (const QString &file : files) {
        struct stat info{};
        if (::stat(QFile::encodeName(file).constData(), &info) != 0) return {};
        parts << u"%1:%2.%3:%4"_s.arg(info.st_size).arg(info.st_mtim.tv_sec).arg(info.st_mtim.tv_nsec).arg(info.st_ino);
    }
    return parts.join(u' ');
}

std::optional<Status> rememberedVerdict(const QString &file, const QString &path, const QString &identity,
                                        const QString &build)
{
    const QJsonObject kept = recallFacts(file, path);
    if (identity.isEmpty() || kept.value("identity"_L1) != identity || kept.value("build"_L1) != build)
        return std::nullopt;
    if (kept.value("ok"_L1).toBool()) return Status();
    return fail(ErrorCode::ModelStopsLoader, QFileInfo(path).fileName().toStdString(),
                kept.value("detail"_L1).toString().toStdString());
}

void rememberVerdict(const QString &file, const QString &path, const QString &identity, const QString &build,
                     const Status &verdict)
{
    if (identity.isEmpty()) return;
    rememberFacts(file, path,
                  {{"identity"_L1, identity},
                   {"build"_L1, build},
                   {"ok"_L1, verdict.has_value()},
                   {"detail"_L1, verdict ? QString() : QString::fromStdString(verdict.error().detail)}});
}

} // namespace sotto
