#pragma once

#include <QStringView>

namespace sotto::markdown {

/// Walks a line by columns: a tab reaches to the next multiple of four, and may be consumed in part.
class LineCursor final {
public:
    explicit LineCursor(QStringView line) : m_line(line) {}

    /// Columns of white space from here.
    [[nodiscard]] int indent() const
    {
        int width = m_partialTab;
        int column = m_column + m_partialTab;
        for (qsizetype i = m_at; i < m_line.size(); ++i) {
            if (m_line[i] == u' ') {
                ++width;
                ++column;
            } else if (m_line[i] == u'\t') {
                const int step = 4 - column % 4;
                width += step;
                column += step;
            } else {
                break;
            }
        }
        return width;
    }

    /// Passes up to `columns` of white space.
    void skipIndent(int columns)
    {
        while (columns > 0) {
            if (m_partialTab > 0) {
                --m_partialTab;
                ++m_column;
                --columns;
            } else if (m_at < m_line.size() && m_line[m_at] == u' ') {
                ++m_at;
                ++m_column;
                --columns;
            } else if (m_at < m_line.size() && m_line[m_at] == u'\t') {
                m_partialTab = 4 - m_column % 4;
                ++m_at;
            } else {
                return;
            }
        }
    }

    /// Passes characters that are no tabs.
    void advance(qsizetype count)
    {
        m_at += count;
        m_column += static_cast<int>(count);
    }

    /// What is left; white space of a tab consumed in part comes back as spaces.
    [[nodiscard]] QString rest() const { return QString(m_partialTab, u' ') + m_line.sliced(m_at); }
    /// What is left after its white space.
    [[nodiscard]] QStringView text() const
    {
        qsizetype i = m_at;
        while (i < m_line.size() && (m_line[i] == u' ' || m_line[i] == u'\t'))
            ++i;
        return m_line.sliced(i);
    }
    [[nodiscard]] bool isBlank() const { return text().isEmpty(); }

private:
    QStringView m_line;
    qsizetype m_at = 0;
    int m_column = 0;
    int m_partialTab = 0;
};

} // namespace sotto::markdown
