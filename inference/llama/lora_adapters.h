#pragma once

#include "base/result.h"
#include "inference/llama/log_capture.h"
#include "inference/model.h"

#include <llama.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace sotto {

struct LoraAdapterDeleter {
    void operator()(llama_adapter_lora *adapter) const { llama_adapter_lora_free(adapter); }
};
/// To be freed after the contexts that use them and before their model.
using LoraAdapters = std::vector<std::unique_ptr<llama_adapter_lora, LoraAdapterDeleter>>;

/// Reads the adapters and lays them over what `context` computes. Each file's header is read within bounds first, and
/// what would end the process inside llama (values of other types than it reads, tensors it cannot multiply) is
/// refused. A scale of 0 is laid on too, and changes nothing. `log` has recorded what llama says.
/// Errors: FileNotFound, FileUnreadable, FileTruncated, NotGguf, GgufVersionUnsupported, GgufMalformed,
/// AdapterUnsuitable. Thread: the engine's.
[[nodiscard]] Result<LoraAdapters> layAdapters(llama_model *model, llama_context *context,
                                               std::span<const LoraAdapter> wanted, const std::string &architecture,
                                               const LogCapture &log);

} // namespace sotto
