// Folders that were never meant to be models, or were meant to do harm: each is refused with its sentence or opens, at once,
// and nothing outside the folder is opened.
#include "core/base/limits.h"
#include "core/family_folders.h"
#include "core/model/load.h"
#include "core/model/safetensors.h"
#include "core/opened_files.h"
#include "core/other_user.h"
#include "core/run/trace_inputs.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <chrono>
#include <thread>

using namespace hl;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double secondsAllowed = 20.0; // of processor time, for one folder
#else
constexpr double secondsAllowed = 1.0;
#endif

using Prepare = std::function<void(const fs::path& folder)>;

struct Case
{
    const char* name;
    Prepare prepare;
    std::string sentence; ///< a part of the refusal; empty where the folder opens
};

void makeSocket(const fs::path& path)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string near = fs::relative(path).string(); // the place for a name is short
    std::strncpy(address.sun_path, near.c_str(), sizeof(address.sun_path) - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
        qFatal("no socket");
    ::close(socket);
}

void replace(const fs::path& path, const Prepare& make)
{
    fs::remove_all(path);
    make(path);
}

/// What may stand where a file is expected, and what is then said.
struct Place
{
    const char* name;
    Prepare make;
    const char* sentence;
};

const std::vector<Place>& strangePlaces()
{
    static const std::vector<Place> all = {
        {"a folder", [](const fs::path& p) { fs::create_directory(p); }, " is a folder: choose a file in it."},
        {"a pipe", [](const fs::path& p) { ::mkfifo(p.c_str(), 0600); }, " is a pipe: write its content into a file and choose that."},
        {"a socket", makeSocket, " is a socket: choose a file."},
        {"a device", [](const fs::path& p) { fs::create_symlink("/dev/zero", p); }, " is a device: choose a file."},
        {"a list of users", [](const fs::path& p) { fs::create_symlink("/etc/passwd", p); }, ""},
    };
    return all;
}

std::string sparse(const fs::path& path, std::uint64_t size, const std::string& begin)
{
    writeBytes(path, begin);
    fs::resize_file(path, size);
    return path.string();
}

std::string headerOf(const std::string& json)
{
    std::string out(8, '\0');
    const std::uint64_t size = json.size();
    std::memcpy(out.data(), &size, 8);
    return out + json;
}

/// Two files of weights and their index, which `change` may change.
void writeShards(const fs::path& folder, const std::function<void(nlohmann::json&)>& change)
{
    const ModelFolder whole = ModelFolder::gpt2();
    ModelFolder parts[2];
    nlohmann::json map = nlohmann::json::object();
    std::size_t i = 0;
    for (const auto& [name, values] : whole.tensors) {
        parts[i % 2].tensors[name] = values;
        map[name] = i++ % 2 == 0 ? "a.safetensors" : "b.safetensors";
    }
    fs::remove(folder / "model.safetensors");
    writeBytes(folder / "a.safetensors", parts[0].weightsFile());
    writeBytes(folder / "b.safetensors", parts[1].weightsFile());
    nlohmann::json index = {{"weight_map", map}};
    change(index);
    writeBytes(folder / "model.safetensors.index.json", index.dump());
}

