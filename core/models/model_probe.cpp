#include "core/models/model_probe.h"

#include <QFile>

namespace sotto {

QStringList filesOf(const ModelFile &model)
{
    QStringList files{model.path};
    for (const auto &part : model.spec.parts)
        if (const QString name = QFile::decodeName(part.c_str()); !files.contains(name)) files << name;
    return files;
}

} // namespace sotto
