#include "child.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sotto::bench {

Child::Child(const std::vector<std::string> &arguments, bool readOutput)
{
    std::vector<char *> argv;
    argv.reserve(arguments.size() + 1);
    for (const std::string &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);
    int ends[2] = {-1, -1};
    if (readOutput && pipe2(ends, O_CLOEXEC) != 0) return;
    const pid_t parent = getpid();
    m_pid = fork();
    if (m_pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) std::_Exit(127); // it ended before that was set
        const int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, 0);
        dup2(readOutput ? ends[1] : nowhere, 1);
        dup2(nowhere, 2);
        execvp(argv.front(), argv.data());
        std::_Exit(127);
    }
    if (readOutput) close(ends[1]);
    m_output = ends[0];
}

Child::~Child()
{
    if (m_pid > 0) {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }
    if (m_output >= 0) close(m_output);
}

bool Child::isRunning()
{
    if (m_pid > 0 && waitpid(m_pid, nullptr, WNOHANG) != 0) m_pid = -1;
    return m_pid > 0;
}

std::string Child::output()
{
    std::string text;
    char buffer[4096];
    for (;;) {
        const ssize_t n = m_output >= 0 ? read(m_output, buffer, sizeof buffer) : 0;
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        text.append(buffer, static_cast<std::size_t>(n));
    }
    if (m_pid > 0) waitpid(m_pid, nullptr, 0);
    m_pid = -1;
    return text;
}

} // namespace sotto::bench
