#include "time_allowed.h"
#include "core/model/builtin.h"
#include "core/output/npz.h"
#include "ui/figure/numbers.h"
#include "ui/figure/variants_figure.h"
#include "ui/views/figure_view.h"
#include "ui/views/variants_view.h"

#include <QComboBox>
#include <QImage>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace hl;
using namespace hl::ui;

namespace {

/// A session with a model and a few tokens.
struct Fixture
{
    Session session;
    Settings settings;

    explicit Fixture(const char* model = "toy", const QString& text = QStringLiteral("the cat sat down"))
    {
        session.setModel(builtinModel(model), QString::fromLatin1(model));
        if (!session.model()->spec().image)
            session.setText(text);
        else
            session.setPicture(samplePicture());
        if (!QTest::qWaitFor([this] { return session.trace() && !session.isStale(); }, 30'000))
            qFatal("no trace");
    }

    [[nodiscard]] Scene scene() const
    {
        return {session.trace(), session.selection().place(), settings.options(), settings.theme(), false};
    }

    static std::shared_ptr<const Picture> samplePicture()
    {
        auto picture = std::make_shared<Picture>();
        picture->width = 32;
        picture->height = 32;
        for (int i = 0; i < 32 * 32 * 3; ++i)
            picture->bytes.push_back(static_cast<std::uint8_t>(i * 37 % 256));
        return picture;
    }
};

/// Paints as the screen does, or as a file.
std::vector<PaintedNumber> painted(const Scene& scene, Medium medium)
{
    const VariantsFigure figure;
    QImage image(figure.naturalSize(scene).toSize(), QImage::Format_RGB32);
    QPainter painter(&image);
    Ink ink(painter, medium, scene.theme);
    figure.paint(ink, QRectF(QPointF(), figure.naturalSize(scene)), scene);
    return ink.numbers();
}

bool hasNumber(const std::vector<PaintedNumber>& numbers, const QString& start)
{
    return std::any_of(numbers.begin(), numbers.end(), [&](const PaintedNumber& number) { return number.derived.startsWith(start); });
}

const NumberTable* tableNamed(const std::vector<NumberTable>& tables, const std::string& name)
{
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const NumberTable& table) { return table.name == name; });
    return found == tables.end() ? nullptr : &*found;
}

} // namespace

class TestVariantsView : public QObject
{
    Q_OBJECT

private slots:
    void onlyParametersThatTheVariantUsesAreShown()
    {
        Fixture f;
        VariantsView view(f.session, f.settings);
        view.show();
        const auto boxes = view.findChildren<QSpinBox*>();
        QCOMPARE(boxes.size(), qsizetype{5});
        auto& chosen = *view.findChild<QComboBox*>(QStringLiteral("variant"));
        QCOMPARE(chosen.count(), static_cast<int>(attentionVariants().size()));
        for (int i = 0; i < chosen.count(); ++i) {
            chosen.setCurrentIndex(i);
            const AttentionVariant& variant = attentionVariants()[static_cast<std::size_t>(i)];
            QCOMPARE(QString::fromStdString(f.settings.options().variant), nameOfVariant(variant));
            const auto shown = std::count_if(boxes.begin(), boxes.end(), [&](const QSpinBox* box) { return box->isVisibleTo(&view); });
            int used = 1; // the kernel is for all
            for (const unsigned use : {UsesWindow, UsesStride, UsesGlobals, UsesRank})
                used += (variant.uses & use) != 0 ? 1 : 0;
            QCOMPARE(static_cast<int>(shown), used);
        }
    }

    void choicesAndSettingsFollowEachOther()
    {
        Fixture f;
        VariantsView view(f.session, f.settings);
        view.findChild<QComboBox*>(QStringLiteral("numberFormat"))->setCurrentIndex(static_cast<int>(NumberFormat::Int8));
        QVERIFY(f.settings.options().numberFormat == NumberFormat::Int8);
        view.findChild<QComboBox*>(QStringLiteral("variantsPage"))->setCurrentIndex(1);
        QVERIFY(f.settings.options().variantsPage == VariantsPage::Formats);
        PictureOptions options = f.settings.options();
        options.variantsPage = VariantsPage::Attention;
        options.variant = "low-rank";
        options.variantParameters.rank = 9;
        f.settings.setOptions(options);
        QCOMPARE(view.findChild<QComboBox*>(QStringLiteral("variantsPage"))->currentIndex(), 0);
        QCOMPARE(view.findChild<QComboBox*>(QStringLiteral("variant"))->currentIndex(), 6);
        for (const QSpinBox* box : view.findChildren<QSpinBox*>()) {
            if (box->isVisibleTo(&view) && box->prefix().startsWith(QStringLiteral("rank")))
                QCOMPARE(box->value(), 9);
        }
    }

    void everyModelHasBothPages_data()
    {
        QTest::addColumn<QByteArray>("model");
        for (const BuiltinInfo& info : builtinModels())
            QTest::newRow(info.name.data()) << QByteArray(info.name.data());
    }

