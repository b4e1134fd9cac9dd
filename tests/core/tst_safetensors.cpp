#include "core/base/file.h"
#include "core/base/limits.h"
#include "core/model/safetensors.h"
#include "tests/core/lower_limit.h"
#include "tests/core/safetensors_cases.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <numeric>
#include <stop_token>
#include <thread>

using namespace hl;

namespace {

using Bytes = std::vector<std::byte>;
using Shape = std::vector<std::int64_t>;

Result<SafetensorsFile> parse(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    return SafetensorsFile::parse({bytes.begin(), bytes.end()}, "m.safetensors");
}

std::string englishOf(const auto& result)
{
    return result ? std::string("accepted") : result.error().english();
}

/// What any accepted file must hold: the tensors tile the data, and each can be read or is refused with a
/// sentence.
void verifyWhole(const SafetensorsFile& file, std::size_t fileSize)
{
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    std::uint64_t total = 0;
    for (const TensorInfo& tensor : file.tensors()) {
        ranges.emplace_back(tensor.begin, tensor.end);
        total += tensor.end - tensor.begin;
        QCOMPARE(file.find(tensor.name), &tensor);
        const auto numbers = file.floats(tensor);
        if (isDecodable(tensor.type))
            QCOMPARE(static_cast<std::int64_t>(numbers.value().values.size()), tensor.count());
        else
            QVERIFY(numbers.error().code == ErrorCode::Unsupported);
    }
    std::sort(ranges.begin(), ranges.end());
    std::uint64_t expected = 0;
    for (const auto& [begin, end] : ranges) {
        QCOMPARE(begin, expected);
        expected = end;
    }
    QCOMPARE(expected, total);
    QVERIFY(total + 8 <= fileSize);
}

std::string textOf(const Bytes& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Three tensors of three types, with metadata.
std::string smallFile()
{
    const std::vector<float> a = {1.5f, -2, 0.1f};
    const std::vector<double> b = {0.25};
    const Bytes f16 = encode(std::span<const float>(a), StoredType::F16);
    const Bytes f32 = encode(std::span<const float>(a), StoredType::F32);
    const Bytes f64 = encode(std::span<const double>(b), StoredType::F64);
    const std::vector<TensorToWrite> tensors = {{"wte.weight", StoredType::F16, {3}, f16},
                                                {"a", StoredType::F32, {1, 3}, f32},
                                                {"scale", StoredType::F64, {}, f64}};
    return textOf(writeSafetensors(tensors, {{"format", "pt"}}).value());
}

} // namespace

class TestSafetensors : public QObject
{
    Q_OBJECT

private slots:
    void verdictIsRight_data();
    void verdictIsRight();
    void largestHeadersAreQuick_data();
    void largestHeadersAreQuick();
    void limitsAreExact();
    void namesAreShownEscaped();
    void oddValuesAreRead();
    void everyTypeHasItsSize();
    void everyTruncationIsRefused();
    void everyFlippedByteIsSurvived();
    void writtenTensorsComeBack();
    void whatCannotBeWrittenIsRefused();
    void fileOnDiskIsNamed();
    void tensorBeyondMemoryIsRefused();
    void aHeaderThatGrowsWhileItIsReadIsRefused();
};

void TestSafetensors::verdictIsRight_data()
{
    QTest::addColumn<int>("index");
    const auto cases = safetensorsCases();
    QCOMPARE(cases.size(), 90u);
    for (std::size_t i = 0; i < cases.size(); ++i)
        QTest::newRow(cases[i].name.c_str()) << static_cast<int>(i);
}

void TestSafetensors::verdictIsRight()
{
    QFETCH(int, index);
    static const std::vector<SafetensorsCase> cases = safetensorsCases();
    const SafetensorsCase& each = cases.at(static_cast<std::size_t>(index));
    const Result<SafetensorsFile> file = parse(each.bytes);
    QCOMPARE(file.has_value(), each.isAccepted);
    if (file) {
        verifyWhole(*file, each.bytes.size());
        return;
    }
    const std::string english = file.error().english();
    QVERIFY2(english.find("m.safetensors") == 0, english.c_str());
    QVERIFY2(english.find(each.fragment) != std::string::npos, english.c_str());
    QVERIFY2(english.size() < 400 && english.back() == '.', english.c_str());
    const ErrorCode code = file.error().code;
    QVERIFY(code == ErrorCode::BadSafetensors || code == ErrorCode::BadJson ||
            code == ErrorCode::WrongKindOfFile);
}

void TestSafetensors::largestHeadersAreQuick_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"S68", "S74", "S76", "S77", "S78", "S79"})
        QTest::newRow(name) << QByteArray(name);
}

