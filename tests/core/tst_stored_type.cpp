#include "core/base/stored_type.h"

#include <QTest>

#include <Eigen/Core>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <set>
#include <string>

using namespace hl;

namespace {

template <class T>
std::vector<double> decodeAll(const std::vector<T>& stored, StoredType type,
                              std::int64_t* nonFinite = nullptr)
{
    std::vector<double> out(stored.size());
    const std::int64_t count = decode(std::as_bytes(std::span(stored)), type, std::span<double>(out));
    if (nonFinite != nullptr)
        *nonFinite = count;
    return out;
}

std::uint16_t halfOf(double number)
{
    const std::vector<std::byte> bytes = encode(std::span<const double>(&number, 1), StoredType::F16);
    std::uint16_t bits = 0;
    std::memcpy(&bits, bytes.data(), 2);
    return bits;
}

double valueOfHalf(std::uint16_t bits)
{
    return decodeAll(std::vector<std::uint16_t>{bits}, StoredType::F16).front();
}

} // namespace

class TestStoredType : public QObject
{
    Q_OBJECT

private slots:
    void everyTypeHasItsOwnName();
    void integersAndTruthValuesAreDecoded();
    void halvesAreDecodedExactly();
    void nonFiniteNumbersAreCounted();
    void numbersAreReadAtAnyAlignment();
    void everyHalfComesBack();
    void halvesAreRoundedToTheNearest();
    void encodedNumbersComeBack();
};

void TestStoredType::everyTypeHasItsOwnName()
{
    std::set<std::string_view> names;
    for (int i = 0; i < storedTypeCount; ++i) {
        const auto type = static_cast<StoredType>(i);
        names.insert(nameOf(type));
        QVERIFY(storedTypeNamed(nameOf(type)) == type);
        QVERIFY(!isDecodable(type) || bitsOf(type) % 8 == 0);
    }
    QCOMPARE(names.size(), 22u);
    QVERIFY(!storedTypeNamed("f32") && !storedTypeNamed("F128") && !storedTypeNamed(""));
    QCOMPARE(bitsOf(StoredType::F4), 4);
    QCOMPARE(bitsOf(StoredType::F6E2M3), 6);
    QCOMPARE(bitsOf(StoredType::BF16), 16);
    QCOMPARE(bitsOf(StoredType::C64), 64);
}

void TestStoredType::integersAndTruthValuesAreDecoded()
{
    using D = std::vector<double>;
    QVERIFY(decodeAll(std::vector<std::uint8_t>{0, 1, 2, 255}, StoredType::Bool) == (D{0, 1, 1, 1}));
    QVERIFY(decodeAll(std::vector<std::uint8_t>{0, 255}, StoredType::U8) == (D{0, 255}));
    QVERIFY(decodeAll(std::vector<std::int8_t>{-128, 127}, StoredType::I8) == (D{-128, 127}));
    QVERIFY(decodeAll(std::vector<std::int16_t>{-32768}, StoredType::I16) == D{-32768});
    QVERIFY(decodeAll(std::vector<std::uint16_t>{65535}, StoredType::U16) == D{65535});
    QVERIFY(decodeAll(std::vector<std::int32_t>{-7}, StoredType::I32) == D{-7});
    QVERIFY(decodeAll(std::vector<std::uint32_t>{4294967295u}, StoredType::U32) == D{4294967295.0});
    QVERIFY(decodeAll(std::vector<std::int64_t>{-(std::int64_t{1} << 53)}, StoredType::I64) ==
            D{-9007199254740992.0});
    QVERIFY(decodeAll(std::vector<std::uint64_t>{~std::uint64_t{0}}, StoredType::U64) ==
            D{18446744073709551616.0});
}

