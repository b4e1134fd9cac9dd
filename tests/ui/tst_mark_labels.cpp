#include "ui/figure/mark_labels.h"

#include <QImage>
#include <QtTest>

using namespace hl::ui;

class TestMarkLabels : public QObject
{
    Q_OBJECT

private slots:
    void namesOfCloseMarksDoNotOverlap()
    {
        QImage image(400, 200, QImage::Format_RGB32);
        QPainter painter(&image);
        Ink ink(painter, Medium::Png, Theme::light());
        MarkLabels labels;
        const std::vector<QRectF> marks{{100, 100, 8, 8}, {112, 103, 8, 8}, {104, 96, 8, 8}};
        for (const QRectF& mark : marks)
            labels.add(mark, QStringLiteral("that"), Qt::black, mark == marks.back());
        const auto places = labels.paint(ink);
        QCOMPARE(places.size(), marks.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            for (std::size_t j = i + 1; j < places.size(); ++j)
                QVERIFY(!places[i].intersects(places[j]));
            for (const QRectF& mark : marks)
                QVERIFY(!places[i].intersects(mark));
        }
    }

    void aLoneNameStandsToTheRight()
    {
        QImage image(400, 200, QImage::Format_RGB32);
        QPainter painter(&image);
        Ink ink(painter, Medium::Png, Theme::light());
        MarkLabels labels;
        labels.add(QRectF(100, 100, 8, 8), QStringLiteral("keys"), Qt::black, false);
        labels.add(QRectF(20, 20, 8, 8));
        const auto places = labels.paint(ink);
        QVERIFY(places.front().left() > 108.0 && places.front().top() < 104.0 && places.front().bottom() > 104.0);
    }
};

QTEST_MAIN(TestMarkLabels)
#include "tst_mark_labels.moc"
