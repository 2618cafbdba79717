#include "core/ids.h"

#include <QTest>

#include <set>
#include <thread>
#include <vector>

using namespace sotto;

class TestIds final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void growAndDiffer();
    void differAcrossThreads();
};

void TestIds::growAndDiffer()
{
    std::int64_t last = 0;
    for (int i = 0; i < 10'000; ++i) {
        const std::int64_t id = makeId();
        QVERIFY(id > last);
        last = id;
    }
}

void TestIds::differAcrossThreads()
{
    constexpr std::size_t kEach = 2000;
    std::vector<std::vector<std::int64_t>> made(4);
    {
        std::vector<std::jthread> threads;
        for (auto &list : made) {
            threads.emplace_back([&list] {
                for (std::size_t i = 0; i < kEach; ++i)
                    list.push_back(makeId());
            });
        }
    }
    std::set<std::int64_t> all;
    for (const auto &list : made)
        all.insert(list.begin(), list.end());
    QCOMPARE(all.size(), made.size() * kEach);
}

QTEST_GUILESS_MAIN(TestIds)
#include "test_ids.moc"
