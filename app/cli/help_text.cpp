#include "app/cli/help_text.h"

#include <QCoreApplication>

namespace sotto {

QString generalHelp()
{
    return QCoreApplication::translate(
        "Cli",
        "sotto-cli: chat with models on this computer, from the command line.\n"
        "\n"
        "Usage: sotto-cli [--home DIR] [--lang LANGUAGE] COMMAND [options]\n"
        "\n"
        "Commands:\n"
        "  chat              Chat, line by line; with -p TEXT one answer (-p - reads standard input)\n"
        "  models list       The models on this computer\n"
        "  models info NAME  What a model file says of itself\n"
        "  models search TEXT, models pull MODEL\n"
        "                    Find models on Hugging Face; download one from there, from Ollama or by its address\n"
        "  models verify NAME, models rm NAME\n"
        "                    Compare a model with its source; move it to the trash\n"
        "  devices           What models can be computed on\n"
        "  plan NAME         Where the parts of a model would go, and why there\n"
        "  power             What the power sensors say; --watch every second\n"
        "  history list      The chats that were kept\n"
        "  history show ID   One of them, as Markdown\n"
        "  energy report     What replies took, by day, month, model, persona or chat\n"
        "  template render FILE --messages FILE\n"
        "                    What a chat template makes of a conversation\n"
        "\n"
        "Options for every command:\n"
        "  --home DIR        Keep settings, data, models and cache in this folder (or set SOTTO_HOME)\n"
        "  --lang LANGUAGE   Language of messages: en or zh_CN\n"
        "  --help            Help for a command: sotto-cli chat --help\n"
        "  --version         The version\n"
        "\n"
        "Results go to standard output, errors and figures to standard error. With --json every line of\n"
        "standard output is one JSON object.\n"
        "\n"
        "Sotto is offline until that is changed in its settings; --online allows the network for one command.\n"
        "HF_ENDPOINT and OLLAMA_REGISTRY name mirrors, HF_TOKEN a token for models that need one.\n"
        "\n"
        "Exit codes:\n"
        "    0  done\n"
        "    1  failed\n"
        "    2  wrong usage\n"
        "    3  a model cannot be opened\n"
        "    4  nothing found of that name\n"
        "  130  interrupted by Ctrl+C\n");
}

} // namespace sotto
