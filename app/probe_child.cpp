#include "app/probe_child.h"

#include "core/paths.h"
#include "inference/llama/compute_devices.h"
#include "inference/llama/model_trial.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

constexpr rlim_t kMemoryBytes = 3ULL << 30; // on top of the libraries; the largest vocabularies take a tenth of it
constexpr rlim_t kProcessorSeconds = 30;
constexpr unsigned kMostSeconds = 120; // should the parent's own limit not reach it

template <class Resource>
void limit(Resource what, rlim_t most)
{
    const rlimit both{most, most};
    setrlimit(what, &both);
}

void giveUpWhatIsNotNeeded()
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0); // also where core dumps go to a program, which asks no limit
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, kProcessorSeconds);
    limit(RLIMIT_FSIZE, 0);
    alarm(kMostSeconds);
    setenv("GGML_NO_BACKTRACE", "1", 1); // no debugger is started for an abort that is expected
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
}

/// Drivers that are loaded with the backends may have reserved address space by the terabyte.
void limitMemoryFromHere()
{
#if !defined(__SANITIZE_ADDRESS__)
    std::uint64_t pages = 0;
    if (std::FILE *file = std::fopen("/proc/self/statm", "re")) {
        if (std::fscanf(file, "%lu", &pages) != 1) pages = 0;
        std::fclose(file);
    }
    limit(RLIMIT_AS, pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) + kMemoryBytes);
#endif
}

void printLine(const Status &status)
{
    QJsonObject object{{"ok"_L1, status.has_value()}};
    if (!status) {
        object.insert("code"_L1, static_cast<int>(status.error().code));
        object.insert("subject"_L1, QString::fromStdString(status.error().subject));
        object.insert("detail"_L1, QString::fromStdString(status.error().detail));
    }
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fflush(stdout);
}

} // namespace

int runProbeChild(int argc, char **argv)
{
    if (argc < 3 || argc > 4 || std::strcmp(argv[1], "--probe-model") != 0) return -1;
    giveUpWhatIsNotNeeded();
    const QString program = QFile::symLinkTarget(u"/proc/self/exe"_s);
    loadComputeBackends(QFile::encodeName(backendsFolder(QFileInfo(program).absolutePath())).toStdString());
    limitMemoryFromHere();
    const char *skip = std::getenv("SOTTO_PROBE_SKIP_CHECK");
    const auto check = skip && std::strcmp(skip, "1") == 0 ? TrialCheck::None : TrialCheck::All;
    printLine(argc == 4 ? tryAdapter(argv[2], argv[3], check) : tryModel(argv[2], check));
    std::_Exit(0); // what the libraries would tidy up goes with the process
}

} // namespace sotto
