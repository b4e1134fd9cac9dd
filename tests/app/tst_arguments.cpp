// Every command with arguments that nobody should give it: an answer, or one sentence and exit code 1 or 2. Never a crash,
// never a pile of sentences, never a file where none was asked for.
#include <QtTest>

#include <QProcess>
#include <QTemporaryDir>

#include <random>

namespace {

struct Call
{
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

/// An option as the command's own help lists it; whether a value belongs to it.
struct Option
{
    QString name;
    bool takesValue = false;
};

struct Command
{
    const char* name;
    const char* sound; ///< arguments with which it works
};

const std::vector<Command>& commands()
{
    static const std::vector<Command> all = {
        {"trace", "--model toy --text cat --out out.npz"},
        {"explain", "--model toy --text cat --step blocks.0.attn.0.pattern --row 0 --col 0"},
        {"tokenize", "--model toy --text cat"},
        {"generate", "--model toy --text cat --max-tokens 2"},
        {"steps", "--model toy"},
        {"info", "--model toy"},
        {"models", ""},
        {"analyze", "--model toy --file corpus.txt --out out.csv"},
        {"check", "--given q.csv --given k.csv"},
#ifdef HEADLIGHT_PROGRAM
        {"render", "--model toy --text cat --view stage --out out.svg"},
#endif
    };
    return all;
}

const QStringList& values()
{
    static const QStringList all = {
        QString(), QStringLiteral(" "), QStringLiteral("-1"), QStringLiteral("0"), QStringLiteral("1.5"), QStringLiteral("nan"), QStringLiteral("-inf"),
        QStringLiteral("1e999"), QStringLiteral("18446744073709551616"), QStringLiteral("2147483648"), QStringLiteral("-9223372036854775808"),
        QStringLiteral("toy"), QStringLiteral("tyo"), QStringLiteral("."), QStringLiteral(".."), QStringLiteral("/"), QStringLiteral("/dev/null"),
        QStringLiteral("/dev/zero"), QStringLiteral("/etc/passwd"), QStringLiteral("none/none"), QStringLiteral("corpus.txt"), QStringLiteral("q.csv"),
        QStringLiteral("empty"), QStringLiteral("folder.npz"), QStringLiteral("-"), QStringLiteral("--"), QStringLiteral("---x"), QStringLiteral("="),
        QStringLiteral("a=b=c"), QStringLiteral("q="), QStringLiteral("1/0"), QStringLiteral("0/0"), QStringLiteral("3/2"), QStringLiteral("1/2"),
        QStringLiteral("0x0"), QStringLiteral("99999x99999"), QStringLiteral("1x-1"), QStringLiteral("blocks.0.attn.0"), QStringLiteral("blocks.99.attn.0.q"),
        QStringLiteral("blocks.-1.attn.*"), QStringLiteral("*"), QStringLiteral("[[["), QStringLiteral("%1%n{0}"), QStringLiteral("<img src=x>"),
        QStringLiteral("a\nb\tc"), QStringLiteral("\u202Eabc"), QStringLiteral("我爱中国"), QStringLiteral("\u001b[31m"), QString(5000, QLatin1Char('x')),
        QStringLiteral("true"), QStringLiteral("text=cat"), QStringLiteral("head=9.9"), QStringLiteral("step=none"), QStringLiteral("file=none.npz"),
        QStringLiteral("model=none"), QStringLiteral("out.json"), QStringLiteral("out.xyz"), QStringLiteral("float64"), QStringLiteral("latex"),
    };
    return all;
}

} // namespace

class TestArguments : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    Call call(const QStringList& arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.setStandardInputFile(QProcess::nullDevice());
#ifdef HEADLIGHT_PROGRAM
        process.start(QStringLiteral(HEADLIGHT_PROGRAM), arguments);
#else
        process.start(QStringLiteral(HEADLIGHT_CLI), arguments);
#endif
        if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
            return {-1, {}, "no normal end, " + process.errorString().toUtf8() + ": " + process.readAllStandardError()};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    std::vector<Option> optionsOf(const char* command) const
    {
        std::vector<Option> found;
        const Call help = call({QLatin1String(command), QStringLiteral("--help")});
        static const QRegularExpression line(QStringLiteral("^  (--[a-z0-9-]+)( [A-Z][^ ]*)?  "), QRegularExpression::MultilineOption);
        auto matches = line.globalMatch(QString::fromUtf8(help.out));
        while (matches.hasNext()) {
            const auto match = matches.next();
            found.push_back({match.captured(1), !match.captured(2).isEmpty()});
        }
        return found;
    }

    void write(const char* name, const QByteArray& content) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    /// Runs it, and puts the folder back.
    void check(const QStringList& arguments)
    {
        const Call result = call(arguments);
        const QString shown = arguments.join(QLatin1Char('|')).left(400);
        QVERIFY2(result.exitCode >= 0 && result.exitCode <= 2, qPrintable(shown + QLatin1String(": ") + QString::fromUtf8(result.err)));
        if (result.exitCode != 0 && !(result.exitCode == 1 && arguments.contains(QStringLiteral("check")) && result.err.isEmpty())) {
            QVERIFY2(result.err.startsWith("headlight: ") && result.err.count('\n') == 1 && result.err.endsWith('\n'),
                     qPrintable(shown + QLatin1String(": ") + QString::fromUtf8(result.err)));
            const qsizetype given = arguments.join(QString()).toUtf8().size(); // a path is named whole, with its signs written out
            QVERIFY2(result.err.size() < 1500 + 6 * given, qPrintable(shown));
            for (const char* sign : {"\x1b", "\xE2\x80\xAE", "std::", "terminate", "basic_string"})
                QVERIFY2(!result.err.contains(sign), qPrintable(shown + QLatin1String(": ") + QString::fromUtf8(result.err)));
        }
        for (const QFileInfo& file : QDir(m_folder.path()).entryInfoList(QDir::Files)) {
            if (file.fileName().startsWith(QLatin1String("out.")))
                QFile::remove(file.filePath());
        }
    }

private slots:
    void initTestCase()
    {
        write("corpus.txt", "the cat sat\nthe dog\n");
        write("q.csv", "1,0\n0,1\n");
        write("k.csv", "1,2\n3,4\n");
        write("empty", "");
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("folder.npz")));
    }

    void withSoundArgumentsEveryCommandWorks()
    {
        for (const Command& command : commands()) {
            const QStringList all = QStringList{QLatin1String(command.name)} + QString::fromLatin1(command.sound).split(QLatin1Char(' '), Qt::SkipEmptyParts);
            const Call result = call(all);
            QVERIFY2(result.exitCode == 0 || (result.exitCode == 1 && command.name == std::string("check")), result.err.constData());
            QVERIFY(!optionsOf(command.name).empty() || command.name == std::string("models"));
            check(all);
        }
    }

    /// HEADLIGHT_ROUNDS in the environment: how many random calls; 120 if it says nothing.
    void anyOtherArgumentsGiveAnAnswerOrOneSentence()
    {
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        const auto pick = [&](std::size_t count) { return random() % count; };
        std::map<std::string, std::vector<Option>> options;
        for (const Command& command : commands())
            options[command.name] = optionsOf(command.name);
        const int asked = qEnvironmentVariableIntValue("HEADLIGHT_ROUNDS");
        for (int round = 0; round < (asked > 0 ? asked : 120); ++round) {
            const Command& command = commands()[static_cast<std::size_t>(round) % commands().size()];
            QStringList all = QString::fromLatin1(command.sound).split(QLatin1Char(' '), Qt::SkipEmptyParts);
            for (std::size_t changes = 1 + pick(3); changes > 0; --changes) {
                const QString value = values()[static_cast<qsizetype>(pick(static_cast<std::size_t>(values().size())))];
                const auto at = static_cast<qsizetype>(pick(static_cast<std::size_t>(all.size()) + 1));
                const auto& known = options[command.name];
                switch (pick(5)) {
                case 0: // another value
                    if (at < all.size())
                        all[at] = value;
                    break;
                case 1: // one less
                    if (at < all.size())
                        all.removeAt(at);
                    break;
                case 2: // a stray one
                    all.insert(at, value);
                    break;
                default: // one of its options
                    if (!known.empty()) {
                        const Option& option = known[pick(known.size())];
                        all << option.name;
                        if (option.takesValue || pick(8) == 0)
                            all << value;
                    }
                }
            }
            all.prepend(QLatin1String(command.name));
            check(all);
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY2(QDir(m_folder.path()).entryList(QDir::Files).size() <= 12, qPrintable(QDir(m_folder.path()).entryList(QDir::Files).join(QLatin1Char(' '))));
    }
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