void TestSafetensors::largestHeadersAreQuick()
{
    QFETCH(QByteArray, name);
    for (const SafetensorsCase& each : safetensorsCases()) {
        if (each.name.substr(0, 3) != name.toStdString())
            continue;
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(parse(each.bytes).has_value(), each.isAccepted);
        QVERIFY2(timer.elapsed() < 10000,
                 "a header of this size takes well under a second"); // slow machines, sanitizers
        return;
    }
    QFAIL("no such case");
}

void TestSafetensors::limitsAreExact()
{
    const auto file = [](const std::string& name, const std::string& shape, const std::string& type,
                         std::size_t bytes) {
        return parse(safetensorsBytes("{\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape +
                                          ",\"data_offsets\":[0," + std::to_string(bytes) + "]}}",
                                      std::string(bytes, '\0')));
    };
    QVERIFY(file(std::string(1024, 'n'), "[1]", "U8", 1));
    QVERIFY(!file(std::string(1025, 'n'), "[1]", "U8", 1));
    QVERIFY(file("a", "[1,1,1,1,1,1,1,1]", "U8", 1));
    QVERIFY(!file("a", "[1,1,1,1,1,1,1,1,1]", "U8", 1));
    QVERIFY(file("a", "[0,2147483647]", "U8", 0));
    QVERIFY(!file("a", "[0,2147483648]", "U8", 0));
    const auto overflow = file("a", "[2147483647,2147483647,8]", "F64", 0);
    QVERIFY2(englishOf(overflow).find("no possible size") != std::string::npos, englishOf(overflow).c_str());

    const auto nested = [](int depth) {
        std::string header = R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":)";
        header += std::string(static_cast<std::size_t>(depth), '[') +
                  std::string(static_cast<std::size_t>(depth), ']');
        return parse(safetensorsBytes(header + "}}"));
    };
    QVERIFY(nested(14)); // inside the header's object and the tensor's
    QVERIFY2(englishOf(nested(15)).find("inside each other") != std::string::npos,
             englishOf(nested(15)).c_str());

    std::string header = "{";
    for (std::size_t i = 0; i <= limits::tensorCount; ++i)
        header += "\"" + std::to_string(i) + R"(":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)";
    header.back() = '}';
    const auto tooMany = parse(safetensorsBytes(header));
    QVERIFY2(englishOf(tooMany).find("more than 100000 tensors") != std::string::npos,
             englishOf(tooMany).c_str());
}

