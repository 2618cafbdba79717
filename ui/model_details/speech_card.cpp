#include "ui/model_details/speech_card.h"

#include "ui/components/buttons.h"
#include "ui/components/label.h"
#include "ui/model_details/loading_card.h"
#include "ui/pages/settings_parts.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QLocale>
#include <QPlainTextEdit>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

template <class Number>
void add(QStringList &list, const QString &name, const std::optional<Number> &value)
{
    if (value) list << u"%1 %2"_s.arg(name, QLocale().toString(static_cast<double>(*value), 'g', 4));
}

} // namespace

QString samplingText(const SamplingOverrides &s)
{
    QStringList values;
    add(values, SpeechCard::tr("Temperature"), s.temperature);
    add(values, SpeechCard::tr("Top-k"), s.topK);
    add(values, SpeechCard::tr("Top-p"), s.topP);
    add(values, SpeechCard::tr("Min-p"), s.minP);
    add(values, SpeechCard::tr("XTC probability"), s.xtcProbability);
    add(values, SpeechCard::tr("XTC threshold"), s.xtcThreshold);
    add(values, SpeechCard::tr("Repetition penalty"), s.penaltyRepeat);
    add(values, SpeechCard::tr("Penalty range"), s.penaltyLastN);
    add(values, SpeechCard::tr("Mirostat"), s.mirostat);
    add(values, SpeechCard::tr("Mirostat tau"), s.mirostatTau);
    add(values, SpeechCard::tr("Mirostat eta"), s.mirostatEta);
    return values.join(u" · "_s);
}

QString templateText(const ModelDetails &details)
{
    const bool own = !details.own.chatTemplate.isEmpty();
    const bool inFile = !details.file.spec.chatTemplate.empty();
    const LoadedModel *loaded = details.loaded();
    if (loaded && !details.needsReload) {
        if (loaded->templateOrigin == TemplateOrigin::Fallback)
            return own || inFile ? SpeechCard::tr("ChatML, because Sotto cannot use the one it has")
                                 : SpeechCard::tr("ChatML, because the file has none");
        if (loaded->templateOrigin == TemplateOrigin::Architecture)
            return own || inFile ? SpeechCard::tr("Sotto’s for this family, because the one it has cannot be used")
                                 : SpeechCard::tr("Sotto’s for this family, because the file has none");
        if (own && loaded->templateOrigin == TemplateOrigin::Model)
            return SpeechCard::tr("From the file, because yours cannot be used");
    }
    if (own) return SpeechCard::tr("Yours");
    return inFile ? SpeechCard::tr("From the file") : SpeechCard::tr("The file has none, so Sotto’s is used");
}

QString templateInUse(const ModelDetails &details)
{
    return details.own.chatTemplate.isEmpty() ? QString::fromStdString(details.file.spec.chatTemplate)
                                              : details.own.chatTemplate;
}

bool switchesThinking(const ModelDetails &details)
{
    const LoadedModel *loaded = details.loaded();
    if (loaded && !details.needsReload) return loaded->canSwitchThinking;
    // Until it is loaded nobody has tried.
    return templateInUse(details).contains("enable_thinking"_L1);
}

SpeechCard::SpeechCard(QWidget *parent) : DetailsCard(tr("How it is spoken to"), parent)
{
    buildTemplate();
    m_sampling = new SettingRow(tr("Sampling, from the file"), u"–"_s, nullptr, this);
    rows()->addWidget(m_sampling);
    buildThinking();
    buildNotes();
}

