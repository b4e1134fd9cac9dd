#include "core/base/file.h"
#include "core/output/npz.h"
#include "tests/core/lower_limit.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace hl;

namespace {

using Bytes = std::vector<std::byte>;

const std::filesystem::path data = std::filesystem::path(HEADLIGHT_TEST_DATA) / "npz";

Bytes bytesOf(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::string englishOf(const auto& result)
{
    return result ? std::string("accepted") : result.error().english();
}

void put(Bytes& out, std::size_t at, std::uint64_t value, std::size_t width)
{
    for (std::size_t i = 0; i < width; ++i)
        out.at(at + i) = static_cast<std::byte>(value >> (8 * i));
}

/// A .npy file of version 1 with this dictionary and these numbers.
Bytes npy(std::string dictionary, std::size_t dataBytes)
{
    Bytes out = bytesOf("\x93NUMPY\x01");
    out.push_back(std::byte{0});
    out.resize(10);
    put(out, 8, dictionary.size(), 2);
    const Bytes text = bytesOf(dictionary);
    out.insert(out.end(), text.begin(), text.end());
    out.resize(out.size() + dataBytes);
    return out;
}

/// A stored archive with one array of three floats, named a: local header at 0, directory at end - 22 - 51.
Bytes smallNpz()
{
    NpzWriter writer;
    const std::vector<float> numbers = {1, 2, 3};
    writer.add("a", NpyArray::of(numbers, {3}));
    return writer.finish().value();
}

std::vector<double> ramp(std::size_t n)
{
    std::vector<double> numbers(n);
    std::iota(numbers.begin(), numbers.end(), 0.0);
    return numbers;
}

} // namespace

class TestNpz : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatNumPyWrote_data();
    void readsWhatNumPyWrote();
    void writtenArraysComeBack();
    void sameArraysGiveSameBytes();
    void matrixViewIsPackedRowByRow();
    void integersAreExactOrRefused();
    void badArraysAreRefused_data();
    void badArraysAreRefused();
    void badArchivesAreRefused_data();
    void badArchivesAreRefused();
    void directoryThatLiesIsRefused_data();
    void directoryThatLiesIsRefused();
    void deflateBombIsRefused();
    void everyTruncationIsRefused();
    void everyFlippedByteIsSurvived();
    void tooManyBytesAreRefusedByTheWriter();
    void arrayBeyondMemoryIsRefused();
    void missingFileIsNamed();
};

void TestNpz::readsWhatNumPyWrote_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("stored") << QStringLiteral("stored.npz");
    QTest::newRow("packed") << QStringLiteral("packed.npz");
}

void TestNpz::readsWhatNumPyWrote()
{
    QFETCH(QString, file);
    const Result<NpyArrays> arrays = readNpz(data / file.toStdString());
    QVERIFY2(arrays, englishOf(arrays).c_str());
    QCOMPARE(arrays->size(), 19u);
    const auto ints = [&](const char* name) { return arrays->at(name).toInts().value(); };
    using Ints = std::vector<std::int64_t>;
    QCOMPARE(ints("bool"), (Ints{1, 0, 1}));
    QCOMPARE(arrays->at("bool").shape, (Ints{1, 3}));
    QCOMPARE(ints("u1"), (Ints{0, 255}));
    QCOMPARE(ints("i1"), (Ints{-128, 127}));
    QCOMPARE(ints("u2"), (Ints{0, 65535}));
    QCOMPARE(ints("i2"), (Ints{-32768, 32767}));
    QCOMPARE(ints("u4"), (Ints{0, 4294967295}));
    QCOMPARE(ints("i4"), (Ints{-2147483648LL, 2147483647}));
    QCOMPARE(ints("i8"),
             (Ints{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}));
    QCOMPARE(ints("注意"), (Ints{7}));
    QVERIFY(!arrays->at("u8").toInts());

    const std::vector<double> half = arrays->at("f2").toDoubles();
    QVERIFY(half.at(0) == 1.5 && half.at(1) == -HUGE_VAL && std::isnan(half.at(2)) && half.at(3) == 0x1p-24);
    const std::vector<float> single = arrays->at("f4").toFloats();
    QVERIFY(single.at(0) == 0.1f && single.at(1) == -HUGE_VALF && std::isnan(single.at(2)) &&
            single.at(3) == 0x1p-149f);
    const std::vector<double> full = arrays->at("f8").toDoubles();
    QVERIFY(full.at(0) == 0.1 && full.at(1) == HUGE_VAL && std::isnan(full.at(2)) && full.at(3) == 0x1p-1074);

    QCOMPARE(arrays->at("r0.q.1").shape, (Ints{2, 3, 4}));
    QVERIFY(arrays->at("r0.q.1").toDoubles() == ramp(24));
    QVERIFY(arrays->at("fortran").toDoubles() == ramp(24));
    QVERIFY(arrays->at("big").toDoubles() == ramp(24));
    QVERIFY(arrays->at("big_fortran").toDoubles() == ramp(24));
    QVERIFY(arrays->at("scalar").shape.empty());
    QVERIFY(arrays->at("scalar").toDoubles() == std::vector<double>{42.5});
    QCOMPARE(arrays->at("empty").shape, (Ints{3, 0, 2}));
    QCOMPARE(arrays->at("empty").count(), 0);
}

