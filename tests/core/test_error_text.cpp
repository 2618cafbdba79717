#include "core/text/error_text.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

enum class Names : std::uint8_t { Nothing, Subject };
enum class Amounts : std::uint8_t { None, Bytes, Files, Tokens };

struct Row {
    ErrorCode code;
    Names names;
    Amounts amounts = Amounts::None;
};

// One row a code; a code without a row fails everyCodeHasARow().
constexpr Row kRows[] = {
    {ErrorCode::Cancelled, Names::Nothing},
    {ErrorCode::InvalidRequest, Names::Subject},
    {ErrorCode::FileNotFound, Names::Subject},
    {ErrorCode::FileUnreadable, Names::Subject},
    {ErrorCode::FileTruncated, Names::Subject},
    {ErrorCode::DiskFull, Names::Subject, Amounts::Files},
    {ErrorCode::WriteFailed, Names::Subject},
    {ErrorCode::NotGguf, Names::Subject},
    {ErrorCode::GgufVersionUnsupported, Names::Subject},
    {ErrorCode::GgufMalformed, Names::Subject},
    {ErrorCode::NotALanguageModel, Names::Subject},
    {ErrorCode::SplitPartMissing, Names::Subject},
    {ErrorCode::UnknownArchitecture, Names::Subject},
    {ErrorCode::ModelRejected, Names::Subject},
    {ErrorCode::ModelStopsLoader, Names::Subject},
    {ErrorCode::NotEnoughMemory, Names::Subject, Amounts::Bytes},
    {ErrorCode::DeviceFailed, Names::Subject},
    {ErrorCode::NoBackend, Names::Nothing},
    {ErrorCode::NoModel, Names::Nothing},
    {ErrorCode::PromptTooLong, Names::Nothing, Amounts::Tokens},
    {ErrorCode::ContextFull, Names::Nothing, Amounts::Tokens},
    {ErrorCode::TemplateFailed, Names::Subject},
    {ErrorCode::GrammarInvalid, Names::Subject},
    {ErrorCode::AdapterUnsuitable, Names::Subject},
    {ErrorCode::DecodeFailed, Names::Nothing},
    {ErrorCode::MemoryRanOut, Names::Nothing},
    {ErrorCode::DatabaseUnreadable, Names::Nothing},
    {ErrorCode::DatabaseNewer, Names::Nothing},
    {ErrorCode::DatabaseTooOld, Names::Subject},
    {ErrorCode::DatabaseDamaged, Names::Nothing},
    {ErrorCode::NotFound, Names::Subject},
    {ErrorCode::NetworkOff, Names::Nothing},
    {ErrorCode::NetworkRefused, Names::Subject},
    {ErrorCode::HostUnreachable, Names::Subject},
    {ErrorCode::HostBusy, Names::Subject},
    {ErrorCode::HostFailed, Names::Subject},
    {ErrorCode::AccessNeeded, Names::Subject},
    {ErrorCode::NotOnHub, Names::Subject},
    {ErrorCode::SourceChanged, Names::Subject},
    {ErrorCode::DigestMismatch, Names::Subject},
    {ErrorCode::NotDownloadable, Names::Subject},
    {ErrorCode::AlreadyDownloading, Names::Subject},
    {ErrorCode::FileExists, Names::Subject},
    {ErrorCode::SecretsUnavailable, Names::Nothing},
    {ErrorCode::SettingsUnreadable, Names::Nothing},
    {ErrorCode::ModelSettingsUnreadable, Names::Subject},
    {ErrorCode::Internal, Names::Nothing},
};

Error errorOf(ErrorCode code)
{
    Error error(code, "%2 subject.gguf", "detail for the log");
    error.needed = 5'000'000'000;
    error.available = 3'000'000'000;
    return error;
}

} // namespace

class TestErrorText final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void everyCodeHasARow() { QCOMPARE(std::size(kRows), static_cast<std::size_t>(ErrorCode::Internal) + 1); }

    void everyCodeHasWordsOfItsOwn()
    {
        QSet<QString> seen;
        for (const Row &row : kRows) {
            const ErrorText text = errorText(errorOf(row.code));
            const QByteArray about = "code " + QByteArray::number(static_cast<int>(row.code));
            QVERIFY2(!text.what.isEmpty(), about.constData());
            QVERIFY2(!seen.contains(text.what), about.constData());
            seen.insert(text.what);
            QVERIFY2(text.what.endsWith(u'.'), qPrintable(text.what));
            QVERIFY2(text.remedy.isEmpty() || text.remedy.endsWith(u'.'), qPrintable(text.remedy));
            QVERIFY2(row.code == ErrorCode::Cancelled || !text.remedy.isEmpty(), qPrintable(text.what));
        }
    }

    void subjectsAreNamedWordForWord()
    {
        for (const Row &row : kRows) {
            const QString text = errorText(errorOf(row.code)).whole();
            QCOMPARE(text.contains(u"%2 subject.gguf"_s), row.names == Names::Subject);
        }
    }

    void amountsAreNamedInTheirUnit()
    {
        for (const Row &row : kRows) {
            const QString text = errorText(errorOf(row.code)).whole();
            QCOMPARE(text.contains(u"4.7 GiB"_s) && text.contains(u"2.8 GiB"_s), row.amounts == Amounts::Bytes);
            QCOMPARE(text.contains(u"5.00 GB"_s) && text.contains(u"3.00 GB"_s), row.amounts == Amounts::Files);
            QCOMPARE(text.contains(u"5,000,000,000"_s) && text.contains(u"3,000,000,000"_s),
                     row.amounts == Amounts::Tokens);
        }
    }

    void withoutASubjectTheSentenceIsWhole()
    {
        for (const Row &row : kRows) {
            const QString text = errorText(Error(row.code)).whole();
            QVERIFY2(!text.contains(u'%'), qPrintable(text));
            QVERIFY2(text.front().isUpper(), qPrintable(text));
            static const QRegularExpression gap(uR"(\s\s|\s[.,:](\s|$)|\(\))"_s);
            QVERIFY2(!text.contains(gap), qPrintable(text));
        }
    }

    void wordsAreTheDesigns()
    {
        for (const Row &row : kRows) {
            const QString text = errorText(errorOf(row.code)).whole();
            QVERIFY2(!text.contains(u'!'), qPrintable(text));
            for (const QString &word : {u"please"_s, u"oops"_s, u"sorry"_s, u"your device"_s})
                QVERIFY2(!text.contains(word, Qt::CaseInsensitive), qPrintable(text));
            QVERIFY2(!text.contains(u"detail for the log"_s), qPrintable(text));
        }
    }
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "test_error_text.moc"
