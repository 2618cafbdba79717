#include "pairs.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <format>

namespace sotto::bench {
namespace {

std::string quoted(const std::string &text)
{
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') json += '\\';
        json += c;
    }
    return json + '"';
}

std::string listOf(const std::vector<double> &values)
{
    std::string json = "[";
    for (const double value : values)
        json += std::format("{}{:.3f}", json.size() > 1 ? ", " : "", value);
    return json + "]";
}

} // namespace

std::vector<double> Pairs::ratios() const
{
    std::vector<double> all;
    for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i)
        all.push_back(lowerIsBetter ? theirs[i] / ours[i] : ours[i] / theirs[i]);
    return all;
}

double median(std::vector<double> values)
{
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Interval intervalOfMedian(std::vector<double> values)
{
    if (values.empty()) return {};
    std::ranges::sort(values);
    const double n = static_cast<double>(values.size());
    const double low = std::max(0.0, std::floor(n / 2 - 0.98 * std::sqrt(n)) - 1);
    const auto rank = static_cast<std::size_t>(low);
    return {values[rank], values[values.size() - 1 - rank]};
}

void printPairs(const Pairs &pairs)
{
    const auto ratios = pairs.ratios();
    std::printf("%-10s %-22s", pairs.model.c_str(), pairs.what.c_str());
    for (std::size_t i = 0; i < ratios.size(); ++i)
        std::printf(" %.2f/%.2f", pairs.ours[i], pairs.theirs[i]);
    std::printf("\n%-10s %-22s Sotto %.2f, %s %.2f %s: ratio %.3f", "", "", median(pairs.ours), pairs.other.c_str(),
                median(pairs.theirs), pairs.unit.c_str(), median(ratios));
    const Interval interval = intervalOfMedian(ratios);
    std::printf(" (95 %%: %.3f to %.3f)", interval.low, interval.high);
    if (pairs.aim > 0) std::printf(" (aim %.2f%s)", pairs.aim, median(ratios) >= pairs.aim ? "" : ", missed");
    std::printf("%s%s\n", pairs.note.empty() ? "" : "; ", pairs.note.c_str());
    std::fflush(stdout);
}

std::string toJson(const std::vector<Pairs> &all, int threads)
{
    std::string json = std::format("{{\"threads\": {}, \"results\": [", threads);
    for (const Pairs &pairs : all) {
        const Interval interval = intervalOfMedian(pairs.ratios());
        json += std::format(
            "{}\n  {{\"model\": {}, \"what\": {}, \"unit\": {}, \"against\": {}, \"sotto\": {}, \"other\": {}, "
            "\"ratios\": {}, \"median_ratio\": {:.4f}, \"interval\": {}, \"aim\": {:.2f}, \"note\": {}}}",
            &pairs == all.data() ? "" : ",", quoted(pairs.model), quoted(pairs.what), quoted(pairs.unit),
            quoted(pairs.other), listOf(pairs.ours), listOf(pairs.theirs), listOf(pairs.ratios()),
            median(pairs.ratios()), listOf({interval.low, interval.high}), pairs.aim, quoted(pairs.note));
    }
    return json + "\n]}\n";
}

} // namespace sotto::bench
