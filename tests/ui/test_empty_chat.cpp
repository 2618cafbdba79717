#include "ui/chat/empty_chat.h"
#include "ui/chat/empty_chat_card.h"
#include "ui/chat/guide_strip.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace sotto {

namespace {

Persona explainer()
{
    Persona persona;
    persona.id = u"p"_s;
    persona.name = u"Clear Explainer"_s;
    persona.avatar = u"C"_s;
    persona.greeting = u"What would you like to understand?"_s;
    persona.description = u"Plain words."_s;
    persona.starters = {
        {u"Explain"_s, u"What is a KV cache?"_s}, {u"Compare"_s, u"Q4 or Q8?"_s}, {u"Walk"_s, u"Set up a backup"_s}};
    return persona;
}

QPushButton *buttonNamed(const QWidget &widget, const QString &text)
{
    for (auto *button : widget.findChildren<QPushButton *>())
        if (button->text() == text) return button;
    return nullptr;
}

} // namespace

class TestEmptyChat final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void greetsAndPromises()
    {
        EmptyChat empty;
        empty.showPersona(explainer());
        QCOMPARE(empty.accessibleName(), u"What would you like to understand?"_s);
        QCOMPARE(empty.accessibleDescription(), u"Plain words. Whatever you write stays on this computer."_s);
    }

    void aStarterIsChosenByMouseAndKey()
    {
        EmptyChat empty;
        empty.resize(744, 600);
        empty.showPersona(explainer());
        empty.show();
        QSignalSpy chosen(&empty, &EmptyChat::starterChosen);
        const auto cards = empty.findChildren<StarterCard *>();
        QCOMPARE(cards.size(), 3);
        QTest::mouseClick(cards.at(1), Qt::LeftButton);
        QTest::keyClick(cards.at(0), Qt::Key_Return);
        QTest::keyClick(cards.at(2), Qt::Key_Space);
        QCOMPARE(chosen.size(), 3);
        QCOMPARE(chosen.at(0).at(0).toString(), u"Q4 or Q8?"_s);
        QCOMPARE(chosen.at(1).at(0).toString(), u"What is a KV cache?"_s);
        QCOMPARE(chosen.at(2).at(0).toString(), u"Set up a backup"_s);
    }

    void twoColumnsFoldToOne()
    {
        EmptyChat empty;
        empty.resize(744, 600);
        empty.showPersona(explainer());
        empty.show();
        const auto cards = empty.findChildren<StarterCard *>();
        QTRY_COMPARE(cards.at(0)->y(), cards.at(1)->y());
        QVERIFY(cards.at(0)->x() < cards.at(1)->x());
        empty.resize(420, 600);
        QTRY_COMPARE(cards.at(0)->x(), cards.at(1)->x());
        QVERIFY(cards.at(0)->y() < cards.at(1)->y());
    }

    void anotherPersonaTakesTheCards()
    {
        EmptyChat empty;
        empty.showPersona(explainer());
        Persona other = explainer();
        other.starters = {{u"One"_s, u"one"_s}};
        empty.showPersona(other);
        QCOMPARE(empty.findChildren<StarterCard *>().size(), 1);
        other.starters.clear();
        other.greeting.clear();
        empty.showPersona(other);
        QCOMPARE(empty.findChildren<StarterCard *>().size(), 0);
        QCOMPARE(empty.accessibleName(), u"Clear Explainer"_s);
    }

    void withoutAModelThereAreThreeWays()
    {
        EmptyChat empty;
        empty.showPersona(explainer());
        empty.showNoModel();
        empty.show();
        QCOMPARE(empty.findChildren<StarterCard *>().size(), 0);
        QSignalSpy builtIn(&empty, &EmptyChat::useBuiltIn);
        QSignalSpy browse(&empty, &EmptyChat::browseModels);
        QSignalSpy file(&empty, &EmptyChat::openFile);
        for (const QString &text : {u"Use the built-in model"_s, u"Browse models"_s, u"Open a model…"_s}) {
            QPushButton *button = buttonNamed(empty, text);
            QVERIFY(button);
            button->click();
        }
        QCOMPARE(builtIn.size() + 10 * browse.size() + 100 * file.size(), 111);
        empty.showPersona(explainer());
        QCOMPARE(empty.findChildren<StarterCard *>().size(), 3);
    }

    void theStripOffersAModel()
    {
        GuideStrip strip;
        QSignalSpy asked(&strip, &GuideStrip::openModelRequested);
        QPushButton *button = buttonNamed(strip, u"Open a model…"_s);
        QVERIFY(button);
        button->click();
        QCOMPARE(asked.size(), 1);
        QVERIFY(strip.accessibleName().contains("placeholder"_L1));
    }
};

} // namespace sotto

QTEST_MAIN(sotto::TestEmptyChat)
#include "test_empty_chat.moc"