void SpeechCard::buildTemplate()
{
    auto *buttons = new QWidget;
    auto *line = new QHBoxLayout(buttons);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    m_reset = makeButton(tr("Use the file’s again"), ButtonKind::Quiet, buttons, ControlSize::Small);
    m_view = makeButton(tr("View"), ButtonKind::Default, buttons, ControlSize::Small);
    QPushButton *change = makeButton(tr("Change…"), ButtonKind::Default, buttons, ControlSize::Small);
    m_reset->setObjectName(u"resetTemplate"_s);
    m_view->setObjectName(u"viewTemplate"_s);
    change->setObjectName(u"changeTemplate"_s);
    m_view->setAccessibleName(tr("View the chat template"));
    change->setAccessibleName(tr("Change the chat template"));
    for (QPushButton *button : {m_reset, m_view, change})
        line->addWidget(button);
    m_template = new SettingRow(tr("Chat template"), u"–"_s, buttons, this);
    rows()->addWidget(m_template);
    connect(m_view, &QPushButton::clicked, this, &SpeechCard::viewTemplateRequested);
    connect(change, &QPushButton::clicked, this, &SpeechCard::changeTemplateRequested);
    connect(m_reset, &QPushButton::clicked, this, [this, change] {
        change->setFocus(Qt::OtherFocusReason); // this button goes
        edit([](ModelSettings &s) { s.chatTemplate.clear(); });
    });
}

void SpeechCard::buildThinking()
{
    m_thinking = new OwnChoice(u"thinking"_s, tr("Thinking"));
    m_thinking->setInherited(tr("As the template has it"));
    m_thinking->list()->addItem(tr("Think first"), static_cast<int>(Thinking::On));
    m_thinking->list()->addItem(tr("Answer at once"), static_cast<int>(Thinking::Off));
    m_thinking->setRow(new SettingRow(tr("Thinking"), tr("For new replies"), m_thinking, this));
    rows()->addWidget(m_thinking->row());
    connect(m_thinking, &OwnChoice::chosen, this, [this](const QVariant &value) {
        edit([&](ModelSettings &s) {
            s.thinking = value.isValid() ? std::optional(static_cast<Thinking>(value.toInt())) : std::nullopt;
        });
    });
}

void SpeechCard::buildNotes()
{
    auto *title = new Label(tr("Notes"), TypeRole::Interface, Ink::Primary, QFont::Medium, this);
    m_notes = new QPlainTextEdit(this);
    m_notes->setObjectName(u"notes"_s);
    m_notes->setAccessibleName(tr("Notes on this model"));
    m_notes->setPlaceholderText(tr("Add a note"));
    m_notes->setTabChangesFocus(true);
    auto *column = new QVBoxLayout;
    column->setContentsMargins(16, 6, 16, 8);
    column->setSpacing(6);
    column->addWidget(title);
    column->addWidget(m_notes);
    rows()->addLayout(column);
    fitNotes();
    connect(m_notes, &QPlainTextEdit::textChanged, this,
            [this] { edit([&](ModelSettings &s) { s.notes = m_notes->toPlainText(); }); });
}

void SpeechCard::fitNotes()
{
    m_notes->setFixedHeight(m_notes->fontMetrics().lineSpacing() * 3 + Theme::of(this).grown(16));
}

void SpeechCard::changeEvent(QEvent *event)
{
    DetailsCard::changeEvent(event);
    if (event->type() == QEvent::StyleChange) fitNotes();
}

void SpeechCard::present(const ModelDetails &details)
{
    m_template->setDetail(templateText(details));
    m_reset->setVisible(!details.own.chatTemplate.isEmpty());
    m_view->setEnabled(!templateInUse(details).isEmpty());
    const QString sampling = samplingText(details.file.spec.sampling);
    m_sampling->setDetail(sampling.isEmpty() ? tr("None, so Sotto’s are used") : sampling);
    m_thinking->row()->setVisible(switchesThinking(details));
    m_thinking->showChoice(details.own.thinking.value_or(Thinking::AsTemplate) != Thinking::AsTemplate
                               ? QVariant(static_cast<int>(*details.own.thinking))
                               : QVariant(),
                           {});
    if (m_notes->toPlainText() == details.own.notes) return; // the cursor stays where a person writes
    const QSignalBlocker quiet(m_notes);
    m_notes->setPlainText(details.own.notes);
}

} // namespace sotto
