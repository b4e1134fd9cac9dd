#include "core/model/file_kind.h"
#include "core/model/safetensors.h"

#include <QTest>

using namespace hl;
using namespace std::string_literals;

class TestFileKind : public QObject
{
    Q_OBJECT

private slots:
    void wrongFilesAreNamed_data();
    void wrongFilesAreNamed();
    void damagedSafetensorsAreNotMisnamed_data();
    void damagedSafetensorsAreNotMisnamed();
};

void TestFileKind::wrongFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("fragment");
    const auto row = [](const char* name, const std::string& bytes, FileKind kind, const char* fragment) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << static_cast<int>(kind)
                            << QByteArray(fragment);
    };
    const std::string zeros(64, '\0');
    const std::string inZip = "PK\3\4"s + std::string(22, '\0');
    std::string tar(512, '\0');
    tar.replace(0, 5, "model").replace(257, 5, "ustar");
    row("empty", "", FileKind::Empty, "is empty: get the file again");
    row("Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 548105171\n",
        FileKind::GitLfsPointer, "run \"git lfs pull\"");
    row("HTML", "<!DOCTYPE html><html><head><title>Sign in", FileKind::Html, "an HTML page");
    row("HTML behind white space, upper case", "\xef\xbb\xbf\n  <HTML lang=en>\n<body>x</body>",
        FileKind::Html, "an HTML page");
    row("XML", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>", FileKind::Html, "an HTML page");
    row("PyTorch zip", inZip + "\x10\0\0\0"s + "archive/data.pkl" + zeros, FileKind::Zip, "it can run code");
    row("NPZ", inZip + "\7\0\0\0"s + "arr.npy" + zeros, FileKind::Npz, "a NumPy archive");
    row("PyTorch pickle", "\x80\2\x8a\nl\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\2M\xe9\3."s,
        FileKind::Pickle, "it can run code");
    row("pickle of protocol 4", "\x80\4\x95\x1a\0\0\0\0\0\0\0}\x94"s, FileKind::Pickle, "a Python pickle");
    row("GGUF", "GGUF\3\0\0\0"s + zeros, FileKind::Gguf, "a GGUF file");
    row("ONNX", "\x08\x07\x12\x07pytorch\x1a\x05"s + "1.13.1" + zeros, FileKind::Onnx, "an ONNX file");
    row("HDF5", "\x89HDF\r\n\x1a\n"s + zeros, FileKind::Hdf5, "a Keras/HDF5 file");
    row("NPY", "\x93NUMPY\1\0"s + zeros, FileKind::Npy, "a NumPy file");
    row("tar", tar, FileKind::Tar, "a tar archive: unpack it");
    row("gzip", "\x1f\x8b\x08\0"s + zeros, FileKind::Gzip, "packed with gzip");
    row("PNG", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s, FileKind::Png, "a PNG picture");
    row("PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", FileKind::Pdf, "a PDF document");
    row("ELF", "\x7f"s + "ELF\2\1\1\0"s + zeros, FileKind::Elf, "a program (ELF)");
    row("Python source", "# Copyright\n#\n\nimport torch\nfrom torch import nn\n", FileKind::PythonSource,
        "Python source code");
    row("Python script", "#!/usr/bin/env python3\nprint(1)\n", FileKind::PythonSource, "Python source code");
    row("JSON", "{\n  \"metadata\": {\"total_size\": 548105171}, \"weight_map\": {}}", FileKind::Json,
        "a JSON file (perhaps the index");
    row("JSON list", "[1, 2, 3, 4, 5]", FileKind::Json, "a JSON file");
}

void TestFileKind::wrongFilesAreNamed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, kind);
    QFETCH(QByteArray, fragment);
    const auto view = std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    QCOMPARE(static_cast<int>(fileKindOf(view)), kind);
    const auto refused = SafetensorsFile::parse({view.begin(), view.end()}, "model.safetensors");
    QVERIFY(!refused);
    QCOMPARE(static_cast<int>(refused.error().code), static_cast<int>(ErrorCode::WrongKindOfFile));
    const std::string english = refused.error().english();
    QVERIFY2(english.find("model.safetensors is ") == 0 &&
                 english.find(fragment.toStdString()) != std::string::npos,
             english.c_str());
}

void TestFileKind::damagedSafetensorsAreNotMisnamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    // Lengths of headers whose bytes are the beginning of another kind.
    QTest::newRow("header of 640 bytes, cut") << QByteArray::fromStdString("\x80\2\0\0\0\0\0\0{\"a\""s);
    QTest::newRow("header of 8193920 bytes, cut") << QByteArray::fromStdString("\x80\2}\0\0\0\0\0{\"a\""s);
    QTest::newRow("gzip's mark as length") << QByteArray::fromStdString("\x1f\x8b\0\0\0\0\0\0{\"a\""s);
    QTest::newRow("JSON's brace as length") << QByteArray::fromStdString("{\0\0\0\0\0\0\0{\"a\""s);
    QTest::newRow("random") << QByteArray::fromStdString("\x41\x9c\x77\xe0\x12\x33\x44\x55\x66\x77"s);
    QTest::newRow("plain text") << QByteArray("Not Found: the model you asked for is not here.");
}

void TestFileKind::damagedSafetensorsAreNotMisnamed()
{
    QFETCH(QByteArray, bytes);
    const auto view = std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    const auto refused = SafetensorsFile::parse({view.begin(), view.end()}, "model.safetensors");
    QVERIFY(!refused);
    QCOMPARE(static_cast<int>(refused.error().code), static_cast<int>(ErrorCode::BadSafetensors));
}

QTEST_APPLESS_MAIN(TestFileKind)
#include "tst_file_kind.moc"
