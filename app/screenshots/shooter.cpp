#include "app/screenshots/shooter.h"

#include "app/screenshots/sample_models.h"
#include "inference/llama/llama_version.h"
#include "ui/window/main_window.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QImageWriter>
#include <QPixmap>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

constexpr QSize kLarge(1280, 800);
constexpr QSize kSmall(900, 600);
/// Long enough for popovers and meters to settle.
constexpr int kSettleMs = 420;
constexpr int kPollMs = 10;
constexpr int kPatienceMs = 8000;

/// Always the same moment, so that a picture differs only where the program does.
class StillClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return SystemClock().now(); }
    [[nodiscard]] std::int64_t unixMs() const override { return kSampleNowMs; }
};

/// 256 colours keep the folder small. They are picked one by one: each time the colour that is common and far from all
/// that were picked, so that a small amber icon keeps its hue among a thousand greys at the edges of letters.
QImage withFewColours(const QImage &picture)
{
    QHash<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(picture.constScanLine(y));
        for (int x = 0; x < picture.width(); ++x)
            ++counts[line[x]];
    }
    QList<QRgb> all = counts.keys();
    std::ranges::sort(all); // a hash has no order of its own, and a picture must come out the same every time
    std::vector<double> farness(static_cast<std::size_t>(all.size()), 3.0 * 255 * 255);
    QList<QRgb> colours;
    while (colours.size() < qMin<qsizetype>(all.size(), 256)) {
        std::size_t best = 0;
        double most = -1;
        for (std::size_t i = 0; i < farness.size(); ++i) {
            const double worth = farness[i] * std::sqrt(counts[all[static_cast<qsizetype>(i)]]);
            if (worth > most) {
                most = worth;
                best = i;
            }
        }
        const QRgb picked = all[static_cast<qsizetype>(best)];
        colours.append(picked);
        for (std::size_t i = 0; i < farness.size(); ++i) {
            const QRgb other = all[static_cast<qsizetype>(i)];
            const double r = qRed(picked) - qRed(other), g = qGreen(picked) - qGreen(other),
                         b = qBlue(picked) - qBlue(other);
            farness[i] = std::min(farness[i], r * r + g * g + b * b);
        }
    }
    return picture.convertToFormat(QImage::Format_Indexed8, colours, Qt::ThresholdDither);
}

void fillDatabase(const QString &file, SampleLanguage language)
{
    SqliteRepository repository(file);
    for (const ConversationContent &chat : sampleChats(language)) {
        repository.save(chat.conversation);
        for (const Message &message : chat.messages)
            repository.save(message);
    }
    for (const EnergyRecord &record : sampleEnergy(language))
        repository.save(record);
    // The destructor drains what was asked.
}

} // namespace

Shooter::Shooter(QString folder, QStringList names) : m_folder(std::move(folder)), m_names(std::move(names))
{
    for (const SampleLanguage language : {SampleLanguage::English, SampleLanguage::Chinese})
        for (const bool dark : {false, true})
            m_rounds.append({language, dark});
}

Shooter::~Shooter() = default;

void Shooter::start()
{
    nextRound();
}

void Shooter::nextRound()
{
    m_application.reset();
    m_home.reset();
    if (m_rounds.isEmpty()) {
        std::printf("%d pictures in %s\n", m_taken, qPrintable(m_folder));
        Q_EMIT finished(m_failed == 0 ? 0 : 1);
        return;
    }
    openRound(m_rounds.takeFirst());
}

