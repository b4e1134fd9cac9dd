#include "core/analysis/head_metrics.h"
#include "core/base/message.h"
#include "core/model/builtin.h"
#include "core/trace/step.h"
#include "ui/actions.h"
#include "ui/translate.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

#include <algorithm>
#include <vector>

namespace {

/// One text of a .ts file.
struct Entry
{
    QString context;
    QString source;
    QString comment;
    QStringList translations; ///< several for plurals
    bool isUnfinished = false;
    bool isPlural = false;
};

std::vector<Entry> readEntries(const QString& language)
{
    QFile file(QStringLiteral(HEADLIGHT_TRANSLATIONS "/headlight_%1.ts").arg(language));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<Entry> entries;
    QString context;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            entries.emplace_back();
            entries.back().context = context;
            entries.back().isPlural = xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes");
        } else if (xml.name() == QLatin1String("source")) {
            entries.back().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("comment")) {
            entries.back().comment = xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform")) {
            entries.back().translations << xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            entries.back().isUnfinished = xml.attributes().hasAttribute(QLatin1String("type"));
            if (!entries.back().isPlural)
                entries.back().translations << xml.readElementText();
        }
    }
    return xml.hasError() ? std::vector<Entry>{} : entries;
}

/// Every match, sorted, each as often as it occurs.
QStringList matches(const QString& text, const QString& pattern)
{
    QStringList found;
    auto match = QRegularExpression(pattern).globalMatch(text);
    while (match.hasNext())
        found << match.next().captured();
    found.sort();
    return found;
}

