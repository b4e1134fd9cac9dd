#include "core/base/file.h"
#include "core/base/shown.h"
#include "tests/core/lower_limit.h"
#include "tests/core/other_user.h"

#include <QDeadlineTimer>
#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <thread>

using namespace hl;

namespace {

using Path = std::filesystem::path;

constexpr std::uint64_t plenty = 1u << 20;

std::string englishOf(const auto& result)
{
    return result ? std::string("no error") : result.error().english();
}

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

mode_t modeOf(const Path& path)
{
    struct stat info = {};
    return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777u : 0;
}

std::size_t filesIn(const Path& folder)
{
    const std::filesystem::directory_iterator files(folder);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

} // namespace

class TestFile : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void readsAllBytes();
    void sizeLimitIsExact();
    void whatIsNoReadableFileIsNamed();
    void unreadableFileIsRefused();
    void fileThatChangesIsRefused();
    void fileBeyondMemoryIsRefused();
    void writesNewFileWithUsualPermissions();
    void replacesAndKeepsPermissions();
    void linkStaysALink();
    void failedWriteLeavesOldFile();
    void unwritablePlacesAreNamed();
    void foreignNamesAreSafeToShow_data();
    void foreignNamesAreSafeToShow();

private:
    Path at(const char* name) const { return Path(m_folder->path().toStdString()) / name; }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    QCOMPARE(::chmod(m_folder->path().toUtf8().constData(), 0755), 0);
}

void TestFile::readsAllBytes()
{
    const std::string text("a\0b\r\n\xff", 6);
    std::ofstream(at("f"), std::ios::binary) << text;
    QVERIFY(readTextFile(at("f"), plenty).value() == text);
    const std::vector<std::byte> bytes = readFile(at("f"), plenty).value();
    QCOMPARE(bytes.size(), 6u);
    QVERIFY(std::memcmp(bytes.data(), text.data(), 6) == 0);
    std::ofstream(at("empty"));
    QVERIFY(readFile(at("empty"), plenty).value().empty());
    QCOMPARE(::symlink("f", at("link").c_str()), 0);
    QVERIFY(readTextFile(at("link"), plenty).value() == text);
}

void TestFile::sizeLimitIsExact()
{
    std::ofstream(at("f")) << "12345";
    QVERIFY(readFile(at("f"), 6));
    QVERIFY(readFile(at("f"), 5));
    const auto refused = readFile(at("f"), 4);
    QVERIFY(!refused && refused.error().code == ErrorCode::FileTooLarge);
    QVERIFY2(contains(englishOf(refused), "has 5 bytes, more than the 4 bytes"), englishOf(refused).c_str());
    std::ofstream(at("sparse"));
    std::filesystem::resize_file(at("sparse"), std::uint64_t{1} << 40);
    QVERIFY(readFile(at("sparse"), plenty).error().code == ErrorCode::FileTooLarge);
}

void TestFile::whatIsNoReadableFileIsNamed()
{
    const auto check = [](const Path& path, ErrorCode code, std::string_view fragment) {
        const auto refused = readFile(path, plenty);
        QVERIFY(!refused);
        QVERIFY2(contains(englishOf(refused), fragment), englishOf(refused).c_str());
        QVERIFY2(contains(englishOf(refused), shownPath(path)), englishOf(refused).c_str());
        QCOMPARE(static_cast<int>(refused.error().code), static_cast<int>(code));
    };
    check(at("none"), ErrorCode::FileNotFound, "does not exist");
    check(at(std::string(300, 'x').c_str()), ErrorCode::FileNotFound, "longer than the system allows");
    check(at("."), ErrorCode::WrongKindOfFile, "is a folder");
    check("/dev/null", ErrorCode::WrongKindOfFile, "is a device");
    QCOMPARE(::mkfifo(at("pipe").c_str(), 0600), 0);
    check(at("pipe"), ErrorCode::WrongKindOfFile, "is a pipe");
    QCOMPARE(::symlink("loop", at("loop").c_str()), 0);
    check(at("loop"), ErrorCode::FileUnreadable, "leads back to itself");

    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, at("socket").c_str(), sizeof(address.sun_path) - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    check(at("socket"), ErrorCode::WrongKindOfFile, "is a socket");
    ::close(socket);
}

