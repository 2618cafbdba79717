#include "app/screenshots/sample_models.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QtEndian>

#include <bit>

using namespace Qt::StringLiterals;

namespace sotto {
namespace {

struct Sample {
    const char *file, *name, *sizeLabel;
    quint32 fileType; ///< llama_ftype
    quint32 layers, embedding, feedForward, heads, headsKv, context;
    quint32 tensorType; ///< ggml_type of the weights
    double bytesPerWeight;
    const char *license;
    bool thinks;
};

// Shapes as the models publish them.
constexpr Sample kSamples[] = {
    {"r1-distill-llama-8b-q8_0.gguf", "R1 Distill Llama 8B", "8B", 7, 32, 4096, 14336, 32, 8, 131072, 8, 34.0 / 32,
     "mit", true},
    {"qwen2.5-7b-instruct-q8_0.gguf", "Qwen2.5 7B Instruct", "7B", 7, 28, 3584, 18944, 28, 4, 131072, 8, 34.0 / 32,
     "apache-2.0", false},
    {"qwen2.5-14b-instruct-q4_k_m.gguf", "Qwen2.5 14B Instruct", "14B", 15, 48, 5120, 13824, 40, 8, 131072, 12,
     144.0 / 256, "apache-2.0", false},
    {"phi-3.5-mini-q4_k_m.gguf", "Phi-3.5 mini", "3.8B", 15, 32, 3072, 8192, 32, 32, 131072, 12, 144.0 / 256, "mit",
     false},
};

// Just enough of a template to see: whom it speaks to, and a switch for thinking.
constexpr const char *kTemplate =
    "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n";
constexpr const char *kThinkingSwitch =
    "{% if enable_thinking is not defined or enable_thinking %}<think>\n{% endif %}";

/// Just enough of GGUF version 3 for a header: little-endian numbers, strings with their length before them.
class Header {
public:
    void u32(quint32 value) { append(value); }
    void u64(quint64 value) { append(value); }
    void string(const QByteArray &value)
    {
        u64(static_cast<quint64>(value.size()));
        m_bytes += value;
    }
    void key(const QByteArray &name, quint32 value)
    {
        string(name);
        u32(4);
        u32(value);
    }
    void key(const QByteArray &name, float value)
    {
        string(name);
        u32(6);
        u32(std::bit_cast<quint32>(value));
    }
    void key(const QByteArray &name, const QByteArray &value)
    {
        string(name);
        u32(8);
        string(value);
    }
    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

private:
    template <class T>
    void append(T value)
    {
        const T little = qToLittleEndian(value);
        m_bytes.append(reinterpret_cast<const char *>(&little), sizeof little);
    }
    QByteArray m_bytes;
};

struct Weights {
    QByteArray name;
    quint64 columns, rows;
};

QList<Weights> weightsOf(const Sample &sample)
{
    const quint64 head = sample.embedding / sample.heads;
    QList<Weights> all{{"token_embd.weight", sample.embedding, 131'072}};
    for (quint32 layer = 0; layer < sample.layers; ++layer) {
        const QByteArray block = "blk." + QByteArray::number(layer) + '.';
        all.append({block + "attn_q.weight", sample.embedding, sample.embedding});
        all.append({block + "attn_k.weight", sample.embedding, head * sample.headsKv});
        all.append({block + "attn_v.weight", sample.embedding, head * sample.headsKv});
        all.append({block + "attn_output.weight", sample.embedding, sample.embedding});
        all.append({block + "ffn_gate.weight", sample.embedding, sample.feedForward});
        all.append({block + "ffn_up.weight", sample.embedding, sample.feedForward});
        all.append({block + "ffn_down.weight", sample.feedForward, sample.embedding});
    }
    return all;
}

void write(const QString &path, const Sample &sample)
{
    const QList<Weights> weights = weightsOf(sample);
    Header header;
    header.u32(0x46554747); // "GGUF"
    header.u32(3);
    header.u64(static_cast<quint64>(weights.size()));
    header.u64(15);
    header.key("general.architecture", "llama");
    header.key("general.name", sample.name);
    header.key("general.size_label", sample.sizeLabel);
    header.key("general.file_type", sample.fileType);
    header.key("general.license", sample.license);
    header.key("general.sampling.temp", 0.6F);
    header.key("tokenizer.chat_template",
               QByteArray(kTemplate) + (sample.thinks ? kThinkingSwitch : "") + "{% endif %}");
    header.key("llama.context_length", sample.context);
    header.key("llama.block_count", sample.layers);
    header.key("llama.embedding_length", sample.embedding);
    header.key("llama.feed_forward_length", sample.feedForward);
    header.key("llama.attention.head_count", sample.heads);
    header.key("llama.attention.head_count_kv", sample.headsKv);
    header.key("llama.vocab_size", 131'072U);
    header.key("tokenizer.ggml.model", "gpt2");
    quint64 offset = 0;
    for (const Weights &tensor : weights) {
        header.string(tensor.name);
        header.u32(2);
        header.u64(tensor.columns);
        header.u64(tensor.rows);
        header.u32(sample.tensorType);
        header.u64(offset);
        const auto bytes =
            static_cast<quint64>(static_cast<double>(tensor.columns * tensor.rows) * sample.bytesPerWeight);
        offset += (bytes + 31) / 32 * 32;
    }
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return;
    file.write(header.bytes());
    file.resize((header.bytes().size() + 31) / 32 * 32 + static_cast<qint64>(offset));
}

} // namespace

void writeSampleModels(const QString &folder)
{
    QDir().mkpath(folder);
    for (const Sample &sample : kSamples)
        write(folder + u'/' + QString::fromLatin1(sample.file), sample);
}

QString sampleModelFile()
{
    return QString::fromLatin1(kSamples[0].file);
}

} // namespace sotto