    /// Encoder, decoder, cross-attention, pictures: weights and formats are compared in all of them.
    void everyModelHasBothPages()
    {
        QFETCH(QByteArray, model);
        Fixture f(model.constData());
        Scene scene = f.scene();
        for (const Side side : scene.trace->model().spec().sides()) {
            for (const bool isCross : {false, true}) {
                Scene one = scene;
                one.place.side = side;
                one.place.isCross = isCross;
                one.place = clamped(one.place, *scene.trace);
                one.options.variantsPage = VariantsPage::Attention;
                QVERIFY(hasNumber(painted(one, Medium::Png), QStringLiteral("variant local-window")));
                QVERIFY(hasNumber(painted(one, Medium::Png), QStringLiteral("cost multiply-adds recurrent")));
                one.options.variantsPage = VariantsPage::Formats;
                QVERIFY(hasNumber(painted(one, Medium::Png), QStringLiteral("format float16 relative")));
            }
        }
    }

    void exportedNumbersAreThoseOfTheCore()
    {
        Fixture f;
        Scene scene = f.scene();
        scene.options.variant = "causal";
        const VariantsFigure figure;
        const auto tables = figure.tables(scene);
        const StepRef head = scene.place.refOf(Step::Pattern);
        const auto both = compareVariant(*scene.trace, head, *variantNamed("causal"), {});
        QVERIFY(both.has_value());
        const NumberTable* weights = tableNamed(tables, "variant");
        QVERIFY(weights && weights->values == both->variant.weights);
        QVERIFY(tableNamed(tables, "full")->values == both->full.weights && tableNamed(tables, "z_variant")->values == both->variant.z);
        const NumberTable* cost = tableNamed(tables, "cost");
        QVERIFY(cost && cost->rows.size() == attentionVariants().size() + 2 && cost->rows[1] == "causal");
        const auto n = static_cast<double>(both->queries());
        QVERIFY(cost->values(1, 0) == n * (n + 1.0) / 2.0 * static_cast<double>(both->sizes.dKey + both->sizes.dValue) * static_cast<double>(both->sizes.heads));
        QVERIFY(both->counted.multiplyAdds * static_cast<double>(both->sizes.heads) == cost->values(1, 0));
        const NumberTable* byTokens = tableNamed(tables, "cost_by_tokens.longest_path");
        QVERIFY(byTokens && byTokens->rows.front() == "1" && byTokens->rows.back() == "100000" && byTokens->values(byTokens->values.rows() - 1, 7) == 1e5);

        QTemporaryDir folder;
        for (const char* ending : {"csv", "npz", "json"}) {
            for (const VariantsPage page : {VariantsPage::Attention, VariantsPage::Formats}) {
                scene.options.variantsPage = page;
                const QString path = folder.filePath(QStringLiteral("numbers.%1").arg(QLatin1String(ending)));
                const auto saved = saveNumbers(figure, scene, path);
                QVERIFY2(saved.has_value(), saved ? "" : saved.error().english().c_str());
                QVERIFY(QFileInfo(path).size() > 1000);
            }
        }
        const auto file = readNpz(folder.filePath(QStringLiteral("numbers.npz")).toStdString());
        QVERIFY(file && file->count("formats") == 1 && file->count("difference.bfloat16") == 1);
    }

    /// On screen, a long text's formats are worked out by the worker; a file waits for them.
    void whatTakesLongDoesNotHoldUpTheScreen()
    {
        QString text = QStringLiteral("the cat sat on the mat");
        for (int i = 0; i < 24; ++i)
            text += QStringLiteral(" and the dog saw the cat");
        Fixture f("stories", text);
        Scene scene = f.scene();
        scene.options.variantsPage = VariantsPage::Formats;
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!hasNumber(painted(scene, Medium::Screen), QStringLiteral("format float16 relative")));
        QVERIFY2(timer.elapsed() < timeAllowed(1000), qPrintable(QString::number(timer.elapsed())));
        f.settings.setOptions(scene.options);
        VariantsView view(f.session, f.settings);
        view.show();
        QVERIFY(view.isComputing());
        QSignalSpy derived(&f.session, &Session::derivedChanged);
        QTRY_VERIFY_WITH_TIMEOUT(!derived.isEmpty(), 120'000);
        QVERIFY(!view.isComputing());
        QVERIFY(hasNumber(painted(scene, Medium::Screen), QStringLiteral("format float16 relative")));
    }

    /// Numbers that float16 cannot hold are infinite in the table, not a crash.
    void overflowIsShown()
    {
        RunRequest request;
        request.model = builtinModel("toy");
        request.text = "the cat sat down";
        const StepRef written{.step = Step::ResidMid, .layer = 0};
        writeCell(request.edits, written, {1, 2, 1e6});
        const TracePtr trace = run(request).value();
        Scene scene{trace, clamped(Place{.step = Step::ResidMid}, *trace), {}, Theme::light(), false};
        scene.options.variantsPage = VariantsPage::Formats;
        scene.options.numberFormat = NumberFormat::Float16;
        const auto numbers = painted(scene, Medium::Png);
        const auto found = std::find_if(numbers.begin(), numbers.end(), [](const PaintedNumber& number) {
            return number.derived == QStringLiteral("format float16 largest blocks.0.resid_mid");
        });
        QVERIFY(found != numbers.end() && std::isinf(found->value));
    }
};

QTEST_MAIN(TestVariantsView)
#include "tst_variants_view.moc"