void TestFile::unreadableFileIsRefused()
{
    std::ofstream(at("f")) << "secret";
    QCOMPARE(::chmod(at("f").c_str(), 0), 0);
    const AsOtherUser user;
    const auto refused = readFile(at("f"), plenty);
    QVERIFY(!refused && refused.error().code == ErrorCode::FileUnreadable);
    QVERIFY2(contains(englishOf(refused), "may not be read"), englishOf(refused).c_str());
}

void TestFile::fileThatChangesIsRefused()
{
    const Path path = at("f");
    std::ofstream(path) << "x";
    std::atomic<bool> isDone = false;
    std::thread writer([&] {
        while (!isDone) {
            std::filesystem::resize_file(path, plenty);
            std::filesystem::resize_file(path, 1);
        }
    });
    auto content = readFile(path, plenty);
    for (const QDeadlineTimer deadline(60000); content && !deadline.hasExpired();) {
        if (content->size() != 1 && content->size() != plenty)
            break;
        content = readFile(path, plenty);
    }
    isDone = true;
    writer.join();
    QVERIFY2(!content, "a size that the file never had, or no change was noticed in a minute");
    QCOMPARE(static_cast<int>(content.error().code), static_cast<int>(ErrorCode::FileUnreadable));
    QVERIFY2(contains(englishOf(content), "changed while it was being read"), englishOf(content).c_str());
    const auto grown = readFile("/proc/self/status", plenty); // says it has no bytes, but has
    QVERIFY2(contains(englishOf(grown), "changed while it was being read"), englishOf(grown).c_str());
}

void TestFile::fileBeyondMemoryIsRefused()
{
    if (!canLimitMemory)
        QSKIP("skipped: sanitizers do not work within a limit of address space");
    std::ofstream(at("f"));
    std::filesystem::resize_file(at("f"), 1u << 30);
    const LowerLimit memory = LowerLimit::ofMemory(256u << 20);
    const auto refused = readFile(at("f"), std::uint64_t{1} << 31);
    QVERIFY(!refused && refused.error().code == ErrorCode::OutOfMemory);
    QVERIFY2(contains(englishOf(refused), "has 1073741824 bytes, more than"), englishOf(refused).c_str());
}

void TestFile::writesNewFileWithUsualPermissions()
{
    const mode_t usual = ::umask(022);
    const auto written = writeTextFileAtomically(at("new"), "text");
    ::umask(usual);
    QVERIFY2(written, englishOf(written).c_str());
    QVERIFY(readTextFile(at("new"), plenty).value() == "text");
    QCOMPARE(modeOf(at("new")), 0644u);
    QCOMPARE(filesIn(at(".")), 1u);
    QVERIFY(writeFileAtomically(at("new"), {}));
    QVERIFY(readTextFile(at("new"), plenty).value().empty());
}

void TestFile::replacesAndKeepsPermissions()
{
    std::ofstream(at("f")) << "a much longer old text";
    QCOMPARE(::chmod(at("f").c_str(), 0640), 0);
    QVERIFY(writeTextFileAtomically(at("f"), "new"));
    QVERIFY(readTextFile(at("f"), plenty).value() == "new");
    QCOMPARE(modeOf(at("f")), 0640u);
    QCOMPARE(filesIn(at(".")), 1u);

    const Path before = std::filesystem::current_path();
    std::filesystem::current_path(at("."));
    const auto relative = writeTextFileAtomically("f", "relative");
    std::filesystem::current_path(before);
    QVERIFY2(relative, englishOf(relative).c_str());
    QVERIFY(readTextFile(at("f"), plenty).value() == "relative");
}

void TestFile::linkStaysALink()
{
    std::filesystem::create_directory(at("other"));
    std::ofstream(at("other/f")) << "old";
    QCOMPARE(::symlink("other/f", at("link").c_str()), 0);
    QVERIFY(writeTextFileAtomically(at("link"), "new"));
    QVERIFY(std::filesystem::is_symlink(at("link")));
    QVERIFY(readTextFile(at("other/f"), plenty).value() == "new");

    QCOMPARE(::symlink("other/missing", at("dangling").c_str()), 0);
    QVERIFY(writeTextFileAtomically(at("dangling"), "made"));
    QVERIFY(readTextFile(at("other/missing"), plenty).value() == "made");

    QCOMPARE(::symlink("loop", at("loop").c_str()), 0);
    const auto refused = writeTextFileAtomically(at("loop"), "x");
    QVERIFY(!refused && refused.error().code == ErrorCode::FileUnwritable);
    QVERIFY2(contains(englishOf(refused), "leads back to itself"), englishOf(refused).c_str());
}

