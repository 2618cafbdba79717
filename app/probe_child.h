#pragma once

namespace sotto {

/// The hidden mode `--probe-model FILE [ADAPTER]` of both programs: what main() calls before anything else is made.
///
/// The process gives up what it does not need (standard input, core dumps, memory and processor time without end),
/// leaves with its parent, tries the file, or the adapter on it (inference/llama/model_trial.h), and prints one line of
/// JSON:
/// {"ok":true} or {"ok":false,"code":…,"subject":…,"detail":…}, with the number of the ErrorCode. It may also be ended
/// by llama; that is what it is for. SOTTO_PROBE_SKIP_CHECK=1 lets a file through to llama unlooked at, for tests.
/// Returns the exit code, or −1 where the arguments do not ask for this mode.
[[nodiscard]] int runProbeChild(int argc, char **argv);

} // namespace sotto
