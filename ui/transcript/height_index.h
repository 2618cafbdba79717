#pragma once

#include <vector>

namespace sotto {

/// Heights of things stacked on each other, with their tops found and changed in O(log n): a Fenwick tree.
class HeightIndex final {
public:
    [[nodiscard]] int size() const { return static_cast<int>(m_heights.size()); }
    [[nodiscard]] int height(int i) const { return m_heights[static_cast<std::size_t>(i)]; }
    [[nodiscard]] int total() const { return top(size()); }

    /// Sum of the heights before `i`.
    [[nodiscard]] int top(int i) const
    {
        int sum = 0;
        for (; i > 0; i -= i & -i)
            sum += m_tree[static_cast<std::size_t>(i)];
        return sum;
    }

    /// The thing at `y`; the last one below the end, the first one above the beginning, -1 for none at all.
    [[nodiscard]] int at(int y) const
    {
        int index = 0;
        int step = 1;
        while (step * 2 <= size())
            step *= 2;
        for (; step > 0; step /= 2) {
            const int next = index + step;
            if (next <= size() && m_tree[static_cast<std::size_t>(next)] <= y) {
                index = next;
                y -= m_tree[static_cast<std::size_t>(index)];
            }
        }
        return index < size() ? index : size() - 1;
    }

    void set(int i, int height)
    {
        const int delta = height - m_heights[static_cast<std::size_t>(i)];
        if (delta == 0) return;
        m_heights[static_cast<std::size_t>(i)] = height;
        for (int k = i + 1; k <= size(); k += k & -k)
            m_tree[static_cast<std::size_t>(k)] += delta;
    }

    void append(int height)
    {
        if (m_tree.empty()) m_tree.push_back(0);
        m_heights.push_back(height);
        const int k = size();
        // The node covers (k - lowbit, k]: the tops of both ends are known.
        m_tree.push_back(height + top(k - 1) - top(k - (k & -k)));
    }

    void truncate(int size)
    {
        m_heights.resize(static_cast<std::size_t>(size));
        if (!m_tree.empty()) m_tree.resize(static_cast<std::size_t>(size) + 1);
    }

    void clear()
    {
        m_heights.clear();
        m_tree.clear();
    }

private:
    std::vector<int> m_heights;
    std::vector<int> m_tree;
};

} // namespace sotto
