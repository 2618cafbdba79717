#include "inference/llama/llama_version.h"

#include <ggml.h>
#include <llama.h>

namespace sotto {

std::string llamaVersion()
{
    return std::string("llama.cpp ") + llama_version() + " · ggml " + ggml_version();
}

} // namespace sotto
