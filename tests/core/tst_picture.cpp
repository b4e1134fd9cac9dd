// Pictures on their way to a model: PNG files of every kind, scaling byte by byte as the reference's library does it,
// cropping and normalising.
#include "core/base/limits.h"
#include "core/picture/prepare.h"
#include "core/picture/preprocessor_config.h"
#include "core/picture/resample.h"
#include "core/png_file.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>

using namespace hl;

namespace {

std::span<const std::byte> bytesOf(const std::string& text)
{
    return std::as_bytes(std::span(text));
}

/// 7 x 5 pixels without any order in them.
Picture sample()
{
    Picture picture{7, 5, {}};
    for (int y = 0; y < 5; ++y) {
        for (int x = 0; x < 7; ++x) {
            for (int c = 0; c < 3; ++c)
                picture.bytes.push_back(static_cast<std::uint8_t>(x * 37 + y * 71 + c * 101 + x * y * 13));
        }
    }
    return picture;
}

std::string hex(const Picture& picture)
{
    return QByteArray(reinterpret_cast<const char*>(picture.bytes.data()), static_cast<qsizetype>(picture.bytes.size()))
        .toHex()
        .toStdString();
}

ImageSpec spec(int width, int height, int channels)
{
    ImageSpec image;
    image.width = width;
    image.height = height;
    image.channels = channels;
    image.preparation.resizeWidth = width;
    image.preparation.resizeHeight = height;
    return image;
}

} // namespace

