#include "ui/model_details/facts_cards.h"

#include "core/paths.h"
#include "core/text/error_text.h"
#include "core/text/format.h"
#include "ui/components/badge.h"
#include "ui/components/buttons.h"
#include "ui/components/label.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QLocale>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostDescription = 600;

/// Text from a file, on one line and of a bearable length.
QString shownText(const std::string &text)
{
    const QString whole = QString::fromStdString(text).simplified();
    return whole.size() > kMostDescription ? whole.left(kMostDescription) + u'…' : whole;
}

QString parametersText(const ModelSpec &spec)
{
    if (spec.parameterCount == 0) return {};
    const QString count = formatParameters(spec.parameterCount);
    if (spec.layerCount == 0) return count;
    return AboutCard::tr("%1, %n layers and the output", nullptr, static_cast<int>(spec.layerCount)).arg(count);
}

/// Beginning and end of the first part's digest; all of them are in the tooltip.
QString shortDigest(const FileChecksum &sum)
{
    const QString &first = sum.sha256.constFirst();
    return first.left(8) + u'…' + first.right(8);
}

QPushButton *smallButton(const QString &text, const QString &name, DetailsCard *card)
{
    QPushButton *button = makeButton(text, ButtonKind::Default, card, ControlSize::Small);
    button->setObjectName(name);
    return button;
}

} // namespace

QString bitsAWeight(const ModelSpec &spec)
{
    if (spec.parameterCount == 0 || spec.tensorBytes == 0) return {};
    const double bits = static_cast<double>(spec.tensorBytes) * 8 / static_cast<double>(spec.parameterCount);
    return AboutCard::tr("%1 bits a weight").arg(QLocale().toString(bits, 'f', 1));
}

AboutCard::AboutCard(QWidget *parent)
    : DetailsCard(tr("About"), parent), m_family(new FactRow(tr("Family"), this)),
      m_parameters(new FactRow(tr("Parameters"), this)), m_quantization(new FactRow(tr("Quantisation"), this)),
      m_context(new FactRow(tr("Context"), this)), m_licence(new FactRow(tr("Licence"), this)),
      m_description(new FactRow(tr("Description"), this)), m_tag(new Badge({}, BadgeKind::Tag, this))
{
    m_quantization->row()->insertWidget(1, m_tag, 0, Qt::AlignVCenter);
    for (FactRow *row : {m_family, m_parameters, m_quantization, m_context, m_licence, m_description})
        rows()->addWidget(row);
}

void AboutCard::present(const ModelDetails &details)
{
    const ModelSpec &spec = details.file.spec;
    m_family->setValue(shownText(spec.architecture));
    m_parameters->setValue(parametersText(spec));
    const bool known = !spec.quantization.empty() && spec.quantization != "?";
    m_tag->setVisible(known);
    m_tag->setBadge(shownText(spec.quantization), BadgeKind::Tag);
    m_quantization->setValue(bitsAWeight(spec));
    m_quantization->setAccessibleName(
        u"%1: %2 %3"_s.arg(tr("Quantisation"), known ? m_tag->text() : QString(), m_quantization->value()));
    m_context->setValue(spec.contextLength > 0 ? tr("%1 tokens").arg(formatTokens(static_cast<int>(spec.contextLength)))
                                               : QString());
    m_licence->setValue(shownText(spec.license));
    m_description->setValue(shownText(spec.description));
}

FileCard::FileCard(QWidget *parent)
    : DetailsCard(tr("File"), parent), m_where(new FactRow(tr("Where"), this)), m_size(new FactRow(tr("Size"), this)),
      m_digest(new FactRow(u"SHA-256"_s, this)), m_check(smallButton(tr("Check"), u"check"_s, this)),
      m_cancel(smallButton(tr("Cancel"), u"cancelCheck"_s, this)),
      m_copyDigest(smallButton(tr("Copy"), u"copyDigest"_s, this))
{
    m_check->setAccessibleName(tr("Compute the SHA-256 of the file"));
    m_cancel->setAccessibleName(tr("Stop computing"));
    m_copyDigest->setAccessibleName(tr("Copy the SHA-256"));
    QPushButton *reveal = smallButton(tr("Show in folder"), u"showInFolder"_s, this);
    QPushButton *copy = smallButton(tr("Copy path"), u"copyPath"_s, this);
    for (QPushButton *button : {m_check, m_cancel, m_copyDigest})
        m_digest->row()->addWidget(button, 0, Qt::AlignTop);
    for (FactRow *row : {m_where, m_size, m_digest})
        rows()->addWidget(row);
    auto *acts = new QHBoxLayout;
    acts->setContentsMargins(16, 8, 16, 4);
    acts->setSpacing(8);
    acts->addWidget(reveal);
    acts->addWidget(copy);
    acts->addStretch(1);
    rows()->addLayout(acts);
    connect(reveal, &QPushButton::clicked, this, &FileCard::showInFolderRequested);
    connect(copy, &QPushButton::clicked, this, &FileCard::copyPathRequested);
    connect(m_check, &QPushButton::clicked, this, &FileCard::checkRequested);
    connect(m_cancel, &QPushButton::clicked, this, &FileCard::checkCancelled);
    connect(m_copyDigest, &QPushButton::clicked, this, &FileCard::copyDigestRequested);
}

void FileCard::present(const ModelDetails &details)
{
    const QFileInfo info(details.file.path); // its name only: no disk is touched
    m_where->setPathValue(shownPath(info.path()) + u'/' + info.fileName());
    const ModelSpec &spec = details.file.spec;
    const auto parts = static_cast<int>(spec.parts.size());
    const QString size = formatFileSize(spec.fileBytes);
    if (spec.fileBytes == 0)
        m_size->setValue({});
    else
        m_size->setValue(parts > 1 ? tr("%1, %n files", nullptr, parts).arg(size) : tr("%1, one file").arg(size));
    showDigest(details.checksum, details.nowMs);
}

void FileCard::showDigest(const ChecksumState &state, std::int64_t nowMs)
{
    using Phase = ChecksumState::Phase;
    // Focus that stood on a button which goes moves to the one that comes.
    const bool focused = m_check->hasFocus() || m_cancel->hasFocus();
    m_check->setVisible(state.phase == Phase::NotChecked || state.phase == Phase::Failed);
    m_cancel->setVisible(state.phase == Phase::Running);
    m_copyDigest->setVisible(state.phase == Phase::Known);
    if (focused)
        for (QPushButton *button : {m_check, m_cancel, m_copyDigest})
            if (!button->isHidden()) button->setFocus(Qt::OtherFocusReason);
    m_digest->setToolTip({});
    switch (state.phase) {
    case Phase::Looking: return m_digest->setValue({});
    case Phase::NotChecked: return m_digest->setValue(tr("not checked yet"));
    case Phase::Running:
        return m_digest->setValue(tr("%1% read").arg(QLocale().toString(static_cast<int>(state.fraction * 100))));
    case Phase::Failed: return m_digest->setValue(state.error ? errorText(*state.error).whole() : QString());
    case Phase::Known: break;
    }
    m_digest->setValue(tr("%1, checked %2").arg(shortDigest(*state.sum), formatMoment(state.sum->computedMs, nowMs)));
    m_digest->setToolTip(state.sum->sha256.join(u'\n'));
}

} // namespace sotto