void TestSafetensors::namesAreShownEscaped()
{
    const auto bad = parse(safetensorsBytes(R"({"a\u202e\u0007\u001b[31mb":1})"));
    QVERIFY2(englishOf(bad).find("\"a\\u202e\\u0007\\u001b[31mb\"") != std::string::npos,
             englishOf(bad).c_str());
}

void TestSafetensors::oddValuesAreRead()
{
    for (const SafetensorsCase& each : safetensorsCases()) {
        const std::string id = each.name.substr(0, 3);
        if (id == "S80")
            QVERIFY(parse(each.bytes)->floats(*parse(each.bytes)->find("a")).value().values ==
                    std::vector<float>{1});
        if (id == "S81") {
            const SafetensorsFile file = parse(each.bytes).value();
            QCOMPARE(file.floats(file.tensors().front()).value().nonFinite, 1);
            QCOMPARE(file.doubles(file.tensors().front()).value().nonFinite, 1);
            QVERIFY(std::isnan(file.floats(file.tensors().front()).value().values[0]));
        }
        if (id == "S82") {
            const SafetensorsFile file = parse(each.bytes).value();
            QVERIFY(file.tensors().front().name == "a" && file.tensors().back().name == "b");
            QVERIFY(file.find("c") == nullptr);
        }
    }
}

void TestSafetensors::everyTypeHasItsSize()
{
    for (int i = 0; i < storedTypeCount; ++i) {
        const auto type = static_cast<StoredType>(i);
        const int bytes = bitsOf(type); // of eight elements
        const auto with = [&](int size) {
            return parse(safetensorsBytes("{\"a\":{\"dtype\":\"" + std::string(nameOf(type)) +
                                              "\",\"shape\":[8],\"data_offsets\":[0," + std::to_string(size) +
                                              "]}}",
                                          std::string(static_cast<std::size_t>(size), '\0')));
        };
        const auto file = with(bytes);
        QVERIFY2(file, englishOf(file).c_str());
        verifyWhole(*file, 1000);
        QVERIFY(!with(bytes - 1) && !with(bytes + 1));
    }
    const auto small =
        parse(safetensorsBytes(R"({"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}})", "x"));
    const auto refused = small->doubles(small->tensors().front());
    QVERIFY(!refused && refused.error().code == ErrorCode::Unsupported);
    QVERIFY2(englishOf(refused).find("type F8_E4M3") != std::string::npos, englishOf(refused).c_str());
}

void TestSafetensors::everyTruncationIsRefused()
{
    for (const std::string& file :
         {smallFile(), safetensorsBytes(R"({"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}})", "ab")}) {
        QVERIFY(parse(file));
        for (std::size_t size = 0; size < file.size(); ++size) {
            const auto refused = parse(std::string_view(file).substr(0, size));
            QVERIFY(!refused);
            QVERIFY(englishOf(refused).find("m.safetensors") == 0);
        }
    }
}

void TestSafetensors::everyFlippedByteIsSurvived()
{
    for (std::string file :
         {smallFile(), safetensorsBytes(R"({"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}})", "ab")}) {
        int refused = 0;
        for (std::size_t i = 0; i < file.size(); ++i) {
            const char right = file[i];
            for (int wrong = 0; wrong < 256; ++wrong) {
                file[i] = static_cast<char>(wrong);
                if (const auto parsed = parse(file))
                    verifyWhole(*parsed, file.size());
                else
                    ++refused;
            }
            file[i] = right;
        }
        QVERIFY(refused > 10000); // most of the header matters
    }
}

void TestSafetensors::writtenTensorsComeBack()
{
    const std::string text = smallFile();
    const Result<SafetensorsFile> file = parse(text);
    QVERIFY2(file, englishOf(file).c_str());
    QCOMPARE(file->tensors().size(), 3u);
    QVERIFY(file->metadata() == (std::map<std::string, std::string>{{"format", "pt"}}));
    QCOMPARE(file->find("a")->shape, (Shape{1, 3}));
    QVERIFY(file->floats(*file->find("a")).value().values == (std::vector<float>{1.5f, -2, 0.1f}));
    QVERIFY(file->doubles(*file->find("scale")).value().values == std::vector<double>{0.25});
    QCOMPARE(file->find("scale")->count(), 1);
    const std::vector<float> half = file->floats(*file->find("wte.weight")).value().values;
    QVERIFY(half.at(0) == 1.5f && half.at(1) == -2.0f && std::fabs(half.at(2) - 0.1f) < 1e-4f);
    QCOMPARE(file->find("scale")->begin, 0u); // the widest first
    std::uint64_t length = 0;
    std::memcpy(&length, text.data(), 8);
    QCOMPARE(length % 8, 0u);
    QVERIFY(parse(textOf(writeSafetensors({}).value())).value().tensors().empty());
}

