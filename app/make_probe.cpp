#include "app/make_probe.h"

#include "inference/llama/llama_version.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace sotto {

std::unique_ptr<ProcessProbe> makeProbe(const AppPaths &paths)
{
    ProcessProbe::Options options;
    options.program = QCoreApplication::applicationFilePath();
    options.memoryFile = paths.cacheFolder + u"/tried-models.json"_s;
    options.build = QCoreApplication::applicationVersion() + u' ' + QString::fromStdString(llamaVersion());
    return std::make_unique<ProcessProbe>(std::move(options));
}

} // namespace sotto