void TestNpz::writtenArraysComeBack()
{
    const std::vector<float> f4 = {0.1f, -HUGE_VALF, 3};
    const std::vector<double> f8 = {0.1, 2};
    const std::vector<std::int32_t> i4 = {-1, 2};
    const std::vector<std::int64_t> i8 = {std::int64_t{1} << 62};
    const std::vector<std::uint8_t> u1 = {0, 200};
    NpzWriter writer;
    writer.add("blocks.0.attn.1.q", NpyArray::of(f4, {1, 3}));
    writer.add("f8", NpyArray::of(f8, {2}));
    writer.add("i4", NpyArray::of(i4, {2, 1}));
    writer.add("i8", NpyArray::of(i8, {}));
    writer.add("u1", NpyArray::of(u1, {2}));
    const Result<Bytes> file = writer.finish();
    QVERIFY(file);
    const Result<NpyArrays> arrays = parseNpz(*file, "memory");
    QVERIFY2(arrays, englishOf(arrays).c_str());
    QCOMPARE(arrays->size(), 5u);
    QCOMPARE(arrays->at("blocks.0.attn.1.q").shape, (std::vector<std::int64_t>{1, 3}));
    QVERIFY(arrays->at("blocks.0.attn.1.q").toFloats() == f4);
    QVERIFY(arrays->at("f8").toDoubles() == f8);
    QCOMPARE(arrays->at("i4").toInts().value(), (std::vector<std::int64_t>{-1, 2}));
    QCOMPARE(arrays->at("i8").toInts().value(), i8);
    QCOMPARE(arrays->at("u1").toInts().value(), (std::vector<std::int64_t>{0, 200}));
}

void TestNpz::sameArraysGiveSameBytes()
{
    const Bytes first = smallNpz();
    QVERIFY(first == smallNpz());
    const Bytes nothing = NpzWriter().finish().value();
    QCOMPARE(nothing.size(), 22u);
    QVERIFY(parseNpz(nothing, "nothing").value().empty());
}

void TestNpz::matrixViewIsPackedRowByRow()
{
    const std::vector<double> numbers = ramp(12);
    const NpyArray array = NpyArray::of(MatrixView(numbers.data(), 3, 2, 4));
    QCOMPARE(array.shape, (std::vector<std::int64_t>{3, 2}));
    QVERIFY(array.toDoubles() == (std::vector<double>{0, 1, 4, 5, 8, 9}));
    const std::vector<float> single = {1, 2};
    QCOMPARE(NpyArray::of(MatrixView(single.data(), 1, 2, 2)).type, StoredType::F32);
    QCOMPARE(NpyArray::of(MatrixView(single.data(), 0, 2, 2)).count(), 0);
}

void TestNpz::integersAreExactOrRefused()
{
    const std::vector<double> fraction = {1, 2.5};
    const auto refused = NpyArray::of(fraction, {2}).toInts();
    QVERIFY(!refused && refused.error().code == ErrorCode::BadNpy);
    QVERIFY2(refused.error().english().find("Element 1") == 0, englishOf(refused).c_str());
    for (const double number : {std::nan(""), HUGE_VAL, 9223372036854775808.0, -1e19})
        QVERIFY(!NpyArray::of(std::vector<double>{number}, {1}).toInts());
    const std::vector<double> whole = {-9223372036854775808.0, 3};
    QCOMPARE(NpyArray::of(whole, {2}).toInts().value().at(0), std::numeric_limits<std::int64_t>::min());
}