void TestFile::failedWriteLeavesOldFile()
{
    std::ofstream(at("f")) << "old";
    const std::string large(1u << 20, 'x');
    const auto usual = std::signal(SIGXFSZ, SIG_IGN);
    tl::expected<void, Error> refused;
    {
        const LowerLimit fileSize(RLIMIT_FSIZE,
                                  4096); // what a quota or a full disk does: part of it is written
        refused = writeTextFileAtomically(at("f"), large);
    }
    std::signal(SIGXFSZ, usual);
    QVERIFY(!refused && refused.error().code == ErrorCode::FileUnwritable);
    const std::string english = englishOf(refused);
    QVERIFY2(contains(english, at("f").native()), english.c_str());
    QVERIFY2(contains(english, "larger than the disk or a quota allows"), english.c_str());
    QVERIFY2(contains(english, "what was there before is unchanged"), english.c_str());
    QVERIFY(readTextFile(at("f"), plenty).value() == "old");
    QCOMPARE(filesIn(at(".")), 1u);
}

void TestFile::unwritablePlacesAreNamed()
{
    const auto check = [](const Path& path, std::string_view fragment) {
        const auto refused = writeTextFileAtomically(path, "x");
        QVERIFY2(!refused && refused.error().code == ErrorCode::FileUnwritable, path.c_str());
        QVERIFY2(contains(englishOf(refused), fragment), englishOf(refused).c_str());
    };
    check(at("missing/f"), "its folder does not exist");
    check(at("."), "it is a folder");
    check(at(std::string(300, 'x').c_str()), "the name is longer");
    check("/dev/null", "a pipe or a device");
    check("/proc/headlight", "could not be saved");
    QCOMPARE(::mkfifo(at("pipe").c_str(), 0600), 0);
    check(at("pipe"), "a pipe or a device");
    std::ofstream(at("readonly")) << "old";
    QCOMPARE(::chmod(at("readonly").c_str(), 0444), 0);
    std::filesystem::create_directory(at("folder"));
    QCOMPARE(::chmod(at("folder").c_str(), 0555), 0);
    const std::size_t count = filesIn(at("."));
    {
        const AsOtherUser user;
        check(at("readonly"), "you may not write there");
        check(at("folder/f"), "you may not write there");
    }
    QVERIFY(readTextFile(at("readonly"), plenty).value() == "old");
    QCOMPARE(filesIn(at(".")), count);
    QCOMPARE(filesIn(at("folder")), 0u);
}

void TestFile::foreignNamesAreSafeToShow_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("shownAs");
    const auto row = [](const char* title, std::string_view name, const char* shownAs) {
        QTest::newRow(title) << QByteArray(name.data(), static_cast<int>(name.size())) << QByteArray(shownAs);
    };
    row("plain", "h.3.attn.c_attn.weight", "h.3.attn.c_attn.weight");
    row("Chinese and emoji", "注意👍🏽", "注意👍🏽");
    row("NUL and escape", std::string_view("a\0\x1b[31m", 7), "a\\u0000\\u001b[31m");
    row("new line, DEL, C1", "\n\x7f\xc2\x85", "\\u000a\\u007f\\u0085");
    row("right-to-left override", "a\u202eb\u2066c\u200f", "a\\u202eb\\u2066c\\u200f");
    row("zero width and byte order mark", "\u200b\ufeff\u2060", "\\u200b\\ufeff\\u2060");
    row("tag characters", "\U000E0041", "\\U000e0041");
    row("not UTF-8", "a\xff\xc3(\xe2\x82", "a\\xff\\xc3(\\xe2\\x82");
    row("surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80");
    row("overlong", "\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf", "\\xc0\\xaf\\xe0\\x80\\xaf\\xf0\\x80\\x80\\xaf");
    row("beyond Unicode", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
}

void TestFile::foreignNamesAreSafeToShow()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, shownAs);
    QCOMPARE(QByteArray::fromStdString(shown(name.toStdString())), shownAs);
    const std::string full(96, 'n');
    QVERIFY(shown(full) == full);
    QVERIFY(shown(full + "n") == full + "…");
    QVERIFY(shownPath(Path(full + "n")) == full + "n");
}

QTEST_APPLESS_MAIN(TestFile)
#include "tst_file.moc"