bool load(QTranslator& translator, const QString& language)
{
    return translator.load(QStringLiteral("headlight_") + language, QStringLiteral(":/i18n"));
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_chinese = readEntries(QStringLiteral("zh_CN"));
        m_english = readEntries(QStringLiteral("en"));
        QVERIFY2(m_chinese.size() > 400, "headlight_zh_CN.ts cannot be read or is nearly empty");
        QVERIFY2(!m_english.empty(), "headlight_en.ts cannot be read or is empty");
    }

    void everyTextIsTranslated()
    {
        for (const auto* entries : {&m_chinese, &m_english}) {
            for (const Entry& entry : *entries) {
                QVERIFY2(!entry.isUnfinished, qPrintable(entry.context + QStringLiteral(": ") + entry.source));
                QVERIFY2(!entry.translations.isEmpty(), qPrintable(entry.source));
                for (const QString& translation : entry.translations)
                    QVERIFY2(!translation.trimmed().isEmpty(), qPrintable(entry.source));
            }
        }
    }

    void placeholdersAreTheSame()
    {
        for (const auto* entries : {&m_chinese, &m_english}) {
            for (const Entry& entry : *entries) {
                for (const QString& translation : entry.translations)
                    QCOMPARE(matches(translation, QStringLiteral("%L?[1-9n]")), matches(entry.source, QStringLiteral("%L?[1-9n]")));
            }
        }
    }

    void scoresHaveOneNameInChinese()
    {
        for (const Entry& entry : m_chinese) {
            for (const QString& translation : entry.translations)
                QVERIFY2(!translation.contains(QStringLiteral("分数")), qPrintable(translation)); // 得分
        }
    }

    void sentencesFollowEachOtherAsTheirLanguageSetsThem()
    {
        QCOMPARE(hl::ui::joinedSentences({QStringLiteral("One."), QStringLiteral("Two.")}), QStringLiteral("One. Two."));
        QCOMPARE(hl::ui::joinedSentences({QStringLiteral("一。"), QStringLiteral("二。")}), QStringLiteral("一。二。"));
        QCOMPARE(hl::ui::joinedSentences({QString(), QStringLiteral("One.")}), QStringLiteral("One."));
        QCOMPARE(hl::ui::listed({QStringLiteral("a"), QStringLiteral("b")}), QStringLiteral("a, b"));
        QVERIFY(hl::ui::listed({}).isEmpty());
    }

    void commandsAndFileNamesStayAsTheyAre()
    {
        const QString asItIs = QStringLiteral("`[^`]+`|--[a-z]+|\\b[a-z_]+\\.(?:json|txt|safetensors|npz)\\b|float(?:32|64)|\\{\\.\\.\\.\\}");
        for (const Entry& entry : m_chinese) {
            QStringList kept = matches(entry.translations.join(QString()), asItIs);
            QStringList wanted = matches(entry.source, asItIs);
            kept.removeDuplicates();
            wanted.removeDuplicates();
            QCOMPARE(kept, wanted);
        }
    }

    void spacesAtTheEndsAndLinesAreTheSame()
    {
        for (const Entry& entry : m_chinese) {
            for (const QString& translation : entry.translations) {
                QVERIFY2(translation.endsWith(QLatin1Char(' ')) == entry.source.endsWith(QLatin1Char(' ')), qPrintable(entry.source));
                QVERIFY2(translation.startsWith(QLatin1Char(' ')) == entry.source.startsWith(QLatin1Char(' ')), qPrintable(entry.source));
                QVERIFY2(translation.count(QLatin1Char('\n')) == entry.source.count(QLatin1Char('\n')), qPrintable(entry.source));
            }
        }
    }

    void menuTextsKeepTheirLetter()
    {
        // "文件(&F)": the letter of the English text, for Chinese characters cannot be typed with Alt.
        const QString mnemonic = QStringLiteral("&[A-Za-z]");
        for (const Entry& entry : m_chinese) {
            const QStringList wanted = matches(entry.source.toUpper(), mnemonic);
            QCOMPARE(matches(entry.translations.join(QString()).toUpper(), mnemonic), wanted);
        }
    }

    void embeddedFilesSayWhatTheSourcesSay()
    {
        QTranslator translator;
        QVERIFY(load(translator, QStringLiteral("zh_CN")));
        for (const Entry& entry : m_chinese) {
            const QByteArray comment = entry.comment.toUtf8();
            QCOMPARE(translator.translate(entry.context.toUtf8().constData(), entry.source.toUtf8().constData(),
                                          entry.comment.isEmpty() ? nullptr : comment.constData(), entry.isPlural ? 2 : -1),
                     entry.translations.constFirst());
        }
    }

    void englishCountsOneAndMany()
    {
        QTranslator translator;
        QVERIFY(load(translator, QStringLiteral("en")));
        for (const Entry& entry : m_english) {
            QVERIFY2(entry.isPlural, qPrintable(entry.source));
            QCOMPARE(entry.translations.size(), 2);
            const QByteArray context = entry.context.toUtf8();
            const QByteArray source = entry.source.toUtf8();
            QCOMPARE(translator.translate(context.constData(), source.constData(), nullptr, 1), entry.translations[0]);
            QCOMPARE(translator.translate(context.constData(), source.constData(), nullptr, 0), entry.translations[1]);
            QVERIFY2(!entry.translations.join(QString()).contains(QStringLiteral("(s)")), qPrintable(entry.source));
        }
    }

    void textsOfTheCoreAreTranslated_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto add = [](const char* text) { QTest::newRow(text) << QByteArray(text); };
        for (const hl::StepInfo& step : hl::stepTable())
            add(step.meaning);
        for (const hl::BuiltinInfo& model : hl::builtinModels()) {
            add(model.title);
            add(model.description);
        }
        for (const hl::HeadMetricInfo& metric : hl::headMetricTable()) {
            add(metric.title);
            add(metric.definition);
        }
        for (const hl::Axis axis : {hl::Axis::Position, hl::Axis::Query, hl::Axis::Key, hl::Axis::Vocabulary})
            add(hl::axisName(axis));
    }

    void textsOfTheCoreAreTranslated()
    {
        QFETCH(const QByteArray, text);
        QTranslator translator;
        QVERIFY(load(translator, QStringLiteral("zh_CN")));
        QVERIFY2(!translator.translate("core", text.constData()).isEmpty(), text.constData());
    }

    void everyActionIsTranslated()
    {
        QTranslator translator;
        QVERIFY(load(translator, QStringLiteral("zh_CN")));
        for (const hl::ui::ActionInfo& action : hl::ui::actionTable()) {
            const bool isNameOfLanguage = QByteArray(action.id).startsWith("language.") && QByteArray(action.id) != "language.system";
            QVERIFY2(isNameOfLanguage || !translator.translate("Actions", action.text).isEmpty(), action.id);
            QVERIFY2(!translator.translate("Actions", action.toolTip).isEmpty(), action.id);
        }
    }

private:
    std::vector<Entry> m_chinese;
    std::vector<Entry> m_english;
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
