#include "core/energy/carbon.h"

#include <algorithm>
#include <array>

namespace sotto {
namespace {

constexpr auto kTable = std::to_array<GridCarbon>({
    {QLocale::UnitedStates, 369, 2023}, {QLocale::Canada, 170, 2023},     {QLocale::Mexico, 507, 2023},
    {QLocale::Brazil, 98, 2023},        {QLocale::Argentina, 354, 2023},  {QLocale::UnitedKingdom, 238, 2023},
    {QLocale::Ireland, 291, 2023},      {QLocale::France, 56, 2023},      {QLocale::Germany, 381, 2023},
    {QLocale::Netherlands, 268, 2023},  {QLocale::Belgium, 138, 2023},    {QLocale::Luxembourg, 105, 2023},
    {QLocale::Austria, 111, 2023},      {QLocale::Switzerland, 35, 2023}, {QLocale::Italy, 331, 2023},
    {QLocale::Spain, 174, 2023},        {QLocale::Portugal, 166, 2023},   {QLocale::Sweden, 41, 2023},
    {QLocale::Norway, 30, 2023},        {QLocale::Denmark, 152, 2023},    {QLocale::Finland, 79, 2023},
    {QLocale::Poland, 662, 2023},       {QLocale::Czechia, 450, 2023},    {QLocale::Hungary, 204, 2023},
    {QLocale::Greece, 337, 2023},       {QLocale::Romania, 241, 2023},    {QLocale::Ukraine, 260, 2022},
    {QLocale::Turkey, 465, 2023},       {QLocale::Russia, 441, 2023},     {QLocale::China, 582, 2023},
    {QLocale::Taiwan, 642, 2023},       {QLocale::HongKong, 699, 2022},   {QLocale::Japan, 485, 2023},
    {QLocale::SouthKorea, 431, 2023},   {QLocale::India, 713, 2023},      {QLocale::Singapore, 471, 2023},
    {QLocale::Indonesia, 676, 2022},    {QLocale::Thailand, 550, 2023},   {QLocale::Vietnam, 475, 2023},
    {QLocale::Malaysia, 606, 2022},     {QLocale::Australia, 549, 2023},  {QLocale::NewZealand, 113, 2023},
    {QLocale::SouthAfrica, 708, 2023},  {QLocale::Israel, 583, 2022},     {QLocale::UnitedArabEmirates, 561, 2022},
    {QLocale::SaudiArabia, 707, 2022},  {QLocale::Egypt, 570, 2023},
});

} // namespace

std::span<const GridCarbon> gridCarbonTable()
{
    return kTable;
}

GridCarbon gridCarbon(QLocale::Territory territory)
{
    const auto known = std::ranges::find(kTable, territory, &GridCarbon::territory);
    return known == kTable.end() ? kWorldCarbon : *known;
}

double carbonOf(double joules, double gramsPerKwh)
{
    return joules / 3.6e6 * gramsPerKwh;
}

} // namespace sotto
