#include "edit.h"

#include "inference/llama/tiny_vocabulary.h"

#include <array>
#include <utility>
#include <vector>

namespace sotto::bench {
namespace {

/// What an edit does next: keeps so many words, or drops some and puts others in their place.
struct Step {
    int keep = 0;
    int drop = 0;
    int insert = 0;
};

/// A real edit, word by word: a page of measurements (452 words) brought up to date by new figures, some other words
/// and a new paragraph, 21 changes in all; 431 of 504 words of the result are the old ones.
constexpr std::array kRealEdit{
    Step{78, 0, 0}, Step{0, 1, 1},  Step{3, 0, 0},  Step{0, 1, 1}, Step{1, 0, 0},  Step{0, 1, 1},  Step{25, 0, 0},
    Step{0, 1, 1},  Step{3, 0, 0},  Step{0, 0, 4},  Step{1, 0, 0}, Step{0, 1, 3},  Step{21, 0, 0}, Step{0, 1, 1},
    Step{2, 0, 0},  Step{0, 1, 1},  Step{21, 0, 0}, Step{0, 1, 1}, Step{4, 0, 0},  Step{0, 1, 1},  Step{39, 0, 0},
    Step{0, 1, 1},  Step{22, 0, 0}, Step{0, 1, 1},  Step{2, 0, 0}, Step{0, 1, 1},  Step{28, 0, 0}, Step{0, 1, 1},
    Step{1, 0, 0},  Step{0, 1, 1},  Step{2, 0, 0},  Step{0, 1, 1}, Step{48, 0, 0}, Step{0, 1, 1},  Step{1, 0, 0},
    Step{0, 1, 1},  Step{4, 0, 0},  Step{0, 1, 1},  Step{2, 0, 0}, Step{0, 1, 1},  Step{3, 0, 0},  Step{0, 0, 46},
    Step{122, 0, 0}};

constexpr int kTrapTokens = 256;

/// Words that each are a token of their own, handed out one by one.
class Words final {
public:
    explicit Words(const RandomModelOptions &shape) : m_words(randomWords(shape.vocabularyWords)) {}

    /// A word not handed out before, by number.
    [[nodiscard]] std::size_t fresh() { return m_next++; }
    [[nodiscard]] std::vector<std::size_t> fresh(std::size_t count)
    {
        std::vector<std::size_t> numbers;
        while (numbers.size() < count)
            numbers.push_back(fresh());
        return numbers;
    }
    [[nodiscard]] std::string text(const std::vector<std::size_t> &numbers) const
    {
        std::string all;
        for (const std::size_t number : numbers)
            all += m_words.at(number);
        return all;
    }
    [[nodiscard]] static std::int32_t token(std::size_t number)
    {
        return TinyVocabulary::kFirstWord + kFirstRandomWord + static_cast<std::int32_t>(number);
    }

private:
    std::vector<std::string> m_words;
    std::size_t m_next = 0;
};

Task taskOf(const RandomModelOptions &shape, const Words &words, const std::vector<std::size_t> &prompt,
            const std::vector<std::size_t> &reply)
{
    Task task{.prompt = words.text(prompt), .reply = words.text(reply), .options = shape};
    task.options.tiedOutput = false;                         // what follows a token cannot be said by its own embedding
    std::int32_t before = TinyVocabulary::kFirstByte + '\n'; // the template's last
    for (const std::size_t number : reply) {
        task.options.follows.emplace_back(before, Words::token(number));
        before = Words::token(number);
    }
    task.options.follows.emplace_back(before, TinyVocabulary::kEnd);
    task.replyTokens = static_cast<int>(reply.size());
    return task;
}

} // namespace

Task editTask(const RandomModelOptions &shape)
{
    Words words(shape);
    std::vector<std::size_t> prompt = words.fresh(12); // what is asked for
    std::vector<std::size_t> reply;
    for (const Step &step : kRealEdit) {
        for (const std::size_t number : words.fresh(static_cast<std::size_t>(step.keep))) {
            prompt.push_back(number);
            reply.push_back(number);
        }
        for (const std::size_t number : words.fresh(static_cast<std::size_t>(step.drop)))
            prompt.push_back(number);
        for (const std::size_t number : words.fresh(static_cast<std::size_t>(step.insert)))
            reply.push_back(number);
    }
    return taskOf(shape, words, prompt, reply);
}

Task trapTask(const RandomModelOptions &shape)
{
    Words words(shape);
    const std::vector<std::size_t> reply = words.fresh(kTrapTokens);
    std::vector<std::size_t> prompt = words.fresh(12);
    for (std::size_t i = 5; i < reply.size(); ++i) {
        const bool isLong = i % 10 == 0;
        if (!isLong && i % 10 != 3 && i % 10 != 6) continue;
        for (std::size_t at = i - (isLong ? 4 : 1); at <= i; ++at)
            prompt.push_back(reply[at]);
        for (const std::size_t number : words.fresh(4))
            prompt.push_back(number);
    }
    return taskOf(shape, words, prompt, reply);
}

} // namespace sotto::bench
