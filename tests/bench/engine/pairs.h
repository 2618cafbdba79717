#pragma once

#include <string>
#include <vector>

namespace sotto::bench {

/// Measurements of the same thing by Sotto and by another, in turns.
struct Pairs {
    std::string model;
    std::string what;  ///< "decode", "prefill", "turn 5, first token" …
    std::string unit;  ///< "tok/s" or "ms".
    std::string other; ///< Whom Sotto is held against.
    bool lowerIsBetter = false;
    double aim = 0; ///< Ratio that is hoped for; 0: none.
    std::vector<double> ours{};
    std::vector<double> theirs{};
    std::string note{};

    /// How many times as good Sotto is, by each pair; above 1 is better, whatever the unit.
    [[nodiscard]] std::vector<double> ratios() const;
};

[[nodiscard]] double median(std::vector<double> values);

struct Interval {
    double low = 0;
    double high = 0;
};
/// Where the median of what `values` were drawn from lies with 95 % confidence: the order statistics of ranks
/// n/2 -+ 0.98 sqrt(n), which ask nothing of the distribution (Conover, Practical Nonparametric Statistics, 3.2). The
/// whole range where there are fewer than six.
[[nodiscard]] Interval intervalOfMedian(std::vector<double> values);
/// Every pair, the medians and the median ratio.
void printPairs(const Pairs &pairs);
/// One JSON document of all.
[[nodiscard]] std::string toJson(const std::vector<Pairs> &all, int threads);

} // namespace sotto::bench
