#include "ui/pages/load_choices.h"

#include "core/text/format.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace sotto {
namespace {

constexpr std::uint32_t kLeastContext = 4096;

} // namespace

QString contextText(std::uint32_t tokens)
{
    return QCoreApplication::translate("LoadChoices", "%1 tokens").arg(formatTokens(static_cast<int>(tokens)));
}

QString cacheTypeText(CacheType type)
{
    switch (type) {
    case CacheType::F16: return QCoreApplication::translate("LoadChoices", "16-bit");
    case CacheType::Q8_0: return QCoreApplication::translate("LoadChoices", "8-bit");
    }
    return {};
}

QString layersText(int layers)
{
    return layers == 0 ? QCoreApplication::translate("LoadChoices", "None, CPU only") : QLocale().toString(layers);
}

void addContextChoices(QComboBox *combo, std::uint32_t most)
{
    for (std::uint64_t tokens = kLeastContext; tokens < most; tokens *= 2)
        combo->addItem(contextText(static_cast<std::uint32_t>(tokens)), static_cast<std::uint32_t>(tokens));
    if (most > 0) combo->addItem(contextText(most), most);
}

void addLayerChoices(QComboBox *combo, int most)
{
    for (int layers = 0; layers <= std::clamp(most, 0, 1000); ++layers)
        combo->addItem(layersText(layers), layers);
}

void addThreadChoices(QComboBox *combo, int most)
{
    for (int threads = 1; threads <= std::clamp(most, 1, 256); ++threads)
        combo->addItem(QLocale().toString(threads), threads);
}

} // namespace sotto