void TestStoredType::halvesAreDecodedExactly()
{
    QVERIFY(valueOfHalf(0x3C00) == 1.0);
    QVERIFY(valueOfHalf(0x7BFF) == 65504.0);
    QVERIFY(valueOfHalf(0x0001) == 0x1p-24);
    QVERIFY(valueOfHalf(0xFC00) == -HUGE_VAL);
    QVERIFY(std::signbit(valueOfHalf(0x8000)));
    const std::vector<std::uint16_t> brain = {0x3F80, 0xC2F7, 0x0001, 0x7F80, 0x7FC0};
    std::int64_t nonFinite = 0;
    const std::vector<double> numbers = decodeAll(brain, StoredType::BF16, &nonFinite);
    for (std::size_t i = 0; i < 4; ++i)
        QVERIFY(numbers[i] ==
                static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(brain[i]) << 16)));
    QVERIFY(std::isnan(numbers[4]));
    QCOMPARE(nonFinite, 2);
}

void TestStoredType::nonFiniteNumbersAreCounted()
{
    std::int64_t nonFinite = -1;
    decodeAll(std::vector<float>{1, std::nanf(""), -HUGE_VALF, 1e-45f, 3e38f}, StoredType::F32, &nonFinite);
    QCOMPARE(nonFinite, 2);
    const std::vector<double> large = {1e300, 1};
    std::vector<float> out(2);
    QCOMPARE(decode(std::as_bytes(std::span(large)), StoredType::F64, std::span<float>(out)),
             1); // beyond float
    QVERIFY(out[0] == HUGE_VALF && out[1] == 1.0f);
}

void TestStoredType::numbersAreReadAtAnyAlignment()
{
    std::array<std::byte, 17> bytes{};
    const double number = -1.25;
    std::memcpy(bytes.data() + 3, &number, 8);
    std::vector<double> out(1);
    QCOMPARE(decode(std::span(bytes).subspan(3, 8), StoredType::F64, std::span<double>(out)), 0);
    QVERIFY(out[0] == number);
}

void TestStoredType::everyHalfComesBack()
{
    for (std::uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
        const double value = valueOfHalf(static_cast<std::uint16_t>(bits));
        if (std::isnan(value))
            QVERIFY(std::isnan(valueOfHalf(halfOf(value))));
        else
            QCOMPARE(halfOf(value), static_cast<std::uint16_t>(bits));
    }
}

void TestStoredType::halvesAreRoundedToTheNearest()
{
    // Between each two neighbours: half-way goes to the even one, a little more or less to the nearer one.
    for (std::uint16_t bits = 0; bits < 0x7BFF; ++bits) {
        const double below = valueOfHalf(bits);
        const double middle = (below + valueOfHalf(static_cast<std::uint16_t>(bits + 1))) / 2;
        const auto above = static_cast<std::uint16_t>(bits + 1);
        QCOMPARE(halfOf(middle), bits % 2 == 0 ? bits : above);
        QCOMPARE(halfOf(std::nextafter(middle, 0.0)), bits);
        QCOMPARE(halfOf(std::nextafter(middle, 1e6)), above);
        QCOMPARE(halfOf(-std::nextafter(middle, 1e6)), static_cast<std::uint16_t>(above | 0x8000));
    }
    QCOMPARE(halfOf(65519.999), 0x7BFF);
    QCOMPARE(halfOf(65520.0), 0x7C00);
    QCOMPARE(halfOf(-1e300), 0xFC00);
    QCOMPARE(halfOf(5e-324), 0x0000);
}

void TestStoredType::encodedNumbersComeBack()
{
    const std::vector<double> numbers = {0.1, -3e38, 1e-40, 7};
    for (const StoredType type : {StoredType::F32, StoredType::F64}) {
        const std::vector<std::byte> bytes = encode(std::span<const double>(numbers), type);
        std::vector<double> back(numbers.size());
        QCOMPARE(decode(bytes, type, std::span<double>(back)), 0);
        for (std::size_t i = 0; i < back.size(); ++i) {
            const double expected =
                type == StoredType::F64 ? numbers[i] : static_cast<double>(static_cast<float>(numbers[i]));
            QVERIFY(back[i] == expected);
        }
    }
    const std::vector<float> single = {0.1f, 2};
    const std::vector<std::byte> bytes = encode(std::span<const float>(single), StoredType::F32);
    QVERIFY(std::memcmp(bytes.data(), single.data(), 8) == 0);
}

QTEST_APPLESS_MAIN(TestStoredType)
#include "tst_stored_type.moc"
