#include "base/bytes.h"
#include "inference/context_choice.h"

#include <QTest>

using namespace sotto;

/// How long a context is chosen, by the model, the memory and the setting.
class TestContextChoice final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
};

void TestContextChoice::table_data()
{
    QTest::addColumn<quint32>("trained");
    QTest::addColumn<quint32>("wanted");
    QTest::addColumn<quint64>("weightsMiB");
    QTest::addColumn<quint64>("freeMiB");
    QTest::addColumn<quint32>("expected");

    // The model below takes 128 KiB a token: 512 MiB for 4k, 1 GiB for 8k, 2 GiB for 16k, 4 GiB for 32k.
    const auto row = [](const char *name, quint32 trained, quint32 wanted, quint64 weights, quint64 free,
                        quint32 expected) { QTest::newRow(name) << trained << wanted << weights << free << expected; };
    row("asked for", 131072, 12000, 4096, 65536, 12000);
    row("asked for more than it was trained for", 8192, 65536, 4096, 65536, 8192);
    row("asked for more than fits: the planner says so", 131072, 131072, 4096, 1024, 131072);
    row("much memory", 131072, 0, 4096, 65536, 32768);
    row("just enough for 32k", 131072, 0, 4096, 4096 + 1024 + 4 * 4096, 32768);
    row("just too little for 32k", 131072, 0, 4096, 4096 + 1024 + 4 * 4096 - 1, 16384);
    row("just enough for 8k", 131072, 0, 4096, 4096 + 1024 + 4 * 1024, 8192);
    row("just too little for 8k", 131072, 0, 4096, 4096 + 1024 + 4 * 1024 - 1, 4096);
    row("hardly any", 131072, 0, 4096, 100, 4096);
    row("trained for little", 2048, 0, 4096, 65536, 2048);
    row("trained for little, and hardly any memory", 2048, 0, 4096, 0, 2048);
    row("trained for a length in between", 12000, 0, 4096, 65536, 12000);
    row("says nothing of its training", 0, 0, 4096, 65536, 1);
}

void TestContextChoice::table()
{
    QFETCH(quint32, trained);
    QFETCH(quint32, wanted);
    QFETCH(quint64, weightsMiB);
    QFETCH(quint64, freeMiB);
    QFETCH(quint32, expected);
    ModelSpec spec;
    spec.contextLength = trained;
    spec.tensorBytes = weightsMiB * MiB;
    spec.layerCount = 32;
    spec.headCountKv = 8;
    spec.keyLength = 128;
    spec.valueLength = 128;
    QCOMPARE(chooseContext(spec, wanted, freeMiB * MiB), expected);
}

QTEST_GUILESS_MAIN(TestContextChoice)
#include "test_context_choice.moc"
