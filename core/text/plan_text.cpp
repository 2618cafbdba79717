#include "core/text/plan_text.h"

#include "core/text/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace sotto {
namespace {

QString words(const char *text, const char *comment = nullptr)
{
    return QCoreApplication::translate("PlanText", text, comment);
}

QString inWords(std::uint64_t number)
{
    return QLocale().toString(static_cast<qulonglong>(number));
}

QString layerText(const PlanNote &note)
{
    const QString count = inWords(note.count);
    const QString all = inWords(note.of);
    switch (note.reason) {
    case PlanReason::NoGpu: return words(QT_TRANSLATE_NOOP("PlanText", "There is no GPU, so the CPU computes it all."));
    case PlanReason::GpusOff:
        return words(QT_TRANSLATE_NOOP("PlanText", "All GPUs are switched off, so the CPU computes it all."));
    case PlanReason::CpuOnlyChosen:
        return words(QT_TRANSLATE_NOOP("PlanText", "The CPU computes it all, because that was chosen."));
    case PlanReason::LayersChosen:
        return words(QT_TRANSLATE_NOOP("PlanText", "%1 of %2 layers go to the GPU, because that was chosen."))
            .arg(count, all);
    case PlanReason::FewerAfterFailure:
        return words(QT_TRANSLATE_NOOP("PlanText", "%1 of %2 layers go to the GPU, because loading more failed."))
            .arg(count, all);
    case PlanReason::AllFit: return words(QT_TRANSLATE_NOOP("PlanText", "All %1 layers fit on the GPU.")).arg(all);
    case PlanReason::SomeFit:
        return words(QT_TRANSLATE_NOOP("PlanText", "%1 of %2 layers fit; %3 stay on the CPU because %4 is kept free."))
            .arg(count, all, inWords(note.of - note.count), formatMemory(note.bytes));
    default: break;
    }
    return words(QT_TRANSLATE_NOOP("PlanText", "No layer fits on the GPU, because %1 is kept free there."))
        .arg(formatMemory(note.bytes));
}

QString correctionText(const PlanNote &note)
{
    const QString device = QString::fromStdString(note.deviceId);
    switch (note.reason) {
    case PlanReason::SplitNeedsTwoGpus:
        return words(QT_TRANSLATE_NOOP("PlanText", "There is one GPU, so whole layers go there instead of parts."));
    case PlanReason::TensorNeedsF16:
        return words(QT_TRANSLATE_NOOP("PlanText", "A split by tensors needs an f16 KV cache, so it is f16."));
    case PlanReason::MainGpuMissing:
        return words(QT_TRANSLATE_NOOP("PlanText", "%1 was to be the main GPU, but it is not there.")).arg(device);
    default: break;
    }
    return words(QT_TRANSLATE_NOOP("PlanText", "The proportions name no GPU that is there, so free memory decides."));
}

QString partText(const PlanNote &note)
{
    const QString device = QString::fromStdString(note.deviceId);
    const QString count = inWords(note.count);
    const QString other = inWords(note.of);
    switch (note.reason) {
    case PlanReason::OneGpuIsEnough:
        return words(QT_TRANSLATE_NOOP("PlanText", "%1 holds it all alone, so no other GPU is used.")).arg(device);
    case PlanReason::ExpertsOnCpu:
        return words(QT_TRANSLATE_NOOP("PlanText", "The experts of %1 layers stay on the CPU.")).arg(count);
    case PlanReason::PartOfLayer:
        return words(
                   QT_TRANSLATE_NOOP(
                       "PlanText", "Of layer %1 only the attention is on the GPU; its other weights stay on the CPU."))
            .arg(count);
    case PlanReason::ContextShorter:
        return words(QT_TRANSLATE_NOOP("PlanText",
                                       "The context is %1 tokens, not %2, so that more of the model is on the GPU."))
            .arg(count, other);
    case PlanReason::ContextCut:
        return words(QT_TRANSLATE_NOOP("PlanText", "The context is %1 tokens: there is no memory for %2."))
            .arg(count, other);
    case PlanReason::CacheOnCpu:
        return words(QT_TRANSLATE_NOOP("PlanText", "The KV cache stays in system memory, because that was chosen."));
    case PlanReason::OverBudget:
        return words(QT_TRANSLATE_NOOP("PlanText", "%1 lacks %2 for this.")).arg(device, formatMemory(note.bytes));
    default: break;
    }
    return words(QT_TRANSLATE_NOOP("PlanText", "KV cache and buffers are estimated by a formula."));
}

} // namespace

QString planText(const PlanNote &note)
{
    using enum PlanReason;
    switch (note.reason) {
    case NoGpu:
    case GpusOff:
    case CpuOnlyChosen:
    case LayersChosen:
    case FewerAfterFailure:
    case AllFit:
    case SomeFit:
    case NoneFits: return layerText(note);
    case SplitNeedsTwoGpus:
    case TensorNeedsF16:
    case MainGpuMissing:
    case SharesUnusable: return correctionText(note);
    default: break;
    }
    return partText(note);
}

QStringList planTexts(const OffloadPlan &plan)
{
    QStringList texts;
    for (const PlanNote &note : plan.notes)
        texts << planText(note);
    return texts;
}

} // namespace sotto
