#include "core/base/crew.h"

#include <QTest>

#include <atomic>
#include <stdexcept>
#include <vector>

using namespace hl;

class TestCrew : public QObject
{
    Q_OBJECT

private slots:
    void everyPieceIsDoneOnce()
    {
        for (const int threads : {1, 2, 3, 5}) {
            Crew crew(threads);
            QCOMPARE(crew.size(), threads);
            for (int round = 0; round < 300; ++round) {
                const long pieces = round % 23;
                std::vector<std::atomic<int>> done(static_cast<std::size_t>(pieces));
                std::atomic<bool> isMemberKnown = true;
                crew.each(pieces, [&](long piece, int member) {
                    ++done[static_cast<std::size_t>(piece)];
                    if (member < 0 || member >= threads)
                        isMemberKnown = false;
                });
                QVERIFY(isMemberKnown);
                for (const auto& count : done)
                    QCOMPARE(count.load(), 1);
            }
        }
    }

    void aBorrowedCrewIsThereForTheNextOne()
    {
        const Crew* first = nullptr;
        {
            const BorrowedCrew crew(3);
            first = &*crew;
            QCOMPARE((*crew).size(), 3);
            const BorrowedCrew other(3); // while that one works
            QVERIFY(&*other != first);
        }
        std::atomic<long> sum = 0;
        for (int round = 0; round < 20; ++round) {
            const BorrowedCrew crew(3);
            (*crew).each(50, [&](long piece, int) { sum += piece; });
        }
        QCOMPARE(sum.load(), 20 * 1225L);
        const BorrowedCrew one(3);
        const BorrowedCrew two(3);
        QVERIFY(&*one == first || &*two == first);
    }

    void aPartOfAnotherCrewsWorkIsDoneByItsThreadAlone()
    {
        const BorrowedCrew outer(2);
        std::atomic<int> largest = 0;
        (*outer).each(8, [&](long, int) {
            const BorrowedCrew inner(2);
            if ((*inner).size() > largest)
                largest = (*inner).size();
        });
        QCOMPARE(largest.load(), 1);
        const BorrowedCrew after(2);
        QCOMPARE((*after).size(), 2);
    }

    void aCrewGoesOnAfterAPieceFailed()
    {
        for (int round = 0; round < 3; ++round) {
            const BorrowedCrew crew(2);
            QVERIFY_EXCEPTION_THROWN((*crew).each(10, [](long piece, int) {
                if (piece == 7)
                    throw std::runtime_error("seven");
            }),
                                     std::runtime_error);
            std::atomic<int> done = 0;
            (*crew).each(10, [&](long, int) { ++done; });
            QCOMPARE(done.load(), 10);
        }
    }

    void whatHelpersWroteIsSeen()
    {
        Crew crew(3);
        std::vector<long> squares(1000);
        for (int round = 0; round < 100; ++round) {
            crew.each(1000, [&](long piece, int) { squares[static_cast<std::size_t>(piece)] = piece * piece + round; });
            for (long i = 0; i < 1000; ++i)
                QVERIFY(squares[static_cast<std::size_t>(i)] == i * i + round);
        }
    }

    void noMemberDoesTwoPiecesAtOnce()
    {
        Crew crew(4);
        std::vector<std::atomic<int>> busy(4);
        std::atomic<bool> isAlone = true;
        crew.each(2000, [&](long, int member) {
            if (++busy[static_cast<std::size_t>(member)] != 1)
                isAlone = false;
            --busy[static_cast<std::size_t>(member)];
        });
        QVERIFY(isAlone);
    }

    void aFailureReachesTheOwnerAndTheCrewLivesOn()
    {
        Crew crew(2);
        for (int round = 0; round < 20; ++round) {
            bool isThrown = false;
            try {
                crew.each(10, [](long piece, int) {
                    if (piece == 3)
                        throw std::runtime_error("piece 3");
                });
            } catch (const std::runtime_error&) {
                isThrown = true;
            }
            QVERIFY(isThrown);
            std::atomic<long> sum = 0;
            crew.each(10, [&](long piece, int) { sum += piece; });
            QCOMPARE(sum.load(), 45L);
        }
    }

    void crewsComeAndGo()
    {
        for (int round = 0; round < 200; ++round) {
            Crew crew(1 + round % 4);
            std::atomic<int> done = 0;
            crew.each(round % 7, [&](long, int) { ++done; });
            QCOMPARE(done.load(), round % 7);
        }
        QVERIFY(crewSize() >= 1);
    }
};

QTEST_APPLESS_MAIN(TestCrew)
#include "tst_crew.moc"
