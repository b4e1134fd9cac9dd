#include "core/model/builtin.h"
#include "core/model/model.h"
#include "core/trace/capture.h"

#include <QTest>

using namespace hl;

class TestCapture : public QObject
{
    Q_OBJECT

private slots:
    void manyAnswersAreThoseOfEachStep_data()
    {
        QTest::addColumn<QByteArray>("patterns"); // with blanks between them
        QTest::newRow("everything") << QByteArray();
        QTest::newRow("ends") << QByteArray("*.pattern *.k *.v logits");
        QTest::newRow("middles") << QByteArray("*attn*.* encoder.*");
        QTest::newRow("two stars") << QByteArray("blocks.**.pattern *blocks.*.*.*.z");
        QTest::newRow("one head") << QByteArray("blocks.1.attn.2.pattern *.0.attn.*.q");
        QTest::newRow("a norm") << QByteArray("*.ln1.out *resid*");
        QTest::newRow("a digit of two") << QByteArray("*1.pattern");
        QTest::newRow("nothing") << QByteArray("*.nothing");
    }

    void manyAnswersAreThoseOfEachStep()
    {
        QFETCH(const QByteArray, patterns);
        Capture capture;
        for (const QByteArray& pattern : patterns.split(' '))
            if (!pattern.isEmpty())
                capture.patterns.push_back(pattern.toStdString());
        for (const char* name : {"toy", "stories", "en-zh"}) {
            const auto model = builtinModel(name);
            QVERIFY(model);
            ModelSpec spec = model->spec();
            if (spec.decoder)
                spec.decoder->layers = 12; // numbers of one digit and of two
            WantedSteps isWanted(capture);
            int count = 0;
            for (const StepRef& ref : stepsOf(spec)) {
                QVERIFY2(isWanted(ref) == capture.wants(ref), nameOf(ref).c_str());
                ++count;
            }
            QVERIFY(count > 100);
        }
    }
};

QTEST_APPLESS_MAIN(TestCapture)
#include "tst_capture.moc"
