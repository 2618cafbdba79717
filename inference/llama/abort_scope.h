#pragma once

#include "inference/llama/model_loader.h"

#include <functional>

namespace sotto {

/// While it lives, llama stops computing soon after `asked` says true, within a decode on a processor and after one on
/// other devices, instead of asking the request's token. Both must outlive it. Thread: the engine's.
class AbortScope final {
public:
    AbortScope(OpenModel &open, const std::function<bool()> &asked) : m_open(open)
    {
        llama_set_abort_callback(
            open.context.get(),
            [](void *ask) {
                const auto &stops = *static_cast<const std::function<bool()> *>(ask);
                return stops && stops();
            },
            const_cast<std::function<bool()> *>(&asked)); // read only, as the callback shows
    }
    ~AbortScope()
    {
        llama_set_abort_callback(
            m_open.context.get(), [](void *token) { return static_cast<CancelToken *>(token)->isCancelled(); },
            m_open.cancel.get());
    }
    AbortScope(const AbortScope &) = delete;
    AbortScope &operator=(const AbortScope &) = delete;

private:
    OpenModel &m_open;
};

} // namespace sotto
