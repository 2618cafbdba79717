#include "core/net/net_rules.h"
#include "core/net/token_store.h"

#include <QHostAddress>
#include <QTest>

using namespace sotto;
using namespace Qt::StringLiterals;

namespace {

NetRules online()
{
    NetRules rules;
    rules.offline = false;
    return rules;
}

bool allowed(const NetRules &rules, NetService service, const char *start, const char *url)
{
    return checkAddress(rules, service, QUrl(QLatin1StringView(start)), QUrl(QLatin1StringView(url))).has_value();
}

} // namespace

class TestNetRules final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offlineUntilAllowed()
    {
        const auto status = checkAddress(NetRules(), NetService::Hub, {}, QUrl(u"https://huggingface.co/"_s));
        QCOMPARE(status.error().code, ErrorCode::NetworkOff);
    }

    void onlyTheServicesOwnHosts_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *url, bool good) { QTest::newRow(url) << QByteArray(url) << good; };
        row("https://huggingface.co/api/models", true);
        row("https://cdn-lfs.huggingface.co/x", true);
        row("https://cas-bridge.xethub.hf.co/x", true);
        row("https://hf.co/x", true);
        row("http://huggingface.co/", false);
        row("ftp://huggingface.co/", false);
        row("file:///etc/passwd", false);
        row("https://nothuggingface.co/", false);
        row("https://huggingface.co.evil.example/", false);
        row("https://evil.example/huggingface.co", false);
        row("https://user:word@huggingface.co/", false);
        row("https://huggingface.co@evil.example/", false);
        row("https://registry.ollama.ai/", false);
        row("https://127.0.0.1/", false);
        row("https:///", false);
    }
    void onlyTheServicesOwnHosts()
    {
        QFETCH(QByteArray, url);
        QFETCH(bool, good);
        QCOMPARE(allowed(online(), NetService::Hub, "https://huggingface.co", url.constData()), good);
    }

    void aMirrorMayBePlainButOnlyItself()
    {
        NetRules rules = online();
        rules.hub = mirrorFromText(u"http://hub.lan:8080/"_s);
        QVERIFY(allowed(rules, NetService::Hub, "http://hub.lan:8080/a", "http://hub.lan:8080/b"));
        QVERIFY(allowed(rules, NetService::Hub, "http://hub.lan:8080/a", "http://store.hub.lan/b"));
        QVERIFY(allowed(rules, NetService::Hub, "http://hub.lan:8080/a", "https://cdn-lfs.hf.co/b"));
        QVERIFY(!allowed(rules, NetService::Hub, "http://hub.lan:8080/a", "http://other.lan/b"));
        QVERIFY(!allowed(rules, NetService::Hub, "https://huggingface.co/a", "http://hub.lan:8080/b"));
        QVERIFY(!allowed(rules, NetService::Ollama, "http://hub.lan:8080/a", "http://hub.lan:8080/b"));
    }

    void privateAddressesBelongToMirrorsAlone()
    {
        const QHostAddress lan(u"192.168.1.5"_s);
        const QUrl original(u"https://huggingface.co/x"_s);
        QCOMPARE(checkHost(online(), NetService::Hub, original, original, lan).error().code, ErrorCode::NetworkRefused);
        const QHostAddress publicOne(u"18.164.174.17"_s);
        QVERIFY(checkHost(online(), NetService::Hub, original, original, publicOne));
        NetRules rules = online();
        rules.hub = QUrl(u"https://hub.lan"_s);
        QVERIFY(checkHost(rules, NetService::Hub, rules.hub, QUrl(u"https://hub.lan/x"_s), lan));
        // What the mirror sends on to is not the mirror.
        QVERIFY(!checkHost(rules, NetService::Hub, rules.hub, QUrl(u"https://cdn-lfs.hf.co/x"_s), lan));
        QVERIFY(!checkHost(rules, NetService::Link, rules.hub, QUrl(u"https://hub.lan/x"_s), lan));
    }

    void publicAddresses_data()
    {
        QTest::addColumn<bool>("isPublic");
        for (const char *text : {"8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8",
                                 "64:ff9b::808:808"})
            QTest::newRow(text) << true;
        for (const char *text :
             {"127.0.0.1",       "127.8.8.8",       "10.1.2.3",    "172.16.0.1",    "172.31.255.255",
              "192.168.0.1",     "169.254.169.254", "100.64.0.1",  "0.0.0.0",       "224.0.0.1",
              "255.255.255.255", "240.1.1.1",       "198.18.0.1",  "::1",           "::",
              "fe80::1",         "fc00::1",         "fd12::1",     "ff02::1",       "::ffff:127.0.0.1",
              "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2001:db8::1", "2002:7f00:1::", "2001::1"})
            QTest::newRow(text) << false;
    }
    void publicAddresses()
    {
        QFETCH(bool, isPublic);
        const QHostAddress address(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(!address.isNull());
        QCOMPARE(isPublicAddress(address), isPublic);
    }

    void mirrorsAreReadAsPeopleWriteThem()
    {
        QCOMPARE(mirrorFromText(u" hub.example "_s), QUrl(u"https://hub.example"_s));
        QCOMPARE(mirrorFromText(u"http://hub.example:81/a/"_s), QUrl(u"http://hub.example:81/a"_s));
        QVERIFY(mirrorFromText(u"ftp://hub.example"_s).isEmpty());
        QVERIFY(mirrorFromText(u"https://a:b@hub.example"_s).isEmpty());
        QVERIFY(mirrorFromText(QString()).isEmpty());
    }

    void headersAreReadStrictly()
    {
        QCOMPARE(parseContentRange("bytes 0-99/1000"), (ContentRange{{0, 99}, 1000}));
        for (const char *bad :
             {"", "bytes", "bytes 0-99", "bytes 0-99/*", "bytes */1000", "bytes 99-0/1000", "bytes 0-1000/1000",
              "bytes -1-5/10", "bytes 0-99/1000 ", "items 0-9/10", "bytes 0-99999999999999999999/10"})
            QVERIFY2(!parseContentRange(bad), bad);
        NetHead head{.status = 429, .url = {}, .headers = {{"ratelimit", "\"api\";r=0;t=42"}}};
        QCOMPARE(secondsToWait(head), 42);
        head.headers = {{"retry-after", "999999"}};
        QCOMPARE(secondsToWait(head), 3600);
        QCOMPARE(statusOf(head, "x").error().code, ErrorCode::HostBusy);
        head = {.status = 401, .url = {}, .headers = {{"x-error-code", "RepoNotFound"}}};
        QCOMPARE(statusOf(head, "x").error().code, ErrorCode::NotOnHub);
        head.headers = {{"x-error-code", "GatedRepo"}};
        QCOMPARE(statusOf(head, "x").error().code, ErrorCode::AccessNeeded);
    }

    void aTokenCannotBecomeAHeader()
    {
        QCOMPARE(cleanToken(" hf_abc \n"), QByteArray("hf_abc"));
        QCOMPARE(cleanToken(""), QByteArray());
        QVERIFY(!cleanToken("hf_abc\r\nHost: evil"));
        QVERIFY(!cleanToken("hf abc"));
        QVERIFY(!cleanToken(QByteArray(5000, 'a')));
    }
};

QTEST_GUILESS_MAIN(TestNetRules)
#include "test_net_rules.moc"
