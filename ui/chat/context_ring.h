#pragma once

#include <QWidget>

namespace sotto {

/// How much of what a model can read is taken: accent to 80 %, amber to 99 %, red when full.
enum class ContextFill : std::uint8_t { Unknown, Room, Nearly, Full };

/// Full from 99 % on or as soon as messages are left out. Unknown for a negative count or no context. Pure.
[[nodiscard]] ContextFill contextFill(int tokens, int contextLength, bool oldestLeftOut);

/// The ring of the composer, 20 px at 100 % text. What it shows is also its accessible name.
class ContextRing final : public QWidget {
    Q_OBJECT
public:
    explicit ContextRing(QWidget *parent = nullptr);

    /// `tokens` < 0: not known, only the track is drawn.
    void setUse(int tokens, int contextLength, bool oldestLeftOut);
    [[nodiscard]] ContextFill fill() const { return m_fill; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    qreal m_share = 0;
    ContextFill m_fill = ContextFill::Unknown;
};

} // namespace sotto