void TestNpz::badArraysAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("fragment");
    const auto row = [](const char* name, const Bytes& bytes, ErrorCode code, const char* fragment) {
        QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                          static_cast<int>(bytes.size()))
                            << static_cast<int>(code) << QByteArray(fragment);
    };
    const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        return npy(text.replace(text.find(from), from.size(), to), 12);
    };
    row("no bytes", {}, ErrorCode::BadNpy, "is not a NumPy array");
    row("other magic", bytesOf("NUMPY...."), ErrorCode::BadNpy, "is not a NumPy array");
    row("only the magic", bytesOf("\x93NUMPY\x01"), ErrorCode::BadNpy, "damaged");
    Bytes version = npy(good, 12);
    version[6] = std::byte{4};
    row("version 4", version, ErrorCode::Unsupported, "version 4");
    Bytes cut = npy(good, 12);
    cut.resize(11);
    cut[6] = std::byte{2};
    row("version 2 cut in its length", cut, ErrorCode::BadNpy, "damaged");
    Bytes longer = npy(good, 0);
    put(longer, 8, 60000, 2);
    row("header longer than the file", longer, ErrorCode::BadNpy, "damaged");
    row("one byte too few", npy(good, 11), ErrorCode::BadNpy, "12 bytes of numbers, but there are 11");
    row("one byte too many", npy(good, 13), ErrorCode::BadNpy, "there are 13");
    row("object dtype", with("<f4", "|O"), ErrorCode::Unsupported, "\"|O\"");
    row("complex", with("<f4", "<c8"), ErrorCode::Unsupported, "\"<c8\"");
    row("string", with("<f4", "<U4"), ErrorCode::Unsupported, "\"<U4\"");
    row("empty dtype", with("<f4", ""), ErrorCode::Unsupported, "\"\"");
    row("direction override in the dtype", with("<f4", "\xE2\x80\xAE"), ErrorCode::Unsupported, "\\u202e");
    row("structured dtype", with("'<f4'", "[('x', '<f4')]"), ErrorCode::BadNpy, "damaged");
    row("negative dimension", with("(3,)", "(-3,)"), ErrorCode::BadNpy, "damaged");
    row("shape without comma", with("(3,)", "(3)"), ErrorCode::BadNpy, "damaged");
    row("shape is a list", with("(3,)", "[3]"), ErrorCode::BadNpy, "damaged");
    row("shape not closed", with("(3,)", "(3,"), ErrorCode::BadNpy, "damaged");
    row("dimension beyond 64 bits", with("(3,)", "(18446744073709551616,)"), ErrorCode::BadNpy, "damaged");
    row("dimension beyond 2^31", with("(3,)", "(2147483648,)"), ErrorCode::BadNpy, "2147483648");
    row("product beyond 64 bits", with("(3,)", "(2147483647, 2147483647, 4)"), ErrorCode::BadNpy,
        "more than is possible");
    row("33 dimensions", with("(3,)", "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,)"),
        ErrorCode::BadNpy, "damaged");
    row("key missing", with("'fortran_order': False, ", ""), ErrorCode::BadNpy, "damaged");
    row("key twice", with("'fortran_order': False, ", "'fortran_order': False, 'fortran_order': True, "),
        ErrorCode::BadNpy, "damaged");
    row("unknown key", with("'shape'", "'shapes'"), ErrorCode::BadNpy, "damaged");
    row("not a truth value", with("False", "Maybe"), ErrorCode::BadNpy, "damaged");
    row("key not closed", with("'shape': (3,), }", "'shape"), ErrorCode::BadNpy, "damaged");
    row("text behind", with(", }", ", } x"), ErrorCode::BadNpy, "damaged");
    row("not a dictionary", npy("import os", 0), ErrorCode::BadNpy, "damaged");
}

void TestNpz::badArraysAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    QFETCH(QByteArray, fragment);
    const Result<NpyArray> array =
        parseNpy(bytesOf({bytes.constData(), static_cast<std::size_t>(bytes.size())}), "x.npy");
    QVERIFY(!array);
    const std::string english = array.error().english();
    QVERIFY2(english.find(fragment.toStdString()) != std::string::npos, english.c_str());
    QVERIFY2(english.find("x.npy") == 0, english.c_str());
    QCOMPARE(static_cast<int>(array.error().code), code);
}