std::vector<Case> cases()
{
    std::vector<Case> all = {
        {"nothing but config.json", [](const fs::path& f) { fs::remove(f / "model.safetensors"); }, "has no model.safetensors."},
        {"nothing but weights", [](const fs::path& f) { fs::remove(f / "config.json"); }, "has no config.json; open the folder that holds"},
        {"config.json is a loop of links", [](const fs::path& f) { replace(f / "config.json", [](const fs::path& p) { fs::create_symlink("config.json", p); }); },
         "has no config.json"},
        {"the weights are a loop of links", [](const fs::path& f) { replace(f / "model.safetensors", [](const fs::path& p) { fs::create_symlink("model.safetensors", p); }); },
         "has no model.safetensors"},
        {"the weights are a link to nowhere", [](const fs::path& f) { replace(f / "model.safetensors", [](const fs::path& p) { fs::create_symlink("../gone", p); }); },
         "has no model.safetensors"},
        {"config.json is larger than any", [](const fs::path& f) { sparse(f / "config.json", limits::configFile + 1, "{}"); },
         "has 1048577 bytes, more than the 1048576 bytes that are read"},
        {"weights of a terabyte, all of it a hole", [](const fs::path& f) { sparse(f / "model.safetensors", std::uint64_t{1} << 40U, ""); },
         "has 1099511627776 bytes, more than the 68719476736 bytes that are read"},
        {"weights of 60 GB, all of it a hole", [](const fs::path& f) { sparse(f / "model.safetensors", std::uint64_t{60} << 30U, ""); },
         "model.safetensors, line 1, column 1: the JSON text ends too early"},
        {"weights of 60 GB behind one small tensor",
         [](const fs::path& f) {
             sparse(f / "model.safetensors", std::uint64_t{60} << 30U, headerOf(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})"));
         },
         "bytes behind its last tensor"},
        {"weights of 60 GB of which half is promised",
         [](const fs::path& f) {
             sparse(f / "model.safetensors", std::uint64_t{30} << 30U, headerOf(R"({"a":{"dtype":"U8","shape":[2147483647,30],"data_offsets":[0,64424509410]}})"));
         },
         "is incomplete"},
        {"an index that is a list", [](const fs::path& f) { writeShards(f, [](nlohmann::json& index) { index = nlohmann::json::array({1}); }); },
         "model.safetensors.index.json has no \"weight_map\""},
        {"an index of nothing", [](const fs::path& f) { writeShards(f, [](nlohmann::json& index) { index["weight_map"] = nlohmann::json::object(); }); },
         "model.safetensors.index.json has no \"weight_map\""},
        {"an index that is a list of users",
         [](const fs::path& f) {
             writeShards(f, [](nlohmann::json&) {});
             replace(f / "model.safetensors.index.json", [](const fs::path& p) { fs::create_symlink("/etc/passwd", p); });
         },
         "model.safetensors.index.json, line 1, column 1: this is not valid JSON"},
        {"an index of 513 files",
         [](const fs::path& f) {
             writeShards(f, [](nlohmann::json& index) {
                 for (int i = 0; i < 513; ++i)
                     index["weight_map"]["t" + std::to_string(i)] = "f" + std::to_string(i) + ".safetensors";
             });
         },
         "lists 515 files; at most 512 are read."},
        {"a file of weights whose name is too long",
         [](const fs::path& f) { writeShards(f, [](nlohmann::json& index) { index["weight_map"]["wte.weight"] = std::string(300, 'x') + ".safetensors"; }); },
         "which is not the name of a .safetensors file in this folder"},
        {"a file of weights with a NUL in its name",
         [](const fs::path& f) { writeShards(f, [](nlohmann::json& index) { index["weight_map"]["wte.weight"] = "a\0/../x.safetensors"s; }); },
         "which is not the name of a .safetensors file in this folder"},
        {"a file of weights that is a folder",
         [](const fs::path& f) {
             writeShards(f, [](nlohmann::json&) {});
             replace(f / "b.safetensors", [](const fs::path& p) { fs::create_directory(p); });
         },
         "b.safetensors is a folder"},
        {"a pipe as generation_config.json", [](const fs::path& f) { ::mkfifo((f / "generation_config.json").c_str(), 0600); }, "generation_config.json is a pipe"},
        {"a pipe as tokenizer.json", [](const fs::path& f) { ::mkfifo((f / "tokenizer.json").c_str(), 0600); }, "tokenizer.json is a pipe"},
        {"a pipe as vocab.txt", [](const fs::path& f) { ::mkfifo((f / "vocab.txt").c_str(), 0600); }, "vocab.txt is a pipe"},
        {"a device as tokenizer_config.json",
         [](const fs::path& f) {
             writeBytes(f / "vocab.txt", "[UNK]\n");
             fs::create_symlink("/dev/zero", f / "tokenizer_config.json");
         },
         "tokenizer_config.json is a device"},
        {"the weights may not be read", [](const fs::path& f) { fs::permissions(f / "model.safetensors", fs::perms::none); },
         "model.safetensors may not be read: ask its owner"},
        {"config.json may not be read", [](const fs::path& f) { fs::permissions(f / "config.json", fs::perms::none); },
         "config.json may not be read: ask its owner"},
        {"the folder may not be entered", [](const fs::path& f) { fs::permissions(f, fs::perms::none); }, "model may not be read: ask its owner"},
        // What only looks strange opens.
        {"ten thousand other files",
         [](const fs::path& f) {
             for (int i = 0; i < 10'000; ++i)
                 fs::create_symlink("config.json", f / ("other-" + std::to_string(i)));
         },
         ""},
        {"names that are no UTF-8, with line breaks, and as long as they can be",
         [](const fs::path& f) {
             for (const std::string& name : {"a\nb\xff"s, std::string(255, 'n'), "\xE2\x80\xAE.safetensors"s, "-rf"s, "$(touch x)"s})
                 writeBytes(f / name, "x");
         },
         ""},
        {"a file of weights that nobody lists",
         [](const fs::path& f) {
             writeShards(f, [](nlohmann::json&) {});
             writeBytes(f / "c.safetensors", "this is nothing");
         },
         ""},
        {"a program that calls itself a part of the model", [](const fs::path& f) { writeBytes(f / "modeling.py", "import os\nos.abort()\n"); }, ""},
    };
    for (const Place& place : strangePlaces()) {
        const bool isText = *place.sentence == '\0';
        for (const char* file : {"config.json", "model.safetensors"}) {
            static std::vector<std::string> names;
            names.reserve(64);
            names.push_back(std::string(file) + " is " + place.name);
            const std::string said = !isText ? file + std::string(place.sentence)
                : file == std::string("config.json") ? "config.json, line 1, column 1: this is not valid JSON"
                                                     : "model.safetensors is not a safetensors file: its first 8 bytes promise";
            all.push_back({names.back().c_str(), [file, make = place.make](const fs::path& f) { replace(f / file, make); }, said});
        }
    }
    return all;
}

/// The first bytes of files that are sometimes saved under the name of weights.
std::vector<Case> wrongKinds()
{
    const std::string zeros(64, '\0');
    const std::string inZip = "PK\3\4"s + std::string(22, '\0');
    std::string tar(512, '\0');
    tar.replace(0, 5, "model").replace(257, 5, "ustar");
    const auto weights = [](const char* name, const std::string& bytes, const char* sentence) {
        return Case{name, [bytes](const fs::path& f) { writeBytes(f / "model.safetensors", bytes); }, sentence};
    };
    return {
        weights("a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 548105171\n", "is a Git LFS pointer, not the model itself: run \"git lfs pull\" in its folder."),
        weights("an HTML page", "<!DOCTYPE html><html><head><title>Sign in", "is an HTML page that was saved instead of the model: download the file itself"),
        weights("a pickle in a zip", inZip + "\x10\0\0\0"s + "archive/data.pkl" + zeros, "is a zip archive, as PyTorch saves its pickles: it is not supported because it can run code"),
        weights("a bare pickle", "\x80\4\x95\x1a\0\0\0\0\0\0\0}\x94"s, "is a Python pickle: it is not supported because it can run code"),
        weights("GGUF", "GGUF\3\0\0\0"s + zeros, "is a GGUF file, which is not supported: get the model's .safetensors file."),
        weights("ONNX", "\x08\x07\x12\x07pytorch\x1a\x05"s + "1.13.1" + zeros, "is an ONNX file, which is not supported"),
        weights("HDF5", "\x89HDF\r\n\x1a\n"s + zeros, "is a Keras/HDF5 file, which is not supported"),
        weights("NPY", "\x93NUMPY\1\0"s + zeros, "is a NumPy file (.npy), not a model"),
        weights("NPZ", inZip + "\7\0\0\0"s + "arr.npy" + zeros, "is a NumPy archive (.npz), not a model"),
        weights("tar", tar, "is a tar archive: unpack it"),
        weights("gzip", "\x1f\x8b\x08\0"s + zeros, "is packed with gzip: unpack it"),
        weights("PNG", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s, "is a PNG picture"),
        weights("PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF document"),
        weights("ELF", "\x7f" "ELF\2\1\1\0"s + zeros, "is a program (ELF)"),
        weights("empty", "", "is empty: get the file again."),
        weights("Python source", "# Copyright\n#\n\nimport torch\n", "is Python source code"),
        weights("the index alone", "{\n  \"metadata\": {\"total_size\": 548105171}, \"weight_map\": {}}", "is a JSON file (perhaps the index of a model in several files)"),
    };
}

/// A few positions for any model.
ForwardInput shortInput(const Model& model)
{
    ForwardInput input;
    const ModelSpec& spec = model.spec();
    if (spec.image)
        input.source.features = MatrixOf<double>::Constant(spec.image->patches(), spec.image->patchFeatures(), 0.1);
    else if (spec.audio)
        input.source.features = MatrixOf<double>::Constant(spec.audio->frames(), spec.audio->melBins, 0.1);
    else
        input.source.tokens = tokensOfIds(model, {1, 2, 0});
    if (spec.isEncoderDecoder())
        input.target.tokens = tokensOfIds(model, {1, 2});
    return input;
}

} // namespace

