#pragma once

#include "inference/request.h"

#include <QPushButton>

#include <array>

class QAction;

namespace sotto {

/// "Thinking: auto" under the draft, quiet; its menu chooses whether the model thinks before it answers.
class ThinkingButton final : public QPushButton {
    Q_OBJECT
public:
    explicit ThinkingButton(QWidget *parent = nullptr);

    void setThinking(Thinking thinking);
    [[nodiscard]] Thinking thinking() const { return m_thinking; }

Q_SIGNALS:
    void chosen(sotto::Thinking thinking);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    std::array<QAction *, 3> m_choices{}; ///< In the order of Thinking.
    Thinking m_thinking = Thinking::AsTemplate;
};

} // namespace sotto
