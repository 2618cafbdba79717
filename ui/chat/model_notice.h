#pragma once

#include "core/models/load_journal.h"
#include "core/models/model_service.h"
#include "ui/components/notice.h"

#include <QWidget>

namespace sotto {

class IconButton;

/// What a person can do about a notice.
enum class ModelRemedy : std::uint8_t {
    OpenAgain, ///< The file the notice is about, as before.
    ChooseAnother,
    ShorterContext, ///< Load it with `ModelNews::context` tokens.
};

/// What is to be told about loading: a sentence or two, and at most two ways on.
struct ModelNews {
    QString text;
    NoticeTone tone = NoticeTone::Plain;
    QList<ModelRemedy> remedies;
    QString againText;         ///< On the button for OpenAgain.
    std::uint32_t context = 0; ///< Tokens, for ShorterContext.
    QString path;              ///< The file it is about.

    bool operator==(const ModelNews &) const = default;
};

/// The last run's crash before anything else; else what a load gave up, or why it failed where there is a remedy.
[[nodiscard]] std::optional<ModelNews> modelNews(const std::optional<ModelCrash> &crash, const ModelStatus &status);

/// A notice under the header. Closed by hand it stays away until there is other news. Thread: GUI.
class ModelNotice final : public QWidget {
    Q_OBJECT
public:
    explicit ModelNotice(QWidget *parent = nullptr);

    void setNews(const std::optional<ModelNews> &news);
    [[nodiscard]] const Notice &notice() const { return *m_notice; }

Q_SIGNALS:
    void chosen(sotto::ModelRemedy remedy, const sotto::ModelNews &news);
    void closed();

private:
    void fill(const ModelNews &news);

    std::optional<ModelNews> m_news;
    Notice *m_notice;
    IconButton *m_close;
};

} // namespace sotto
