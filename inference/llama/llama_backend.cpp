#include "inference/llama/llama_backend.h"

#include "inference/llama/compute_devices.h"
#include "inference/llama/embedder.h"
#include "inference/llama/reply_writer.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace sotto {
namespace {

/// The open model with everything that lives as long as it does.
struct Session {
    Session(OpenModel opened, std::unique_ptr<DraftModel> draft, bool lookUp)
        : open(std::move(opened)), cache(open.context.get()),
          prompts(open.vocab(), templateOf(open), static_cast<int>(open.loaded.contextLength)), text(open.vocab()),
          speculator(lookUp, std::move(draft))
    {
    }

    static std::string templateOf(const OpenModel &open)
    {
        const char *text = llama_model_chat_template(open.model.get(), nullptr);
        return text ? text : "";
    }

    OpenModel open;
    KvSession cache;
    PromptBuilder prompts;
    TokenText text;
    Speculator speculator;
};

} // namespace

struct LlamaBackend::Impl {
    LlamaHost host;
    std::shared_ptr<const Clock> clock;
    std::unique_ptr<Session> session;
};

LlamaBackend::LlamaBackend(LlamaHost host, std::shared_ptr<const Clock> clock)
    : m_impl(std::make_unique<Impl>(std::move(host), std::move(clock), nullptr))
{
}

LlamaBackend::~LlamaBackend() = default;

std::vector<Device> LlamaBackend::devices()
{
    loadComputeBackends(m_impl->host.backendsFolder);
    std::vector<Device> found = listComputeDevices();
    // ggml reports all of the system's memory as free.
    for (Device &device : found) {
        if (device.kind == DeviceKind::Cpu && m_impl->host.availableMemory)
            device.freeBytes = std::min(device.totalBytes, m_impl->host.availableMemory());
    }
    return found;
}

Result<LoadedModel> LlamaBackend::open(const std::filesystem::path &path, const LoadOptions &options,
                                       const std::function<void(float)> &progress, const CancelToken &cancel)
{
    close();
    try {
        auto opened = openModel(path, options, m_impl->host, progress, cancel);
        if (!opened) return std::unexpected(opened.error());
        *opened->cancel = CancelToken();
        std::unique_ptr<DraftModel> draft;
        if (!options.draftModel.empty()) {
            LoadOptions small = options;
            small.contextLength = opened->loaded.contextLength;
            auto made = DraftModel::open(small, opened->vocab(), m_impl->host, cancel);
            if (!made && made.error().code == ErrorCode::Cancelled) return std::unexpected(made.error());
            opened->loaded.draftUse = made ? DraftUse::Guesses : DraftUse::Refused;
            if (made) draft = *std::move(made);
        }
        m_impl->session = std::make_unique<Session>(*std::move(opened), std::move(draft), options.lookUp);
        return m_impl->session->open.loaded;
    } catch (const std::exception &exception) {
        return fail(ErrorCode::ModelRejected, path.filename().string(), exception.what());
    }
}

void LlamaBackend::close()
{
    m_impl->session.reset();
}

void LlamaBackend::generate(const GenerationRequest &request, Instant accepted, const GenerationSink &sink,
                            const CancelToken &cancel)
{
    if (!m_impl->session) return sink(Failed{Error(ErrorCode::NoModel)});
    Session &session = *m_impl->session;
    *session.open.cancel = cancel;
    try {
        ReplyWriter({session.open, session.cache, session.prompts, session.text, session.speculator, *m_impl->clock},
                    request, accepted, sink, cancel)
            .run();
    } catch (const std::exception &exception) {
        session.cache.clear();
        sink(Failed{Error(ErrorCode::DecodeFailed, session.open.loaded.path.filename().string(), exception.what())});
    }
    *session.open.cancel = CancelToken();
}

Result<std::vector<std::vector<float>>> LlamaBackend::embed(const std::vector<std::string> &texts,
                                                            const CancelToken &cancel)
{
    if (!m_impl->session) return fail(ErrorCode::NoModel);
    return embedTexts(m_impl->session->open, texts, cancel);
}

Result<int> LlamaBackend::countTokens(const std::vector<ChatMessage> &messages)
{
    if (!m_impl->session) return fail(ErrorCode::NoModel);
    try {
        return m_impl->session->prompts.count(messages);
    } catch (const std::exception &exception) {
        return fail(ErrorCode::TemplateFailed, {}, exception.what());
    }
}

} // namespace sotto
