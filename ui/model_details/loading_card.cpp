#include "ui/model_details/loading_card.h"

#include "core/models/model_memory.h"
#include "core/text/format.h"
#include "inference/offload_planner.h"
#include "ui/components/buttons.h"
#include "ui/pages/load_choices.h"
#include "ui/pages/settings_parts.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <array>
#include <iterator>

namespace sotto {

using namespace Qt::StringLiterals;

namespace {

template <class T>
QVariant variantOf(const std::optional<T> &value)
{
    return value ? QVariant::fromValue(*value) : QVariant();
}

QVariant variantOf(const std::optional<CacheType> &value)
{
    return value ? QVariant(static_cast<int>(*value)) : QVariant();
}

std::optional<bool> boolOf(const QVariant &value)
{
    return value.isValid() ? std::optional(value.toBool()) : std::nullopt;
}

std::optional<int> intOf(const QVariant &value)
{
    return value.isValid() ? std::optional(value.toInt()) : std::nullopt;
}

QString onOff(bool on)
{
    return on ? LoadingCard::tr("On") : LoadingCard::tr("Off");
}

/// What holds where nothing is set for this model, and who says so.
QString inherited(const QString &value, bool automatic)
{
    return automatic ? LoadingCard::tr("Automatic, %1").arg(value) : LoadingCard::tr("As in Settings, %1").arg(value);
}

/// Tokens of context in use, or that would be; 0 where loading decides.
std::uint32_t tokensOf(const ModelDetails &details, std::uint32_t wanted)
{
    const LoadedModel *loaded = details.loaded();
    if (wanted == 0 && loaded && !details.needsReload) return loaded->contextLength;
    return contextInUse(details.file.spec, wanted);
}

QString memoryText(const ModelDetails &details, const LoadOptions &options)
{
    const std::uint32_t tokens = tokensOf(details, options.contextLength);
    const ModelMemory memory = estimatedMemory(details.file.spec, tokens, options.cacheType);
    if (memory.kvCache == 0) return LoadingCard::tr("How much of a chat the model can read");
    return LoadingCard::tr("About %1 for what it reads, %2 with the model")
        .arg(formatMemory(memory.kvCache), formatMemory(memory.total));
}

/// "6 to read, 4 to write, measured on this computer"
QString measuringText(const LoadedModel &loaded, bool measuring)
{
    if (measuring) return LoadingCard::tr("Being measured, whenever the model has nothing to do");
    const QString text = loaded.tuningOrigin == TuningOrigin::Measured
                             ? LoadingCard::tr("%1 to read, %2 to write, measured on this computer")
                             : LoadingCard::tr("%1 to read, %2 to write, one for each core, not measured yet");
    return text.arg(QLocale().toString(loaded.tuning.batchThreads), QLocale().toString(loaded.tuning.threads));
}

QString savingText(const ModelDetails &details, const LoadOptions &options)
{
    const ModelSpec &spec = details.file.spec;
    if (usableCacheType(spec, CacheType::Q8_0) != CacheType::Q8_0)
        return LoadingCard::tr("This model cannot have it in 8-bit; 16-bit is used");
    const std::uint64_t saving = estimatedCacheSaving(spec, tokensOf(details, options.contextLength));
    if (saving == 0) return LoadingCard::tr("8-bit takes about half the memory");
    return LoadingCard::tr("8-bit saves about %1 at this context length").arg(formatMemory(saving));
}

} // namespace

QList<ModelFile> draftCandidates(const ModelFile &model, const QList<ModelFile> &library)
{
    QList<ModelFile> fitting;
    std::ranges::copy_if(library, std::back_inserter(fitting), [&](const ModelFile &other) {
        return !other.problem && other.path != model.path && other.spec.fileBytes < model.spec.fileBytes &&
               other.spec.vocabularySize == model.spec.vocabularySize && other.spec.vocabularySize > 0;
    });
    std::ranges::stable_sort(fitting, {}, [](const ModelFile &file) { return file.spec.fileBytes; });
    return fitting;
}

LoadingCard::LoadingCard(QWidget *parent) : DetailsCard(tr("Settings of this model"), parent)
{
    m_resetAll = makeButton(tr("Back to automatic"), ButtonKind::Quiet, this, ControlSize::Small);
    m_resetAll->setObjectName(u"resetAll"_s);
    head()->addWidget(m_resetAll);
    m_context = add(u"ownContext"_s, tr("Context length"), {});
    m_layers = add(u"ownLayers"_s, tr("Layers on the GPU"), tr("Automatic fills the GPU first"));
    m_threads = add(u"ownThreads"_s, tr("CPU threads"), tr("Automatic takes what is fastest on this computer"));
    addMeasured();
    m_cache = add(u"ownCache"_s, tr("KV cache precision"), {});
    m_quiet = add(u"ownQuiet"_s, tr("Quiet mode"), tr("Leaves half of the processor to other programs"));
    m_lookUp =
        add(u"ownLookUp"_s, tr("Guess ahead"), tr("Faster where a reply repeats the chat; the words stay the same"));
    m_draft = add(u"ownDraft"_s, tr("Draft model"), {});
    for (OwnChoice *choice : {m_quiet, m_lookUp})
        for (const bool on : {true, false})
            choice->list()->addItem(onOff(on), on);
    for (const CacheType type : {CacheType::F16, CacheType::Q8_0})
        m_cache->list()->addItem(cacheTypeText(type), static_cast<int>(type));
    m_draft->setInherited(tr("None"));
    connectChoices();
    connect(m_resetAll, &QPushButton::clicked, this, [this] {
        edit([](ModelSettings &s) {
            s.contextLength.reset();
            s.gpuLayers.reset();
            s.threads.reset();
            s.cacheType.reset();
            s.quiet.reset();
            s.lookUp.reset();
            s.draftModel.clear();
        });
    });
}

OwnChoice *LoadingCard::add(const QString &objectName, const QString &title, const QString &detail)
{
    auto *choice = new OwnChoice(objectName, title);
    choice->setRow(new SettingRow(title, detail, choice, this));
    rows()->addWidget(choice->row());
    return choice;
}

void LoadingCard::addMeasured()
{
    m_measure = makeButton(tr("Measure again"), ButtonKind::Default, nullptr, ControlSize::Small);
    m_measure->setObjectName(u"measureAgain"_s);
    m_measured = new SettingRow(tr("Threads in use"), {}, m_measure, this);
    m_measured->setObjectName(u"measured"_s);
    rows()->addWidget(m_measured);
    connect(m_measure, &QPushButton::clicked, this, &LoadingCard::measureRequested);
}

void LoadingCard::showMeasured(const ModelDetails &details)
{
    const LoadedModel *loaded = details.loaded();
    const bool automatic = loaded && loaded->tuningOrigin != TuningOrigin::Chosen;
    m_measured->setVisible(automatic);
    if (!automatic) return;
    const bool measuring = details.status.measuring;
    m_measure->setEnabled(!measuring);
    m_measured->setDetail(measuringText(*loaded, measuring));
}

void LoadingCard::connectChoices()
{
    const auto on = [this](OwnChoice *choice, auto take) {
        connect(choice, &OwnChoice::chosen, this,
                [this, take](const QVariant &value) { edit([&](ModelSettings &s) { take(s, value); }); });
    };
    on(m_context, [](ModelSettings &s, const QVariant &value) {
        s.contextLength = value.isValid() ? std::optional(value.toUInt()) : std::nullopt;
    });
    on(m_layers, [](ModelSettings &s, const QVariant &value) { s.gpuLayers = intOf(value); });
    on(m_threads, [](ModelSettings &s, const QVariant &value) { s.threads = intOf(value); });
    on(m_quiet, [](ModelSettings &s, const QVariant &value) { s.quiet = boolOf(value); });
    on(m_lookUp, [](ModelSettings &s, const QVariant &value) { s.lookUp = boolOf(value); });
    on(m_draft, [](ModelSettings &s, const QVariant &value) { s.draftModel = value.toString(); });
    on(m_cache, [](ModelSettings &s, const QVariant &value) {
        s.cacheType = value.isValid() ? std::optional(static_cast<CacheType>(value.toInt())) : std::nullopt;
    });
}

void LoadingCard::fill(const ModelDetails &details)
{
    const auto basis = std::pair(details.file.path, details.logicalCpus);
    if (m_filledFor == basis) return;
    m_filledFor = basis;
    m_draftsFilled = false;
    for (const OwnChoice *choice : {m_context, m_layers, m_threads})
        while (choice->list()->count() > 1)
            choice->list()->removeItem(1);
    m_context->list()->addItem(tr("Automatic"), 0U);
    addContextChoices(m_context->list(), details.file.spec.contextLength);
    m_layers->list()->addItem(tr("Automatic"), -1);
    addLayerChoices(m_layers->list(), static_cast<int>(std::min(details.file.spec.layerCount, 999U)) + 1);
    m_threads->list()->addItem(tr("Automatic"), 0);
    addThreadChoices(m_threads->list(), details.logicalCpus);
}

void LoadingCard::fillDrafts(const ModelDetails &details)
{
    QList<ModelFile> drafts = draftCandidates(details.file, details.library);
    if (m_draftsFilled && drafts == m_drafts) return;
    m_draftsFilled = true;
    m_drafts = std::move(drafts);
    while (m_draft->list()->count() > 1)
        m_draft->list()->removeItem(1);
    for (const ModelFile &draft : std::as_const(m_drafts))
        m_draft->list()->addItem(u"%1, %2"_s.arg(draft.name, formatFileSize(draft.spec.fileBytes)), draft.path);
}

QString LoadingCard::draftText(const ModelDetails &details) const
{
    const LoadedModel *loaded = details.loaded();
    if (loaded && !details.needsReload && loaded->draftUse == DraftUse::Refused)
        return tr("It cannot guess for this model, so replies come without it");
    if (m_drafts.isEmpty()) return tr("No smaller model here has the same vocabulary");
    return tr("A smaller model that guesses ahead; the words stay those of this one");
}

void LoadingCard::showInherited(const ModelDetails &details)
{
    const Settings &all = details.settings;
    const ModelSpec &spec = details.file.spec;
    const bool automatic = all.contextLength == 0;
    const std::uint32_t tokens =
        details.own.contextLength ? contextInUse(spec, all.contextLength) : tokensOf(details, all.contextLength);
    m_context->setInherited(tokens == 0 ? tr("Automatic")
                                        : inherited(formatTokens(static_cast<int>(tokens)), automatic));
    m_layers->setInherited(all.gpuLayers < 0 ? tr("Automatic") : inherited(layersText(all.gpuLayers), false));
    m_threads->setInherited(all.threads == 0 ? tr("Automatic") : inherited(QLocale().toString(all.threads), false));
    m_cache->setInherited(inherited(cacheTypeText(all.cacheType), false));
    m_quiet->setInherited(inherited(onOff(all.quiet), false));
    m_lookUp->setInherited(inherited(onOff(all.lookUp), false));
    const LoadOptions options = optionsFor(all, details.own);
    m_context->row()->setDetail(memoryText(details, options));
    m_cache->row()->setDetail(savingText(details, options));
}

void LoadingCard::present(const ModelDetails &details)
{
    fill(details);
    fillDrafts(details);
    showInherited(details);
    const ModelSettings &own = details.own;
    m_context->showChoice(variantOf(own.contextLength), contextText(own.contextLength.value_or(0)));
    m_layers->showChoice(variantOf(own.gpuLayers), layersText(own.gpuLayers.value_or(0)));
    m_threads->showChoice(variantOf(own.threads), QLocale().toString(own.threads.value_or(0)));
    m_cache->showChoice(variantOf(own.cacheType), {});
    m_quiet->showChoice(variantOf(own.quiet), {});
    m_lookUp->showChoice(variantOf(own.lookUp), {});
    showMeasured(details);
    m_draft->row()->setDetail(draftText(details));
    m_draft->showChoice(own.draftModel.isEmpty() ? QVariant() : QVariant(own.draftModel),
                        QFileInfo(own.draftModel).completeBaseName());
    const std::array all{m_context, m_layers, m_threads, m_cache, m_quiet, m_lookUp, m_draft};
    m_resetAll->setVisible(std::ranges::any_of(all, &OwnChoice::isOwn));
}

} // namespace sotto
