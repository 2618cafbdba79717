#include "ui/chat/model_notice.h"

#include "core/models/shorter_context.h"
#include "core/text/error_text.h"
#include "core/text/format.h"
#include "ui/components/buttons.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

QString inTokens(std::uint32_t context)
{
    return formatTokens(static_cast<int>(context));
}

ModelNews newsOf(const ModelCrash &crash)
{
    const QString name = QFileInfo(crash.path).fileName();
    ModelNews news;
    news.text =
        crash.work == RiskyWork::Opening
            ? ModelNotice::tr("Sotto stopped while opening %1 last time, so it was not opened again by itself.")
                  .arg(name)
            : ModelNotice::tr("Sotto stopped while %1 was writing on the GPU last time, so it was not opened again by "
                              "itself. Fewer layers on the GPU may help.")
                  .arg(name);
    news.remedies = {ModelRemedy::OpenAgain, ModelRemedy::ChooseAnother};
    news.againText = ModelNotice::tr("Open it again");
    news.path = crash.path;
    return news;
}

ModelNews newsOf(const StepDown &step, const ModelStatus &status)
{
    QStringList sentences;
    const auto blocks = static_cast<int>(status.loaded->spec.layerCount) + 1;
    if (step.contextTo < step.contextFrom)
        sentences << ModelNotice::tr("The model reads %1 tokens at once, not %2: there was no memory for more.")
                         .arg(inTokens(step.contextTo), inTokens(step.contextFrom));
    if (step.layersTo < step.layersFrom)
        sentences << ModelNotice::tr("Now %1 of %2 layers are on the GPU, not %3, because loading them failed.")
                         .arg(QLocale().toString(step.layersTo), QLocale().toString(blocks),
                              QLocale().toString(step.layersFrom));
    if (step.expertsMoved)
        sentences << ModelNotice::tr(
            "The experts of the model are in system memory, because loading them on the GPU failed.");
    ModelNews news;
    news.text = sentences.join(u' ');
    news.remedies = {ModelRemedy::OpenAgain};
    news.againText =
        step.layersTo < step.layersFrom     ? ModelNotice::tr("Try %1 again").arg(QLocale().toString(step.layersFrom))
        : step.contextTo < step.contextFrom ? ModelNotice::tr("Try %1 again").arg(inTokens(step.contextFrom))
                                            : ModelNotice::tr("Try it again");
    news.path = status.file.path;
    return news;
}

std::optional<ModelNews> newsOf(const Error &error, const ModelStatus &status)
{
    ModelNews news;
    news.text = errorText(error).whole();
    news.tone = NoticeTone::Danger;
    news.path = status.file.path;
    news.againText = ModelNotice::tr("Try it again");
    switch (error.code) {
    case ErrorCode::NotEnoughMemory:
        news.context = shorterContextThatFits(status.file.spec, status.options.contextLength, error).value_or(0);
        news.remedies = {news.context > 0 ? ModelRemedy::ShorterContext : ModelRemedy::OpenAgain,
                         ModelRemedy::ChooseAnother};
        return news;
    case ErrorCode::ModelStopsLoader:
    case ErrorCode::DeviceFailed: news.remedies = {ModelRemedy::OpenAgain, ModelRemedy::ChooseAnother}; return news;
    default: return std::nullopt;
    }
}

QString buttonText(ModelRemedy remedy, const ModelNews &news)
{
    switch (remedy) {
    case ModelRemedy::OpenAgain: return news.againText;
    case ModelRemedy::ChooseAnother: return ModelNotice::tr("Choose another…");
    case ModelRemedy::ShorterContext: return ModelNotice::tr("Use %1 context").arg(inTokens(news.context));
    }
    return {};
}

} // namespace

std::optional<ModelNews> modelNews(const std::optional<ModelCrash> &crash, const ModelStatus &status)
{
    if (crash) return newsOf(*crash);
    if (status.phase == ModelPhase::Failed && status.error) return newsOf(*status.error, status);
    if (status.phase == ModelPhase::Ready && status.loaded && status.loaded->steppedDown)
        return newsOf(*status.loaded->steppedDown, status);
    return std::nullopt;
}

ModelNotice::ModelNotice(QWidget *parent)
    : QWidget(parent), m_notice(new Notice(this)), m_close(new IconButton(IconName::Close, tr("Close"), this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 12, 12, 0);
    row->setSpacing(4);
    row->addWidget(m_notice, 1);
    row->addWidget(m_close, 0, Qt::AlignVCenter);
    connect(m_close, &QAbstractButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    hide();
}

void ModelNotice::setNews(const std::optional<ModelNews> &news)
{
    if (news == m_news) return;
    m_news = news;
    if (m_news) fill(*m_news);
    setVisible(m_news.has_value());
}

void ModelNotice::fill(const ModelNews &news)
{
    m_notice->setNotice(news.tone == NoticeTone::Danger ? IconName::Warning : IconName::Info, news.text, news.tone);
    m_notice->clearButtons();
    for (const ModelRemedy remedy : news.remedies) {
        QPushButton *button = m_notice->addButton(buttonText(remedy, news));
        connect(button, &QAbstractButton::clicked, this, [this, remedy, news] { Q_EMIT chosen(remedy, news); });
    }
}

} // namespace sotto