void TestSafetensors::whatCannotBeWrittenIsRefused()
{
    const Bytes four(4);
    const auto check = [](const std::vector<TensorToWrite>& tensors, std::string_view fragment,
                          const std::map<std::string, std::string>& metadata = {}) {
        const auto refused = writeSafetensors(tensors, metadata);
        QVERIFY(!refused && refused.error().code == ErrorCode::BadTensor);
        QVERIFY2(englishOf(refused).find(fragment) != std::string::npos, englishOf(refused).c_str());
    };
    const TensorToWrite good = {"a", StoredType::F32, {1}, four};
    check({good, good}, "\"a\" cannot be the name");
    check({{"__metadata__", StoredType::F32, {1}, four}}, "\"__metadata__\" cannot be the name");
    check({{std::string(1025, 'n'), StoredType::F32, {1}, four}}, "cannot be the name");
    check({{"a", StoredType::F32, {2}, four}}, "has 4 bytes, which do not fit its shape [2]");
    check({{"a", StoredType::F32, {-1}, four}}, "do not fit its shape [-1]");
    check({{"a", StoredType::F32, {1, 1, 1, 1, 1, 1, 1, 1, 1}, four}}, "do not fit its shape");
    check({{"a", StoredType::F32, {0, std::int64_t{1} << 31}, {}}}, "do not fit its shape");
    check({{"\xff", StoredType::F32, {1}, four}}, "not UTF-8");
    check(std::vector<TensorToWrite>(100001, good), "100001 tensors, more than the 100000");
    check({good}, "more than the 100000000", {{"k", std::string(100000000, 'v')}});
}

void TestSafetensors::fileOnDiskIsNamed()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath(QStringLiteral("model.safetensors")).toStdString();
    const auto missing = SafetensorsFile::open(path);
    QVERIFY(!missing && missing.error().code == ErrorCode::FileNotFound);
    const std::string text = smallFile();
    QVERIFY(writeTextFileAtomically(path, text));
    const auto file = SafetensorsFile::open(path);
    QVERIFY2(file, englishOf(file).c_str());
    QVERIFY(file->what() == path.native());
    QCOMPARE(file->tensors().size(), 3u);
    std::ofstream(path, std::ios::app) << "polyglot";
    const auto refused = SafetensorsFile::open(path);
    QVERIFY2(englishOf(refused).find(path.native() + " has 8 bytes behind its last tensor") == 0,
             englishOf(refused).c_str());
}

void TestSafetensors::tensorBeyondMemoryIsRefused()
{
    if (!canLimitMemory)
        QSKIP("skipped: sanitizers do not work within a limit of address space");
    const std::size_t count = 100u << 20;
    const auto file = parse(safetensorsBytes("{\"a\":{\"dtype\":\"U8\",\"shape\":[" + std::to_string(count) +
                                                 "],\"data_offsets\":[0," + std::to_string(count) + "]}}",
                                             std::string(count, '\0')));
    QVERIFY(file);
    const Bytes large(count);
    const std::vector<TensorToWrite> tensors = {
        {"a", StoredType::U8, {static_cast<std::int64_t>(count)}, large}};
    const LowerLimit memory = LowerLimit::ofMemory(64u << 20);
    const auto refused = file->doubles(file->tensors().front());
    QVERIFY(!refused && refused.error().code == ErrorCode::OutOfMemory);
    const auto notWritten = writeSafetensors(tensors);
    QVERIFY(!notWritten && notWritten.error().code == ErrorCode::OutOfMemory);
}

/// Written through mapped memory, a file keeps its time for long: only what it says tells the change.
void TestSafetensors::aHeaderThatGrowsWhileItIsReadIsRefused()
{
    constexpr std::size_t size = 5000;
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("a.safetensors")).toStdString();
    std::ofstream(path, std::ios::binary) << std::string(8, '\0') << "{}" << std::string(size - 10, ' ');
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    QVERIFY(fd >= 0);
    void* mapped = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ::close(fd);
    QVERIFY(mapped != MAP_FAILED);
    const auto length = std::atomic_ref(*static_cast<std::uint64_t*>(mapped));
    length = 2;
    {
        const std::jthread writer([length](const std::stop_token& stop) {
            while (!stop.stop_requested())
                length = length == 2 ? 4000 : 2;
        });
        for (int round = 0; round < 20'000; ++round)
            QVERIFY(!SafetensorsFile::open(path)); // bytes behind the header, or it changed: a sentence in any case
    }
    ::munmap(mapped, size);
}

QTEST_APPLESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