class TestHostileFolders : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;

    fs::path folder() const { return fs::path(m_directory->path().toStdString()) / "model"; }

    static void addRows(const std::vector<Case>& all)
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name) << static_cast<int>(i);
    }

    /// Opens or is refused as the case says, within its time, and opens no file elsewhere.
    void check(const Case& each) const
    {
        ModelFolder::gpt2().write(folder());
        each.prepare(folder());
        const AsOtherUser user;
        const OpenedFiles opened;
        const std::clock_t start = std::clock();
        const auto model = loadModel(folder());
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        QVERIFY2(seconds < secondsAllowed, qPrintable(QString::number(seconds)));
        const auto outside = opened.outside(folder());
        QVERIFY2(outside.empty(), outside.empty() ? "" : outside.front().c_str());
        QVERIFY2(!opened.names().empty() || !model, "opening files is not noticed");
        const std::string said = model ? std::string() : model.error().english();
        QVERIFY2(model.has_value() == each.sentence.empty(), said.c_str());
        QVERIFY2(said.find(each.sentence) != std::string::npos, said.c_str());
        QVERIFY2(said.find('\n') == std::string::npos && said.size() < 1000, said.c_str());
        QVERIFY2(said.find("root:") == std::string::npos, "what a foreign file holds is not told");
        if (!model)
            QVERIFY2(said.ends_with('.'), said.c_str());
    }

