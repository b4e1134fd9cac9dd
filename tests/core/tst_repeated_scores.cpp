#include "core/analysis/repeated_scores.h"
#include "core/model/builtin.h"

#include <QtTest>

#include <cmath>
#include <set>

using namespace hl;

class TestRepeatedScores : public QObject
{
    Q_OBJECT

private slots:
    void textsAreDistinctTokensTwice()
    {
        const auto model = builtinModel("induction");
        const auto texts = repeatedTexts(*model);
        QVERIFY(texts.has_value());
        QCOMPARE(texts->ids.size(), std::size_t{RepeatedTexts::count});
        std::set<std::vector<TokenId>> different;
        for (const auto& ids : texts->ids) {
            QCOMPARE(ids.size(), static_cast<std::size_t>(texts->first + 2 * texts->period));
            const auto begin = ids.begin() + texts->first;
            const std::set<TokenId> half(begin, begin + texts->period);
            QCOMPARE(half.size(), static_cast<std::size_t>(texts->period));
            QVERIFY(std::equal(begin, begin + texts->period, begin + texts->period));
            different.insert(ids);
        }
        QCOMPARE(different.size(), texts->ids.size());
        QVERIFY(repeatedTexts(*model)->ids == texts->ids); // the seed is stated
    }

    void scoresAreTheMeansOfTheirDiagonals()
    {
        // Two tokens twice, no begin token; rows 2 and 3 are the second half.
        MatrixOf<double> p(4, 4);
        p << 1, 0, 0, 0,
            0.5, 0.5, 0, 0,
            0.1, 0.6, 0.3, 0,
            0.2, 0.1, 0.4, 0.3;
        HeadScores scores;
        scores.rows = scoreRows({p.data(), 4, 4, 4}, 0, 2);
        QVERIFY(std::abs(*scores.value(HeadMetric::PreviousScore) - (0.5 + 0.6 + 0.4) / 3.0) < 1e-15);
        QVERIFY(std::abs(*scores.value(HeadMetric::DuplicateScore) - (0.1 + 0.1) / 2.0) < 1e-15);
        QVERIFY(std::abs(*scores.value(HeadMetric::InductionScore) - (0.6 + 0.4) / 2.0) < 1e-15);
        QVERIFY(!scores.value(HeadMetric::Entropy));
    }

    void theInductionModelHasAnInductionHead()
    {
        const auto scores = repeatedScores(builtinModel("induction"));
        QVERIFY(scores.has_value());
        double induction = 0.0;
        double previous = 0.0;
        for (const HeadScores& head : scores->heads) {
            induction = std::max(induction, *head.value(HeadMetric::InductionScore));
            previous = std::max(previous, *head.value(HeadMetric::PreviousScore));
        }
        QVERIFY2(induction > 0.5, qPrintable(QString::number(induction)));
        QVERIFY2(previous > 0.5, qPrintable(QString::number(previous)));
        QVERIFY(scores->find({.step = Step::Z, .layer = 0, .head = 0}) == &scores->heads.front());
        QVERIFY(scores->find({.step = Step::Z, .layer = 99, .head = 0}) == nullptr);
    }

    void sameModelGivesTheSameBits()
    {
        const auto first = repeatedScores(builtinModel("stories"));
        const auto second = repeatedScores(builtinModel("stories"));
        QVERIFY(first && second);
        for (std::size_t i = 0; i < first->heads.size(); ++i)
            QVERIFY(first->heads[i].rows.parts == second->heads[i].rows.parts);
    }

    void modelsThatCannotTellAreRefused_data()
    {
        QTest::addColumn<QString>("model");
        for (const char* name : {"en-zh", "shapes", "toy-encoder-decoder", "hello-world"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void modelsThatCannotTellAreRefused()
    {
        QFETCH(QString, model);
        const auto scores = repeatedScores(builtinModel(model.toStdString()));
        QVERIFY(!scores);
        QCOMPARE(scores.error().code, ErrorCode::Unsupported);
    }

    void aStopIsHeard()
    {
        std::stop_source source;
        source.request_stop();
        const auto scores = repeatedScores(builtinModel("stories"), source.get_token());
        QVERIFY(!scores);
        QCOMPARE(scores.error().code, ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestRepeatedScores)
#include "tst_repeated_scores.moc"
