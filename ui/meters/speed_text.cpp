#include "ui/meters/speed_text.h"

#include "core/text/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace sotto {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(sotto::MetersPanel)
};

SpeedText replying(const ReplyProgress &reply)
{
    if (reply.waitingForModel) return {{}, Words::tr("waiting"), Words::tr("Waits for the model")};
    const bool reading = reply.outputTokens == 0 && reply.promptTotal > 0;
    if (reading) {
        const QLocale locale;
        return {{},
                Words::tr("reading"),
                //: Tokens of the prompt that were computed, of how many.
                Words::tr("%1 of %2 tokens read")
                    .arg(locale.toString(reply.promptDone), locale.toString(reply.promptTotal))};
    }
    const QString below = reply.thinking ? Words::tr("Thinking, %1").arg(formatSeconds(reply.thinkingTime)) : QString();
    if (reply.tokensPerSecond > 0) return {formatRate(reply.tokensPerSecond), Words::tr("tok/s"), below};
    return {{}, reply.thinking ? Words::tr("thinking") : Words::tr("starting"), below};
}

} // namespace

SpeedText speedText(const std::optional<ReplyProgress> &reply, double lastSpeed)
{
    if (reply) return replying(*reply);
    if (lastSpeed > 0) return {formatRate(lastSpeed), Words::tr("tok/s"), Words::tr("Last reply")};
    return {{}, Words::tr("idle"), {}};
}

} // namespace sotto