void Shooter::openRound(const Round &round)
{
    m_round = round;
    m_home = std::make_unique<QTemporaryDir>();
    // A home of its own, so that the pictures say "~" and not where they were taken.
    qputenv("HOME", m_home->path().toUtf8());
    for (const char *place : {"SOTTO_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"})
        qunsetenv(place);
    const AppPaths paths = resolvePaths({}, QCoreApplication::applicationDirPath());
    QDir().mkpath(QFileInfo(paths.databaseFile).path());
    fillDatabase(paths.databaseFile, round.language);
    writeSampleModels(paths.modelsFolder);

    m_script = std::make_shared<ScriptedBackend::Script>();
    m_script->model = sampleLoadedModel(33);
    m_script->devices = {{"CUDA0", "GeForce RTX 4070", DeviceKind::Gpu, 12ULL << 30, 1'503'238'553, kSampleGpuAddress},
                         {"CPU", "Ryzen 7 7700", DeviceKind::Cpu, 32ULL << 30, 21ULL << 30}};
    m_sensors = std::make_shared<std::atomic<SampleSensors>>(SampleSensors::Measured);
    auto made = std::make_unique<Services>(paths, std::make_unique<ScriptedBackend>(m_script),
                                           std::make_shared<StillClock>(), std::unique_ptr<ModelProbe>(),
                                           [this](const EnergySettings &) { return sampleProbes(m_sensors); });
    Settings settings;
    settings.language = round.language == SampleLanguage::Chinese ? u"zh_CN"_s : u"en"_s;
    settings.theme = round.dark ? ThemeChoice::Dark : ThemeChoice::Light;
    settings.nameChats = false;
    made->settings().set(settings);

    StartOptions options;
    options.language = settings.language;
    options.engineVersion = QString::fromStdString(llamaVersion());
    options.modelFile = paths.modelsFolder + u'/' + sampleModelFile();
    m_application = std::make_unique<Application>(std::move(made), options);
    m_application->start();
    m_scenes = scenes();
    if (!m_names.isEmpty()) m_scenes.removeIf([this](const Scene &scene) { return !m_names.contains(scene.name); });
    waitFor(
        [this] {
            auto &services = m_application->services();
            return !services.chat().conversations().isEmpty() && services.models().status().phase == ModelPhase::Ready;
        },
        [this] { nextScene(); });
}

void Shooter::nextScene()
{
    if (m_scenes.isEmpty()) return nextRound();
    m_scene = m_scenes.takeFirst();
    m_sizes = {kLarge, kSmall};
    nextSize();
}

void Shooter::nextSize()
{
    if (m_sizes.isEmpty()) return nextScene();
    m_application->window().resize(m_sizes.takeFirst());
    m_scene.set(*m_application);
    waitFor([this] { return !m_scene.ready || m_scene.ready(*m_application); },
            [this] { QTimer::singleShot(kSettleMs, this, &Shooter::shoot); });
}

void Shooter::shoot()
{
    const QSize size = m_application->window().size();
    const QString name = u"%1-%2-%3-%4x%5.png"_s
                             .arg(m_scene.name, m_round.dark ? u"dark"_s : u"light"_s,
                                  m_round.language == SampleLanguage::Chinese ? u"zh"_s : u"en"_s)
                             .arg(size.width())
                             .arg(size.height());
    const QImage picture =
        withFewColours(m_application->window().grab().toImage().convertToFormat(QImage::Format_RGB32));
    QImageWriter writer(m_folder + u'/' + name);
    writer.setCompression(100);
    if (writer.write(picture)) {
        ++m_taken;
    } else {
        std::fprintf(stderr, "%s: %s\n", qPrintable(name), qPrintable(writer.errorString()));
        ++m_failed;
    }
    nextSize();
}

void Shooter::waitFor(std::function<bool()> ready, std::function<void()> then)
{
    auto *timer = new QTimer(this);
    auto polls = std::make_shared<int>(0);
    connect(timer, &QTimer::timeout, this, [this, timer, polls, ready = std::move(ready), then = std::move(then)] {
        const bool there = ready();
        if (!there && ++*polls * kPollMs < kPatienceMs) return;
        if (!there) {
            std::fprintf(stderr, "%s did not come about\n", qPrintable(m_scene.name));
            ++m_failed;
        }
        timer->deleteLater();
        timer->stop();
        then();
    });
    timer->start(kPollMs);
}

} // namespace sotto
