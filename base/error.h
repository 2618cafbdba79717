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

    // The network, and what comes over it.
    NetworkOff,         ///< The switch is on "offline".
    NetworkRefused,     ///< An address the gate does not go to; `subject` is the host.
    HostUnreachable,    ///< No answer, or a connection that broke.
    HostBusy,           ///< Asked too often; `needed` is how many seconds to wait, 0 where that is not known.
    HostFailed,         ///< An answer that says it failed, or that makes no sense.
    AccessNeeded,       ///< A gated or private model; `subject` is its name.
    NotOnHub,           ///< Nothing of that name there.
    SourceChanged,      ///< What is offered now is not what was listed.
    DigestMismatch,     ///< The bytes are not those of the listed SHA-256.
    NotDownloadable,    ///< Nothing there that Sotto could run; `subject` is its name.
    AlreadyDownloading, ///< By another program, or in another window.
    FileExists,         ///< Another file has that name.
    SecretsUnavailable, ///< The system keeps no passwords for programs here.

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
