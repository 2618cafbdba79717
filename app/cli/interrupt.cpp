#include "app/cli/interrupt.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace sotto {
namespace {

// The only things a signal handler may touch: a pipe made before, and write().
std::array<int, 2> pipeEnds{-1, -1};

extern "C" void onSignal(int number)
{
    const char byte = number == SIGTERM ? 'T' : 'I';
    [[maybe_unused]] const ssize_t ignored = ::write(pipeEnds[1], &byte, 1);
}

void handle(int number, void (*handler)(int))
{
    struct sigaction action{};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, nullptr);
}

} // namespace

Interrupt::Interrupt(QObject *parent) : QObject(parent)
{
    if (::pipe2(pipeEnds.data(), O_CLOEXEC | O_NONBLOCK) != 0) return; // signals then end the program as usual
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Interrupt::read);
    handle(SIGINT, onSignal);
    handle(SIGTERM, onSignal);
}

Interrupt::~Interrupt()
{
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
    m_notifier.reset();
    for (int &end : pipeEnds)
        if (end >= 0) ::close(std::exchange(end, -1));
}

void Interrupt::read()
{
    char byte = 0;
    while (::read(pipeEnds[0], &byte, 1) == 1) {
        if (byte == 'T')
            Q_EMIT terminated();
        else
            Q_EMIT interrupted();
    }
}

} // namespace sotto