class TestPicture : public QObject
{
    Q_OBJECT

private slots:
    void everyKindOfPixelBecomesThreeBytes_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("pixels");
        const auto row = [](const char* name, const std::string& file, const char* pixels) {
            QTest::newRow(name) << QByteArray::fromStdString(file) << QByteArray(pixels);
        };
        row("rgb", pngFile(2, 8, 2, {"abcdef", "ghijkl"}), "6162636465666768696a6b6c");
        row("alpha is left aside", pngFile(1, 8, 6, {std::string("abc\0", 4)}), "616263");
        row("grey", pngFile(2, 8, 0, {"az"}), "6161617a7a7a");
        row("grey and alpha", pngFile(1, 8, 4, {"az"}), "616161");
        row("one bit", pngFile(8, 1, 0, {"\xA0"}), "ffffff000000ffffff000000000000000000000000000000");
        row("four bits", pngFile(2, 4, 0, {"\x1F"}), "111111ffffff");
        row("16 bits keep the upper 8", pngFile(1, 16, 2, {std::string("\x12\xFF\x34\x80\x56\x00", 6)}), "123456");
        row("palette", pngFile(2, 8, 3, {std::string("\1\0", 2)}, "abcxyz"), "78797a616263");
    }

    void everyKindOfPixelBecomesThreeBytes()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, pixels);
        const auto picture = parsePng(bytesOf(file.toStdString()), "x.png");
        QVERIFY2(picture.has_value(), picture ? "" : picture.error().english().c_str());
        QCOMPARE(hex(*picture), pixels.toStdString());
    }

    void whatIsNoPictureIsRefused_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("sentence");
        const std::string whole = pngFile(40, 8, 2, std::vector<std::string>(30, std::string(120, 'x')));
        const auto row = [](const char* name, const std::string& file, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(file) << QByteArray(sentence);
        };
        row("empty", "", "is empty");
        row("text", "hello", "is not a PNG file");
        row("jpeg", "\xFF\xD8\xFF\xE0", "is not a PNG file");
        row("only the signature", whole.substr(0, 8), "is a damaged PNG file");
        row("cut off", whole.substr(0, whole.size() - 20), "is a damaged PNG file");
        std::string wrongSum = whole;
        wrongSum[20] = static_cast<char>(wrongSum[20] ^ 1);
        row("wrong checksum", wrongSum, "is a damaged PNG file");
        row("wider than any picture", pngFile(limits::pictureSide + 1, 8, 0, {"x"}), "is a damaged PNG file");
        row("more pixels than allowed", pngFile(16'000, 8, 0, std::vector<std::string>(2'200, std::string())), "million pixels");
        row("no pixels", pngFile(0, 8, 0, {"x"}), "is a damaged PNG file");
        row("rows that are too short", pngFile(9, 8, 0, {"x"}), "is a damaged PNG file");
    }

    void whatIsNoPictureIsRefused()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, sentence);
        const auto picture = parsePng(bytesOf(file.toStdString()), "x.png");
        QVERIFY(!picture.has_value());
        const std::string said = picture.error().english();
        QVERIFY2(said.starts_with("x.png") && said.find(sentence.toStdString()) != std::string::npos, said.c_str());
        QVERIFY2(said.find('\n') == std::string::npos, said.c_str());
    }

    void scalingIsThatOfTheReferenceByteByByte_data()
    {
        // What Pillow 9.4 gives for the sample.
        struct Scaled
        {
            Resampling resampling;
            int width;
            int height;
            const char* bytes;
        };
        const Scaled all[] = {
            {Resampling::Nearest, 4, 3,
             "0065ca4aaf1494f95ede43a88ef3580c71d68aef54086dd21c81e6ce339880e54a3297fc"},
            {Resampling::Nearest, 5, 6,
             "0065ca4aaf146fd43994f95ede43a847ac11ab1075dd42a70f74d973d83d8ef3580c71d64bb0158aef54086dd2"
             "8ef3580c71d64bb0158aef54086dd2d53a9f6dd237b91e83056acf9d02671c81e6ce3398278cf180e54a3297fc"},
            {Resampling::Lanczos, 4, 3,
             "299a8881845e78a3779a736b99987167658c6a906d5873746287b07b828b658e8d816097"},
            {Resampling::Lanczos, 5, 6,
             "0567f5359d7569f718ac9c71dc19aa32b54c8b7d55b648a52a90808daf2895dd228b3aa15f897983966c3c9389"
             "c07a9c3f76ba50a4388297726429967957c861b7719240a22c94828f4c5927b3aab8726b4192d4b7a264686ef7"},
            {Resampling::Bilinear, 4, 3,
             "34948a77845e769f799a74698d95766671856c9571646e7d6387a9827c8b648d907a6795"},
            {Resampling::Bilinear, 5, 6,
             "0c71d63a9f756fd439a4986ed2379c45aa4f7e79659e678c458e797ea34884b74e775f9474826d709375538681"
             "9f8b8c587ba565875e719476614d8f8166b662a3817d5d9347907c7e4d723a9faea67d70568cc2a89b726a79de"},
            {Resampling::Bicubic, 4, 3,
             "2d988b7c835c77a3799b7268969772656c886a946f5e6f796187ad827e8b628e8f7d6297"},
            {Resampling::Bicubic, 5, 6,
             "066be836a1736ce727a99c6dd926a43db4438a775db0529e338d7e82b1338dc93a7d4d9d6c876c799572478b86"
             "b187904d77b05b934b7a97735f3c958458c25db07b8a4b9836917f8845622da7b0b1796c498fcfb09e6a6676ed"},
            {Resampling::Box, 4, 3,
             "3a9f8491765b52b79c93785dae93782c91768aef54694eb36287ac876c9143a88d7f6489"},
            {Resampling::Box, 5, 6,
             "0065ca389d826fd439a78c71de43a847ac1192775cdd42a7288d7273d83d8ef3586d52b74bb015aa8f74086dd2"
             "8ef3586d52b74bb015aa8f74086dd2d53a9f47ac91b91e832b90759d02671c81e6a2876c278cf1ad92773297fc"},
            {Resampling::Hamming, 4, 3,
             "2d919574834f73b17da46b6e989c734c74936eaf695f63935d89ab8f74885d9b8c7a65a0"},
            {Resampling::Hamming, 5, 6,
             "086dd23ba06a6fd439a3a36dd63ba04bb029906662c34d9f2d8a8671c33b84c44e6c5ba0738e507b9b75428297"
             "a2a37c5575a96888457b9b754d4ea3a650b156af7d9e388a2d8a86892e622e93c4ab75753a8cdea3a36d5485ea"},
        };
        QTest::addColumn<int>("resampling");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<QByteArray>("bytes");
        for (const Scaled& one : all) {
            QTest::addRow("%d to %d x %d", static_cast<int>(one.resampling), one.width, one.height)
                << static_cast<int>(one.resampling) << one.width << one.height << QByteArray(one.bytes);
        }
    }

    void scalingIsThatOfTheReferenceByteByByte()
    {
        QFETCH(int, resampling);
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(QByteArray, bytes);
        QCOMPARE(hex(resized(sample(), width, height, static_cast<Resampling>(resampling))), bytes.toStdString());
    }

    void numbersAreThoseOfTheReference()
    {
        ImageSpec image = spec(4, 3, 3);
        image.preparation.mean = {0.485, 0.456, 0.406};
        image.preparation.deviation = {0.229, 0.224, 0.225};
        const auto pixels = pixelsOf(sample(), image);
        QVERIFY(pixels.has_value());
        QCOMPARE(pixels->rows(), Index{9});
        QCOMPARE(pixels->cols(), Index{4});
        const double expected[] = {-0.0800582767, -0.371179074, 0.108314134, 0.275210202, -0.0574229546,
                                   0.135154054,   -0.166100129, 0.513638556, 0.618213713};
        for (Index row = 0; row < 9; ++row)
            QVERIFY(std::abs((*pixels)(row, 1) - expected[row]) < 1e-8);
    }

    void greyIsTheReferencesLuma()
    {
        ImageSpec image = spec(7, 5, 1);
        image.preparation.factor = 1.0;
        const auto pixels = pixelsOf(sample(), image);
        QVERIFY(pixels.has_value());
        const double expected[] = {82, 119, 127, 164, 201, 88, 125};
        for (Index column = 0; column < 7; ++column)
            QVERIFY((*pixels)(0, column) == expected[column]);
    }

    void theMiddleIsKeptAndWhatIsMissingIsBlack()
    {
        ImageSpec image = spec(3, 3, 3);
        image.preparation.resizeWidth = 0;
        image.preparation.cropWidth = image.preparation.cropHeight = 3;
        image.preparation.factor = 1.0;
        const auto inner = pixelsOf(sample(), image);
        QVERIFY(inner.has_value());
        QVERIFY((*inner)(0, 0) == sample().pixel(2, 1)[0]);
        image.width = image.height = 8;
        image.preparation.cropWidth = image.preparation.cropHeight = 8;
        const auto outer = pixelsOf(sample(), image);
        QVERIFY(outer.has_value());
        // 1 column and 2 rows on the left and above, as half of 1 and of 3 rounded up.
        QVERIFY((*outer)(2, 1) == sample().pixel(0, 0)[0]);
        QVERIFY((*outer)(1, 1) == 0.0 && (*outer)(2, 0) == 0.0 && (*outer)(7, 7) == 0.0);
    }

    void aPictureOfAnotherSizeIsRefused()
    {
        ImageSpec image = spec(6, 6, 3);
        image.preparation.resizeWidth = 0;
        const auto pixels = pixelsOf(sample(), image);
        QVERIFY(!pixels.has_value());
        QVERIFY(pixels.error().english().find("7 × 5") != std::string::npos);
    }

    void bothFormsOfTheConfigurationAreRead()
    {
        const auto read = [](const char* text) {
            const nlohmann::json document = nlohmann::json::parse(text);
            ImageSpec image = spec(224, 224, 3);
            const auto ok = readPreparation(ConfigReader(document, "preprocessor_config.json"), image);
            return ok ? image.preparation.resizeHeight * 1000 + image.preparation.cropWidth : -1;
        };
        QCOMPARE(read(R"({"size": 256, "crop_size": 224, "do_center_crop": true, "resample": 3})"), 256'224);
        QCOMPARE(read(R"({"size": {"height": 256, "width": 200}, "do_center_crop": false})"), 256'000);
        QCOMPARE(read(R"({"do_resize": false})"), 0);
        QCOMPARE(read(R"({"size": {"shortest_edge": 256}})"), -1);
        QCOMPARE(read(R"({"size": 0})"), -1);
        QCOMPARE(read(R"({"image_mean": [0.5]})"), -1);
        QCOMPARE(read(R"({"resample": 9})"), -1);
    }
};

QTEST_APPLESS_MAIN(TestPicture)
#include "tst_picture.moc"
