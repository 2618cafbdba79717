#include "tests/support/tiny_models.h"

#include <QtGlobal>

namespace sotto::tests {

std::filesystem::path TinyModels::file(const std::string &name) const
{
    return std::filesystem::path(m_folder.path().toStdString()) / name;
}

std::filesystem::path TinyModels::words()
{
    auto &path = m_made["words"];
    if (!path.empty()) return path;
    path = file("words.gguf");
    WordModelOptions options;
    options.corpus = "The small river runs past the old mill.\nIt reaches the sea by evening.\n\n"
                     "The small river carries leaves to the sea.\nIt sleeps in winter.\n";
    if (const Status made = writeWordModel(path, options); !made) qFatal("words.gguf could not be written");
    return path;
}

std::filesystem::path TinyModels::random(const std::string &architecture)
{
    RandomModelOptions options;
    options.architecture = architecture;
    options.layers = architecture == "gemma3" ? 6 : 3;
    options.contextLength = 1024;
    return random(architecture, options);
}

std::filesystem::path TinyModels::random(const std::string &name, const RandomModelOptions &options)
{
    auto &path = m_made["random " + name];
    if (!path.empty()) return path;
    path = file(name + ".gguf");
    if (const Status made = writeRandomModel(path, options); !made) qFatal("a random model could not be written");
    return path;
}

std::unique_ptr<LlamaBackend> makeLlamaBackend(std::uint64_t availableMemory)
{
    LlamaHost host;
    host.physicalCores = 1; // threads that wait for one another crawl on a busy machine
    host.availableMemory = [availableMemory] { return availableMemory; };
    return std::make_unique<LlamaBackend>(std::move(host), std::make_shared<SystemClock>());
}

namespace {

template <class Event>
const Event *find(const std::vector<GenerationEvent> &events)
{
    for (const GenerationEvent &event : events)
        if (const auto *found = std::get_if<Event>(&event)) return found;
    return nullptr;
}

} // namespace

const Started *ReplyRecord::started() const
{
    return find<Started>(events);
}
const Finished *ReplyRecord::finished() const
{
    return find<Finished>(events);
}
const Failed *ReplyRecord::failed() const
{
    return find<Failed>(events);
}

ReplyRecord runReply(Backend &backend, const GenerationRequest &request, const CancelToken &cancel,
                     const std::function<void(const GenerationEvent &)> &onEvent)
{
    ReplyRecord record;
    backend.generate(
        request, SystemClock().now(),
        [&](GenerationEvent event) {
            if (onEvent) onEvent(event);
            if (const auto *delta = std::get_if<TextDelta>(&event)) record.text += delta->text;
            if (const auto *delta = std::get_if<ReasoningDelta>(&event)) record.reasoning += delta->text;
            record.events.push_back(std::move(event));
        },
        cancel);
    return record;
}

GenerationRequest greedyRequest(std::vector<ChatMessage> messages, std::optional<int> maxTokens)
{
    GenerationRequest request;
    request.messages = std::move(messages);
    request.sampling.temperature = 0;
    request.maxTokens = maxTokens;
    return request;
}

} // namespace sotto::tests