private slots:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        fs::permissions(m_directory->path().toStdString(), fs::perms(0755));
    }
    void cleanup()
    {
        std::error_code ignored;
        fs::permissions(folder(), fs::perms::owner_all, ignored);
        fs::remove_all(m_directory->path().toStdString(), ignored); // Qt cannot name all of these files
        m_directory->setAutoRemove(false);
    }

    void foldersAreRefusedOrOpenAtOnce_data() { addRows(cases()); }
    void foldersAreRefusedOrOpenAtOnce()
    {
        QFETCH(int, index);
        check(cases().at(static_cast<std::size_t>(index)));
    }

    void wrongKindsOfWeightsAreNamed_data() { addRows(wrongKinds()); }
    void wrongKindsOfWeightsAreNamed()
    {
        QFETCH(int, index);
        check(wrongKinds().at(static_cast<std::size_t>(index)));
    }

    void theFolderItselfMayHaveAnyName_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("a line break") << QByteArray("a\nb");
        QTest::newRow("no UTF-8") << QByteArray("caf\xe9\xff");
        QTest::newRow("direction signs") << QByteArray("\xE2\x80\xAEtxt.exe");
        QTest::newRow("255 bytes") << QByteArray(255, 'm');
        QTest::newRow("a hyphen first") << QByteArray("-h");
        QTest::newRow("markup") << QByteArray("<img src=x onerror=alert(1)>%1%n{0}");
    }
    void theFolderItselfMayHaveAnyName()
    {
        QFETCH(QByteArray, name);
        const fs::path path = fs::path(m_directory->path().toStdString()) / name.toStdString();
        ModelFolder::gpt2().write(path);
        const auto model = loadModel(path);
        QVERIFY2(model.has_value(), model ? "" : model.error().english().c_str());
        QCOMPARE((*model)->spec().name, name.toStdString());
        fs::remove(path / "model.safetensors");
        const std::string said = loadModel(path).error().english();
        for (const char* sign : {"\n", "\xff", "\xE2\x80\xAE"})
            QVERIFY2(said.find(sign) == std::string::npos, said.c_str());
    }

    /// While another program writes, cuts, replaces or removes the folder's files, opening gives a model or a sentence.
    void whatChangesWhileItIsReadGivesAModelOrASentence_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("removed") << 0;
        QTest::newRow("truncated") << 1;
        QTest::newRow("replaced by a renamed file") << 2;
        QTest::newRow("grown") << 3;
    }
    void whatChangesWhileItIsReadGivesAModelOrASentence()
    {
        QFETCH(int, how);
        ModelFolder made = ModelFolder::gpt2();
        made.write(folder());
        const std::string sound = made.weightsFile();
        const fs::path weights = folder() / "model.safetensors";
        // Both as it was and as it should not be, each for a while: opening meets the change, and what it leads from and to.
        int pauses = 0;
        const auto pause = [&] { std::this_thread::sleep_for(std::chrono::milliseconds(++pauses % 3)); };
        const auto disturb = [&] {
            std::error_code error;
            switch (how) {
            case 0:
                fs::remove(weights, error);
                pause();
                writeBytes(weights, sound);
                break;
            case 1:
                fs::resize_file(weights, sound.size() / 2, error);
                pause();
                writeBytes(weights, sound);
                break;
            case 2:
                writeBytes(folder() / "new", std::string_view(sound).substr(0, sound.size() / 3));
                fs::rename(folder() / "new", weights, error);
                pause();
                writeBytes(folder() / "new", sound);
                fs::rename(folder() / "new", weights, error);
                break;
            default:
                fs::resize_file(weights, sound.size() + 4096, error);
                pause();
                fs::resize_file(weights, sound.size(), error);
            }
            pause();
        };
        std::jthread other([&](const std::stop_token& stop) {
            while (!stop.stop_requested())
                disturb();
        });
        int opened = 0;
        int refused = 0;
        for (int round = 0; round < 2000 && (opened == 0 || refused == 0 || round < 300); ++round) {
            const auto model = loadModel(folder());
            ++(model ? opened : refused);
            if (!model)
                QVERIFY2(model.error().english().find("model.safetensors") != std::string::npos, model.error().english().c_str());
        }
        other.request_stop();
        other.join();
        QVERIFY2(opened > 0 && refused > 0, qPrintable(QStringLiteral("%1 opened, %2 refused").arg(opened).arg(refused)));
        writeBytes(weights, sound);
        QVERIFY(loadModel(folder()).has_value());
    }

    /// Every key of a family's configuration with every kind of wrong value: a sentence, or a model that runs.
    void anyValueOfAnyKeyGivesAModelThatRunsOrASentence_data()
    {
        QTest::addColumn<QByteArray>("family");
        for (const char* family : {"gpt2", "bert", "t5", "bart", "mbart", "marian", "whisper", "vit", "deit"})
            QTest::newRow(family) << QByteArray(family);
        for (const auto& entry : fs::directory_iterator(fs::path(HEADLIGHT_TEST_DATA) / "golden" / "models"))
            QTest::newRow(("golden " + entry.path().filename().string()).c_str()) << QByteArray::fromStdString(entry.path().string());
    }
    void anyValueOfAnyKeyGivesAModelThatRunsOrASentence()
    {
        QFETCH(QByteArray, family);
        nlohmann::json config;
        if (family.startsWith('/')) {
            fs::copy(family.toStdString(), folder(), fs::copy_options::recursive);
            for (const char* needless : {"expected.npz", "expected_f64.npz"})
                fs::remove(folder() / needless);
            std::ifstream file(folder() / "config.json");
            config = nlohmann::json::parse(file);
        } else {
            const ModelFolder made = family == "t5" ? familyFolders::t5(false)
                : family == "marian"                ? familyFolders::marian(true)
                : family == "whisper"               ? familyFolders::whisper()
                : family == "vit" || family == "deit" ? familyFolders::vision(family.toStdString())
                : family == "bart" || family == "mbart" ? familyFolders::bart(family.toStdString())
                                                        : ModelFolder::of(family.constData());
            made.write(folder());
            config = made.config;
        }
        QVERIFY(loadModel(folder()).has_value());
        int refused = 0;
        for (const auto& [key, value] : config.items()) {
            for (const char* wrong : {"null", "\"x\"", "-1", "0", "1.5", "2147483648", "1e308", "[]", "{}"}) {
                nlohmann::json changed = config;
                changed.erase(key);
                std::string text = changed.dump();
                text.pop_back();
                text += (text.size() > 1 ? ", \"" : "\"") + key + "\": " + wrong + "}";
                writeBytes(folder() / "config.json", text);
                const std::clock_t start = std::clock();
                const auto model = loadModel(folder());
                const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
                QVERIFY2(seconds < secondsAllowed, (key + " = " + wrong).c_str());
                if (model) {
                    const auto trace = forward(*model, shortInput(**model));
                    QVERIFY2(trace || trace.error().english().ends_with('.'), (key + " = " + wrong).c_str());
                    continue;
                }
                ++refused;
                const std::string said = model.error().english();
                const bool isSentence = said.ends_with('.') || said.ends_with('?');
                QVERIFY2(said.find('\n') == std::string::npos && isSentence && said.size() < 1500, said.c_str());
                const bool namesKeyOrTensor = said.find('"') != std::string::npos || said.starts_with("The model says ");
                QVERIFY2(namesKeyOrTensor, (key + " = " + wrong + ": " + said).c_str());
            }
        }
        QVERIFY(refused > 20);
    }
};

QTEST_APPLESS_MAIN(TestHostileFolders)
#include "tst_hostile_folders.moc"
