#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace sotto {

/// What went wrong, as a word the window and the command line translate (core/text/error_text.h).
/// Nothing below floor 4 decides how an error reads to a person.
enum class ErrorCode : std::uint8_t {
    Cancelled,
    InvalidRequest,

    // A file on disk.
    FileNotFound,
    FileUnreadable,
    FileTruncated,
    DiskFull,
    WriteFailed,

    // A model file, before llama sees it.
    NotGguf,
    GgufVersionUnsupported,
    GgufMalformed,
    NotALanguageModel, ///< A projector, an adapter, an embedding-only file: valid GGUF, nothing to chat with.
    SplitPartMissing,

    // Opening a model.
    UnknownArchitecture,
    ModelRejected,
    ModelStopsLoader, ///< Reading it ended the process that tried it, or never came to an end.
    NotEnoughMemory,  ///< `needed` and `available` are set, in bytes.
    DeviceFailed,
    AdapterUnsuitable, ///< A LoRA adapter that is none, or is made for another model.
    NoBackend,         ///< No ggml compute backend could be loaded.

    // Writing a reply.
    NoModel,
    PromptTooLong, ///< `needed` and `available` are set, in tokens.
    ContextFull,   ///< The chat is too long and nothing may be left out; amounts as above.
    TemplateFailed,
    GrammarInvalid, ///< A schema or grammar for the answer; `subject` says where and what.
    DecodeFailed,
    MemoryRanOut, ///< While a reply was computed.

    // The database.
    DatabaseUnreadable,
    DatabaseNewer,
    DatabaseTooOld,
    DatabaseDamaged,
    NotFound,

    SettingsUnreadable,
    ModelSettingsUnreadable, ///< What was set for single models; the settings themselves are well.
    Internal,
};

/// An expected failure, carried as a value.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string subject;         ///< What it is about, shown word for word: a file name, an architecture, a setting.
    std::string detail;          ///< English, for the log and "Show details"; never the only thing a person is told.
    std::uint64_t needed = 0;    ///< Amount asked for; unit as the code says.
    std::uint64_t available = 0; ///< Amount there is; same unit.

    Error() = default;
    Error(ErrorCode c, std::string about = {}, std::string why = {})
        : code(c), subject(std::move(about)), detail(std::move(why))
    {
    }

    bool operator==(const Error &) const = default;
};

} // namespace sotto