void TestNpz::badArchivesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("fragment");
    const auto row = [](const char* name, const Bytes& bytes, ErrorCode code, const char* fragment) {
        QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                          static_cast<int>(bytes.size()))
                            << static_cast<int>(code) << QByteArray(fragment);
    };
    row("empty", {}, ErrorCode::WrongKindOfFile, "is not an .npz file");
    row("text", bytesOf("import numpy as np\nprint(np.zeros(3))\n"), ErrorCode::WrongKindOfFile,
        "is not an .npz file");
    row("zip cut after its first header", bytesOf(std::string_view("PK\x03\x04\0\0\0\0", 8)),
        ErrorCode::BadNpy, "damaged or incomplete");
    ZipWriter other;
    other.add("readme.txt", bytesOf("x"));
    row("not an array inside", other.finish(), ErrorCode::BadNpy, "\"readme.txt\"");
    ZipWriter twice;
    twice.add("a.npy", npy("{'descr': '|u1', 'fortran_order': False, 'shape': ()}", 1));
    twice.add("a.npy", npy("{'descr': '|u1', 'fortran_order': False, 'shape': ()}", 1));
    row("a name twice", twice.finish(), ErrorCode::BadNpy, "damaged");
    ZipWriter broken;
    broken.add("a\x1b[31m.npy", bytesOf("nonsense"));
    row("bad array is named, escaped", broken.finish(), ErrorCode::BadNpy,
        "\"a\\u001b[31m\" is not a NumPy array");
    Bytes flipped = smallNpz();
    flipped[30 + 5 + 128] ^= std::byte{1};
    row("one bit of a number", flipped, ErrorCode::BadNpy, "check sum");
}

void TestNpz::badArchivesAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    QFETCH(QByteArray, fragment);
    const Result<NpyArrays> arrays =
        parseNpz(bytesOf({bytes.constData(), static_cast<std::size_t>(bytes.size())}), "x.npz");
    QVERIFY(!arrays);
    const std::string english = arrays.error().english();
    QVERIFY2(english.find(fragment.toStdString()) != std::string::npos, english.c_str());
    QCOMPARE(static_cast<int>(arrays.error().code), code);
}

void TestNpz::directoryThatLiesIsRefused_data()
{
    QTest::addColumn<int>(
        "fromEnd"); // of the file, bytes; the end record is its last 22, the directory the 51 before
    QTest::addColumn<qulonglong>("value");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("code");
    const int end = 22, directory = 22 + 51;
    const auto bad = static_cast<int>(ErrorCode::BadNpy);
    const auto unsupported = static_cast<int>(ErrorCode::Unsupported);
    QTest::newRow("two disks") << end - 4 << 1ull << 2 << bad;
    QTest::newRow("more entries than there are") << end - 10 << 2ull << 2 << bad;
    QTest::newRow("counts that differ") << end - 8 << 2ull << 2 << bad;
    QTest::newRow("directory elsewhere") << end - 16 << 0ull << 4 << bad;
    QTest::newRow("directory size 0") << end - 12 << 0ull << 4 << bad;
    QTest::newRow("64-bit count") << end - 10 << 0xFFFFull << 2 << unsupported;
    QTest::newRow("64-bit directory size") << end - 12 << 0xFFFFFFFFull << 4 << unsupported;
    QTest::newRow("64-bit directory offset") << end - 16 << 0xFFFFFFFFull << 4 << unsupported;
    QTest::newRow("comment longer than the file") << end - 20 << 9ull << 2 << bad;
    QTest::newRow("record signature") << directory << 0ull << 4 << bad;
    QTest::newRow("encrypted") << directory - 8 << 1ull << 2 << unsupported;
    QTest::newRow("unknown method") << directory - 10 << 12ull << 2 << unsupported;
    QTest::newRow("method other than in the local header") << directory - 10 << 8ull << 2 << bad;
    QTest::newRow("packed size other than size") << directory - 20 << 1ull << 4 << bad;
    QTest::newRow("64-bit packed size") << directory - 20 << 0xFFFFFFFFull << 4 << unsupported;
    QTest::newRow("64-bit size") << directory - 24 << 0xFFFFFFFFull << 4 << unsupported;
    QTest::newRow("64-bit offset") << directory - 42 << 0xFFFFFFFFull << 4 << unsupported;
    QTest::newRow("both sizes beyond the file") << directory - 20 << 0x7000000070000000ull << 8 << bad;
    QTest::newRow("name longer than the directory") << directory - 28 << 60000ull << 2 << bad;
    QTest::newRow("offset beyond the file") << directory - 42 << 0xFFFFFFF0ull << 4 << bad;
    QTest::newRow("offset inside the data") << directory - 42 << 40ull << 4 << bad;
    QTest::newRow("check sum") << directory - 16 << 1ull << 4 << bad;
}

void TestNpz::directoryThatLiesIsRefused()
{
    QFETCH(int, fromEnd);
    QFETCH(qulonglong, value);
    QFETCH(int, width);
    QFETCH(int, code);
    Bytes file = smallNpz();
    QVERIFY(parseNpz(file, "x.npz"));
    put(file, file.size() - static_cast<std::size_t>(fromEnd), value, static_cast<std::size_t>(width));
    const Result<NpyArrays> arrays = parseNpz(file, "x.npz");
    QVERIFY(!arrays);
    QCOMPARE(static_cast<int>(arrays.error().code), code);
    QVERIFY2(arrays.error().english().find("x.npz") == 0, englishOf(arrays).c_str());
}

