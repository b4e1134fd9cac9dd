// Sound on its way to a model: WAV files, and the log-mel spectrogram against the reference's numbers.
#include "core/sound/mel.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <bit>
#include <cmath>
#include <cstring>
#include <numbers>

using namespace hl;

namespace {

std::string little(std::uint64_t value, int count)
{
    std::string bytes;
    for (int i = 0; i < count; ++i)
        bytes += static_cast<char>((value >> static_cast<unsigned>(8 * i)) & 0xFFU);
    return bytes;
}

std::string wav(unsigned kind, unsigned channels, unsigned bits, const std::string& data, const std::string& before = {})
{
    const std::string format = little(kind, 2) + little(channels, 2) + little(16'000, 4) + little(16'000 * bits / 8, 4)
                               + little(bits / 8, 2) + little(bits, 2);
    const std::string body = "WAVE" + before + "fmt " + little(16, 4) + format + "data" + little(data.size(), 4) + data;
    return "RIFF" + little(body.size(), 4) + body;
}

Result<Sound> parsed(const std::string& file)
{
    return parseWav(std::as_bytes(std::span(file)), "x.wav");
}

AudioSpec smallSpec()
{
    AudioSpec spec;
    spec.melBins = 6;
    spec.positions = 500;
    spec.window = 40;
    spec.hop = 16;
    spec.seconds = 1;
    return spec;
}

/// Two tones for 3000 samples.
Sound tones()
{
    Sound sound{16'000, {}};
    for (int i = 0; i < 3000; ++i)
        sound.samples.push_back(static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * 440 * i / 16'000)
                                                   + 0.25 * std::sin(2 * std::numbers::pi * 3000 * i / 16'000 + 1)));
    return sound;
}

} // namespace

class TestSound : public QObject
{
    Q_OBJECT

private slots:
    void everyKindOfSampleIsRead_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<double>("second");
        const auto row = [](const char* name, const std::string& file, double second) {
            QTest::newRow(name) << QByteArray::fromStdString(file) << second;
        };
        row("8 bits", wav(1, 1, 8, "\x80\x40"), -0.5);
        row("16 bits", wav(1, 1, 16, little(0, 2) + little(0xC000, 2)), -0.5);
        row("24 bits", wav(1, 1, 24, little(0, 3) + little(0x400000, 3)), 0.5);
        row("32 bits", wav(1, 1, 32, little(0, 4) + little(0x80000000U, 4)), -1.0);
        row("float", wav(3, 1, 32, little(0, 4) + little(std::bit_cast<std::uint32_t>(0.25F), 4)), 0.25);
        row("double", wav(3, 1, 64, little(0, 8) + little(std::bit_cast<std::uint64_t>(0.25), 8)), 0.25);
        row("a chunk of odd length before", wav(1, 1, 16, little(0, 2) + little(0x4000, 2), "LIST" + little(3, 4) + "abc" + '\0'), 0.5);
    }

    void everyKindOfSampleIsRead()
    {
        QFETCH(QByteArray, file);
        QFETCH(double, second);
        const auto sound = parsed(file.toStdString());
        QVERIFY2(sound.has_value(), sound ? "" : sound.error().english().c_str());
        QCOMPARE(sound->samples.size(), std::size_t{2});
        QCOMPARE(sound->sampleRate, 16'000);
        QVERIFY(sound->samples[0] == 0.0F && static_cast<double>(sound->samples[1]) == second);
    }

    void whatIsNoSoundIsRefused_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* name, const std::string& file, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(file) << QByteArray(sentence);
        };
        const std::string whole = wav(1, 1, 16, "abcd");
        row("empty", "", "is not a WAV file");
        row("text", "hello, this is no sound", "is not a WAV file");
        row("only the start", whole.substr(0, 12), "is a damaged WAV file");
        row("no data", whole.substr(0, 36), "is a damaged WAV file");
        row("no samples", wav(1, 1, 16, ""), "holds no sound");
        row("stereo", wav(1, 2, 16, "abcd"), "2 channels");
        row("compressed", wav(85, 1, 16, "abcd"), "format 85");
        row("12 bits", wav(1, 1, 12, "abcd"), "12 bits");
        std::string noRate = whole;
        noRate.replace(24, 4, std::string(4, '\0'));
        row("no rate", noRate, "0 samples a second");
    }

    void whatIsNoSoundIsRefused()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, sentence);
        const auto sound = parsed(file.toStdString());
        QVERIFY(!sound.has_value());
        const std::string said = sound.error().english();
        QVERIFY2(said.starts_with("x.wav") && said.find(sentence.toStdString()) != std::string::npos, said.c_str());
    }

    void spectrogramIsTheReferences()
    {
        // torch 1.13: stft with a periodic Hann window, Slaney's filters, log10, clamp, scale.
        struct Frame
        {
            Index index;
            double bins[6];
        };
        const Frame frames[] = {{0, {0.5492946, 0.466348, 0.3111446, 0.3676989, 0.3730352, 0.05019486}},
                                {1, {0.6889025, 0.5446511, -0.1369476, 0.3472652, 0.4159607, -0.1952438}},
                                {7, {0.6883042, 0.5463487, -0.2389479, 0.3460991, 0.4164364, -0.2155322}},
                                {187, {0.6700221, 0.5175955, 0.03760237, 0.3361231, 0.3983591, -0.05304217}},
                                {500, {-1.31037, -1.31037, -1.31037, -1.31037, -1.31037, -1.31037}}};
        const auto mel = logMel(tones(), smallSpec());
        QVERIFY2(mel.has_value(), mel ? "" : mel.error().english().c_str());
        QCOMPARE(mel->rows(), Index{1000});
        QCOMPARE(mel->cols(), Index{6});
        for (const Frame& frame : frames) {
            for (Index bin = 0; bin < 6; ++bin) {
                const double difference = std::abs((*mel)(frame.index, bin) - frame.bins[bin]);
                QVERIFY2(difference < 2e-5, qPrintable(QStringLiteral("frame %1, bin %2: %3").arg(frame.index).arg(bin).arg(difference)));
            }
        }
    }

    void everyFilterIsATriangleOfTheSameArea()
    {
        AudioSpec spec;
        spec.window = 4096; // fine enough to see it
        const auto filters = melFilters(spec);
        const double width = 8000.0 / static_cast<double>(filters.cols() - 1); // Hz
        for (Index bin = 0; bin < filters.rows(); ++bin)
            QVERIFY(std::abs(filters.row(bin).sum() * width - 1.0) < 0.01);
    }

    void anotherRateOrLengthIsRefused()
    {
        Sound sound = tones();
        sound.sampleRate = 44'100;
        const auto rate = logMel(sound, smallSpec());
        QVERIFY(!rate.has_value() && rate.error().english().find("44100") != std::string::npos);
        AudioSpec spec = smallSpec();
        spec.positions = 400;
        const auto frames = logMel(tones(), spec);
        QVERIFY(!frames.has_value() && frames.error().english().find("1000 frames") != std::string::npos);
    }

    void theConfigurationOfTheSpectrogramIsRead()
    {
        const nlohmann::json good{{"feature_size", 80}, {"hop_length", 100}, {"n_fft", 200}, {"chunk_length", 10}, {"sampling_rate", 8000}};
        AudioSpec spec;
        QVERIFY(readSpectrogram(ConfigReader(good, "p.json"), spec).has_value());
        QCOMPARE(spec.hop, 100);
        QCOMPARE(spec.window, 200);
        QCOMPARE(spec.seconds, 10);
        QCOMPARE(spec.sampleRate, 8000);
        const nlohmann::json other{{"feature_size", 128}};
        QVERIFY(!readSpectrogram(ConfigReader(other, "p.json"), spec).has_value());
        const nlohmann::json endless{{"chunk_length", 1'000'000}};
        QVERIFY(!readSpectrogram(ConfigReader(endless, "p.json"), spec).has_value());
    }
};

QTEST_APPLESS_MAIN(TestSound)
#include "tst_sound.moc"
