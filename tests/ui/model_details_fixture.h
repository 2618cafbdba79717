#pragma once

#include "tests/support/ui_fixture.h"

#include "base/bytes.h"
#include "ui/model_details/model_details_page.h"

#include <QLabel>

namespace sotto::test {

inline ModelFile model(const QString &name, std::uint64_t bytes, std::uint32_t vocabulary = 32'000)
{
    ModelFile file;
    file.name = name;
    file.path = QStringLiteral("/models/%1.gguf").arg(name);
    ModelSpec &spec = file.spec;
    spec.architecture = "llama";
    spec.quantization = "Q4_K_M";
    spec.license = "apache-2.0";
    spec.fileBytes = spec.tensorBytes = bytes;
    spec.parameterCount = bytes * 2; // four bits a weight
    spec.layerCount = 32;
    spec.contextLength = 16'384;
    spec.embeddingLength = 4096;
    spec.headCountKv = 8;
    spec.keyLength = spec.valueLength = 128;
    spec.vocabularySize = vocabulary;
    spec.layerBytes.assign(32, bytes / 33);
    spec.chatTemplate = "{% if enable_thinking %}<think>{% endif %}";
    spec.sampling.temperature = 0.6F;
    return file;
}

inline ModelDetails details()
{
    ModelDetails d;
    d.file = model(QStringLiteral("big"), 4 * GiB);
    d.library = {d.file, model(QStringLiteral("small"), GiB), model(QStringLiteral("tiny"), GiB / 2),
                 model(QStringLiteral("other words"), GiB, 50'000)};
    d.logicalCpus = 8;
    d.checksum.phase = ChecksumState::Phase::NotChecked;
    return d;
}

inline LoadedModel loaded(const ModelFile &file)
{
    LoadedModel m;
    m.path = file.path.toStdString();
    m.spec = file.spec;
    return m;
}

template <class Widget>
Widget *find(const QWidget &page, const QString &name)
{
    for (Widget *widget : page.findChildren<Widget *>(name))
        if (!widget->isHidden()) return widget;
    return nullptr;
}

/// All texts that a person can read on it.
inline QString words(const QWidget &page)
{
    QStringList all;
    for (const QLabel *label : page.findChildren<QLabel *>())
        if (label->isVisible()) all << label->text();
    return all.join(u'\n');
}

/// The page over settings that follow what is edited, as the window has it.
class Bench {
public:
    explicit Bench(const ModelDetails &d = details()) : value(d)
    {
        page.setDetails(value);
        QObject::connect(&page, &ModelDetailsPage::edited, &page, [this](const ModelSettings &settings) {
            value.own = settings;
            page.setDetails(value);
        });
        showActive(page, {1000, 900});
    }

    ModelDetails value;
    ModelDetailsPage page;
};

} // namespace sotto::test
