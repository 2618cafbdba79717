#include "inference/reply/thought_marks.h"

#include "inference/reply/mark_scan.h"

#include <algorithm>
#include <array>

namespace sotto {
namespace {

// Templates of the models named; llama.cpp's models/templates/ holds most of them.
constexpr std::array kThoughts{
    ThoughtMarks{"<think>", "</think>"},           // Qwen, DeepSeek, GLM, Kimi, Granite, Hunyuan and most others
    ThoughtMarks{"<seed:think>", "</seed:think>"}, // Seed-OSS
    ThoughtMarks{"<mm:think>", "</mm:think>"},     // MiniMax M3
    ThoughtMarks{"<thinking>", "</thinking>"},     // Apriel 1.5, Reflection
    ThoughtMarks{"<reasoning>", "</reasoning>"},   // Reka Flash, GRPO fine-tunes
    ThoughtMarks{"<thought>", "</thought>"},       // EXAONE Deep
    ThoughtMarks{"<Thought>", "</Thought>"},       // Marco-o1
    ThoughtMarks{"[THINK]", "[/THINK]"},           // Magistral, Ministral
    ThoughtMarks{"\u25C1think\u25B7", "\u25C1/think\u25B7"},               // Kimi-VL
    ThoughtMarks{"<|START_THINKING|>", "<|END_THINKING|>"},                // Command A, Command R7B
    ThoughtMarks{"<|inner_prefix|>", "<|inner_suffix|>"},                  // Apertus
    ThoughtMarks{"<|begin_of_thought|>", "<|end_of_thought|>"},            // OpenThinker, Sky-T1
    ThoughtMarks{"<|channel>thought", "<channel|>"},                       // Gemma 4
    ThoughtMarks{"<|channel>", "<channel|>"},                              // … where it forgets the name
    ThoughtMarks{"Here are my reasoning steps:", "[BEGIN FINAL RESPONSE]"} // Apriel 1.6: in the prompt only
};
constexpr std::size_t kInPromptOnly = kThoughts.size() - 1;

constexpr std::array kAnswers{
    AnswerMarks{"<|START_RESPONSE|>", "<|END_RESPONSE|>", false},         // Command A
    AnswerMarks{"<|begin_of_solution|>", "<|end_of_solution|>", false},   // OpenThinker
    AnswerMarks{"[BEGIN FINAL RESPONSE]", "[END FINAL RESPONSE]", false}, // Apriel
    AnswerMarks{"<response>", "</response>", true},                       // Granite 3.3, ERNIE 4.5
    AnswerMarks{"<answer>", "</answer>", true},                           // Hunyuan
    AnswerMarks{"<output>", "</output>", true},
    AnswerMarks{"<Output>", "</Output>", true}, // Reflection; Marco-o1
};

constexpr std::array<std::string_view, 7> kHarmony{"<|start|>",     "<|channel|>", "<|message|>", "<|end|>",
                                                   "<|constrain|>", "<|return|>",  "<|call|>"};

} // namespace

std::span<const ThoughtMarks> thoughtMarks()
{
    return std::span(kThoughts).first(kInPromptOnly);
}

std::span<const AnswerMarks> answerMarks()
{
    return kAnswers;
}

std::span<const std::string_view> harmonyMarks()
{
    return kHarmony;
}

std::optional<ThoughtMarks> thoughtLeftOpen(std::string_view prompt)
{
    const std::string_view tail = withoutTrailingBlanks(prompt);
    for (const ThoughtMarks &marks : kThoughts) {
        if (tail.ends_with(marks.open)) return marks;
    }
    return std::nullopt;
}

bool isReasoningMark(std::string_view text)
{
    const auto fits = [&](const auto &marks) { return marks.open == text || marks.close == text; };
    return std::ranges::any_of(kThoughts, fits) || std::ranges::any_of(kAnswers, fits) ||
           std::ranges::contains(kHarmony, text);
}

} // namespace sotto