void TestNpz::deflateBombIsRefused()
{
    // The directory of one packed entry claims what its few bytes cannot give, then more than is read at all.
    Bytes file = smallNpz();
    const std::size_t directory = file.size() - 22 - 51;
    put(file, 8, 8, 2);
    put(file, directory + 10, 8, 2);
    const std::uint64_t packed = 140;
    put(file, directory + 20, packed, 4);
    put(file, directory + 24, packed * 1032 + 1, 4);
    const Result<NpyArrays> impossible = parseNpz(file, "x.npz");
    QVERIFY(!impossible && impossible.error().code == ErrorCode::BadNpy);

    Bytes large(2u << 20); // 2 MB of packed bytes may claim up to 2 GB
    ZipWriter writer;
    writer.add("a.npy", large);
    file = writer.finish();
    const std::size_t largeDirectory = file.size() - 22 - 51;
    put(file, 8, 8, 2);
    put(file, largeDirectory + 10, 8, 2);
    put(file, largeDirectory + 24, limits::npzUnpacked + 1, 4);
    const Result<NpyArrays> bomb = parseNpz(file, "x.npz");
    QVERIFY(!bomb && bomb.error().code == ErrorCode::FileTooLarge);
    QVERIFY2(bomb.error().english().find("unpacks to 1073741825 bytes") != std::string::npos,
             englishOf(bomb).c_str());
}

void TestNpz::everyTruncationIsRefused()
{
    for (const char* name : {"stored.npz", "packed.npz"}) {
        const Bytes file = readFile(data / name, limits::npzFile).value();
        for (std::size_t size = 0; size < file.size(); ++size)
            QVERIFY(!parseNpz(std::span(file).first(size), "x.npz"));
    }
}

void TestNpz::everyFlippedByteIsSurvived()
{
    for (const char* name : {"stored.npz", "packed.npz"}) {
        Bytes file = readFile(data / name, limits::npzFile).value();
        for (std::size_t i = 0; i < file.size(); ++i) {
            file[i] ^= std::byte{0xFF};
            if (const Result<NpyArrays> arrays = parseNpz(file, "x.npz"))
                for (const auto& [key, array] : *arrays)
                    QCOMPARE(array.toDoubles().size(), static_cast<std::size_t>(array.count()));
            file[i] ^= std::byte{0xFF};
        }
    }
}

void TestNpz::tooManyBytesAreRefusedByTheWriter()
{
    NpzWriter writer(1000);
    const std::vector<float> numbers(200);
    writer.add("a", NpyArray::of(numbers, {200}));
    writer.add("b", NpyArray::of(numbers, {200}));
    const Result<Bytes> file = writer.finish();
    QVERIFY(!file && file.error().code == ErrorCode::FileTooLarge);
    QVERIFY2(file.error().english().find("The 2 arrays do not fit") == 0, englishOf(file).c_str());
    writer.add("a", NpyArray::of(std::vector<float>{1}, {1}));
    QVERIFY(writer.finish()); // it starts anew
}

void TestNpz::arrayBeyondMemoryIsRefused()
{
    if (!canLimitMemory)
        QSKIP("skipped: sanitizers do not work within a limit of address space");
    const std::int64_t size = 100 << 20;
    NpzWriter writer;
    writer.add("a", {StoredType::U8, {size}, Bytes(static_cast<std::size_t>(size))});
    const Bytes file = writer.finish().value();
    const LowerLimit memory = LowerLimit::ofMemory(64u << 20);
    const Result<NpyArrays> refused = parseNpz(file, "x.npz");
    QVERIFY(!refused && refused.error().code == ErrorCode::OutOfMemory);
    QVERIFY2(refused.error().english().find("x.npz needs more than") == 0, englishOf(refused).c_str());
}

void TestNpz::missingFileIsNamed()
{
    QTemporaryDir folder;
    const Result<NpyArrays> arrays = readNpz(folder.filePath(QStringLiteral("none.npz")).toStdString());
    QVERIFY(!arrays && arrays.error().code == ErrorCode::FileNotFound);
    const Result<NpyArrays> complex = readNpz(data / "complex.npz");
    QVERIFY(!complex && complex.error().code == ErrorCode::Unsupported);
    QVERIFY2(complex.error().english().find("complex.npz, \"c\": the array's type \"<c16\"") !=
                 std::string::npos,
             englishOf(complex).c_str());
}

QTEST_APPLESS_MAIN(TestNpz)
#include "tst_npz.moc"
