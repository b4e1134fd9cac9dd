#include "tests/core/safetensors_cases.h"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace {

std::string zeros(std::size_t count)
{
    return std::string(count, '\0');
}

/// `"name":{"dtype":"...","shape":[...],"data_offsets":[...]}`
std::string entry(std::string_view name, std::string_view type, std::string_view shape,
                  std::string_view offsets)
{
    return '"' + std::string(name) + "\":{\"dtype\":\"" + std::string(type) +
           "\",\"shape\":" + std::string(shape) + ",\"data_offsets\":" + std::string(offsets) + "}";
}

/// A file with the one tensor "a".
std::string one(std::string_view type, std::string_view shape, std::string_view offsets,
                std::size_t dataBytes)
{
    return safetensorsBytes("{" + entry("a", type, shape, offsets) + "}", zeros(dataBytes));
}

/// A file with the tensors "a" and "b" of four F32 each.
std::string two(std::string_view offsetsOfA, std::string_view offsetsOfB, std::size_t dataBytes)
{
    return safetensorsBytes("{" + entry("a", "F32", "[4]", offsetsOfA) + "," +
                                entry("b", "F32", "[4]", offsetsOfB) + "}",
                            zeros(dataBytes));
}

/// A file with a tensor "a" described by this object, with 16 bytes of data.
std::string described(std::string_view description, std::size_t dataBytes = 16)
{
    return safetensorsBytes("{\"a\":" + std::string(description) + "}", zeros(dataBytes));
}

std::string named(std::string_view name)
{
    return safetensorsBytes("{" + entry(name, "F32", "[4]", "[0,16]") + "}", zeros(16));
}

std::string repeated(std::string_view text, std::size_t count)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

std::string manyTensors(std::size_t count, std::string_view shape, std::string_view offsets,
                        std::size_t dataBytes)
{
    std::string header = "{";
    for (std::size_t i = 0; i < count; ++i)
        header += (i == 0 ? "" : ",") + entry("w" + std::to_string(i), "F32", shape, offsets);
    return safetensorsBytes(header + "}", zeros(dataBytes));
}

const std::string valid = "{" + entry("test", "I32", "[2,2]", "[0,16]") + "}";

using Cases = std::vector<SafetensorsCase>;

void addHeaders(Cases& all)
{
    const auto take = [&](const char* name, std::string bytes) {
        all.push_back({name, std::move(bytes), true, {}});
    };
    const auto refuse = [&](const char* name, std::string bytes, const char* fragment) {
        all.push_back({name, std::move(bytes), false, fragment});
    };
    refuse("S01 empty file", {}, "is empty");
    refuse("S02 7 bytes", std::string(7, '\1'), "has only 7 bytes");
    refuse("S03 length 60, no header", "<" + zeros(7), "its header has 60 bytes, but only 0");
    refuse("S04 length 0", zeros(8), "line 1, column 1");
    refuse("S05 length 2^64-1", std::string(8, '\xff') + valid, "header of 18446744073709551615 bytes");
    refuse("S06 length 100000001", safetensorsBytes("{}", {}, 100000001), "header of 100000001 bytes");
    refuse("S07 length beyond the file", safetensorsBytes(valid, zeros(16), 1000),
           "its header has 1000 bytes");
    refuse("S08 not UTF-8", safetensorsBytes("\xff"), "not valid JSON");
    refuse("S09 only {", safetensorsBytes("{"), "ends too early");
    refuse("S10 a list", safetensorsBytes("[]"), "not a JSON object");
    refuse("S11 null", safetensorsBytes("null"), "not a JSON object");
    refuse("S12 a text", safetensorsBytes("\"x\""), "not a JSON object");
    take("S13 no tensors", safetensorsBytes("{}"));
    refuse("S14 no tensors, but data", safetensorsBytes("{}", "x"), "1 bytes behind its last tensor");
    take("S15 white space behind", safetensorsBytes("{}\r \t\n"));
    take("S16 white space before", safetensorsBytes("\t\n{}\r "));
    refuse("S17 padded with NUL", safetensorsBytes("{}" + zeros(4)), "byte 2 is NUL");
    refuse("S18 byte order mark", safetensorsBytes("\xef\xbb\xbf{}"), "byte order mark");
    refuse("S19 text behind", safetensorsBytes("{} x"), "line 1, column 4");
    take("S20 valid", safetensorsBytes(valid, zeros(16)));
    refuse("S21 more data behind", safetensorsBytes(valid, zeros(16) + "extra_bogus"),
           "11 bytes behind its last tensor");
    refuse("S22 two bytes missing", safetensorsBytes(valid, zeros(14)), "take 16 bytes, but only 14");
    refuse("S23 all data missing", safetensorsBytes(valid), "is incomplete");
}

void addShapes(Cases& all)
{
    const auto take = [&](const char* name, std::string bytes) {
        all.push_back({name, std::move(bytes), true, {}});
    };
    const auto refuse = [&](const char* name, std::string bytes, const char* fragment) {
        all.push_back({name, std::move(bytes), false, fragment});
    };
    take("S24 rank 0", one("I32", "[]", "[0,4]", 4));
    take("S25 a dimension of 0", one("I32", "[2,0]", "[0,0]", 0));
    refuse("S26 too few bytes for the shape", one("I32", "[2,2]", "[0,4]", 4),
           "shape [2, 2] needs 16 bytes, but has 4");
    refuse("S27 elements beyond 64 bits", one("I32", "[2,18446744073709551614]", "[0,16]", 16),
           "a dimension of");
    refuse("S28 bytes beyond 64 bits", one("I32", "[2,9223372036854775807]", "[0,16]", 16), "a dimension of");
    refuse("S29 product wraps to 0", one("F32", "[4294967296,4294967296]", "[0,0]", 0),
           "a dimension of 4294967296");
    refuse("S30 product wraps to 4", one("F32", "[4611686018427387905,4]", "[0,16]", 16), "a dimension of");
    refuse("S31 zero, then overflow", one("F32", "[0,9223372036854775808,4]", "[0,0]", 0), "a dimension of");
    refuse("S32 overflow, then zero", one("F32", "[9223372036854775808,4,0]", "[0,0]", 0), "a dimension of");
    refuse("S33 two tensors on the same bytes", two("[0,16]", "[0,16]", 16),
           "tensor \"b\" lies at bytes 0 to 16");
    refuse("S34 two tensors that overlap", two("[0,16]", "[8,24]", 24), "expected from 16 on");
    refuse("S35 a hole", two("[0,16]", "[20,36]", 36), "expected from 16 on");
    refuse("S36 first not at 0", one("F32", "[4]", "[4,20]", 20), "expected from 0 on");
    refuse("S37 end before begin", one("F32", "[4]", "[16,0]", 16), "lies at bytes 16 to 0");
    refuse("S38 negative offset", one("F32", "[4]", "[-16,0]", 16), "not two whole numbers");
    refuse("S39 negative dimension", one("F32", "[-4]", "[0,16]", 16), "not a list of whole numbers");
    refuse("S40 dimension 4.0", one("F32", "[4.0]", "[0,16]", 16), "not a list of whole numbers");
    refuse("S41 dimension 4e0", one("F32", "[4e0]", "[0,16]", 16), "not a list of whole numbers");
    refuse("S42 dimension as text", one("F32", "[\"4\"]", "[0,16]", 16), "not a list of whole numbers");
    refuse("S43 dimension 2^64", one("F32", "[18446744073709551616]", "[0,16]", 16),
           "not a list of whole numbers");
    refuse("S44 dimension 1e400", one("F32", "[1e400]", "[0,16]", 16), "line 1, column");
    refuse("S45 offset 2^53+1", one("U8", "[9007199254740993]", "[0,9007199254740993]", 16),
           "9007199254740993");
    refuse("S46 one offset", one("F32", "[4]", "[16]", 16), "not two whole numbers");
    refuse("S47 three offsets", one("F32", "[4]", "[0,16,16]", 16), "not two whole numbers");
    refuse("S48 offsets null", one("F32", "[4]", "null", 16), "not two whole numbers");
    refuse("S49 no offsets", described(R"({"dtype":"F32","shape":[4]})"), "has no \"data_offsets\"");
    refuse("S50 no shape", described(R"({"dtype":"F32","data_offsets":[0,16]})"), "has no \"shape\"");
    refuse("S51 no number type", described(R"({"shape":[4],"data_offsets":[0,16]})"), "has no \"dtype\"");
    refuse("S52 type F128", one("F128", "[1]", "[0,16]", 16), "unknown number type \"F128\"");
    refuse("S53 type in lower case", one("f32", "[4]", "[0,16]", 16), "unknown number type \"f32\"");
    refuse("S54 type is a number", described(R"({"dtype":4,"shape":[4],"data_offsets":[0,16]})"),
           "\"dtype\" that is not");
    refuse("S55 half a byte", one("F4", "[1,3]", "[0,2]", 2), "no possible size in bytes");
    take("S56 unknown key", described(R"({"dtype":"F32","shape":[4],"data_offsets":[0,16],"evil":1})"));
    refuse("S57 tensor is a number", described("1", 0), "is not described by an object");
    refuse("S58 tensor is null", described("null", 0), "is not described by an object");
}

void addNames(Cases& all)
{
    const auto take = [&](const char* name, std::string bytes) {
        all.push_back({name, std::move(bytes), true, {}});
    };
    const auto refuse = [&](const char* name, std::string bytes, const char* fragment) {
        all.push_back({name, std::move(bytes), false, fragment});
    };
    const std::string a = entry("a", "F32", "[4]", "[0,16]");
    const auto metadata = [](std::string_view value) {
        return safetensorsBytes("{\"__metadata__\":" + std::string(value) + "}");
    };
    refuse("S59 a tensor twice", safetensorsBytes("{" + a + "," + a + "}", zeros(16)), "tensor \"a\"");
    refuse("S60 a tensor twice, other bytes",
           safetensorsBytes("{" + entry("a", "F32", "[2]", "[0,8]") + "," + a + "}", zeros(16)),
           "tensor \"a\"");
    refuse("S61 a field twice",
           described(R"({"dtype":"F32","dtype":"I32","shape":[4],"data_offsets":[0,16]})"),
           "says its \"dtype\" twice");
    refuse("S62 metadata twice", safetensorsBytes(R"({"__metadata__":{"a":"b"},"__metadata__":{"c":"d"}})"),
           "\"__metadata__\" is there twice");
    take("S63 metadata", metadata(R"({"format":"pt"})"));
    refuse("S64 metadata is a number", metadata(R"({"format":1})"),
           "\"format\" in \"__metadata__\" is not a text");
    refuse("S65 metadata is nested", metadata(R"({"format":{"a":"b"}})"),
           "\"format\" in \"__metadata__\" is not a text");
    take("S66 metadata is null", metadata("null"));
    refuse("S67 metadata is a tensor",
           safetensorsBytes("{" + entry("__metadata__", "F32", "[4]", "[0,16]") + "}", zeros(16)),
           "\"shape\" in \"__metadata__\" is not a text");
    take("S68 metadata of 1 MB", metadata("{\"k\":\"" + std::string(1000000, 'a') + "\"}"));
    take("S69 empty name", named(""));
    take("S70 NUL in a name", named("a\\u0000b"));
    take("S71 a path as name", named("../../etc/x"));
    take("S72 direction and control characters in a name", named("a\\u202e\\u0007b"));
    refuse("S73 lone surrogate in a name", named("\\ud800"), "not valid JSON");
    refuse("S74 a name of 1 MB", named(std::string(1000000, 'n')), "has 1000000 bytes, more than the 1024");
    refuse("S75 depth 200", described(repeated("[", 200) + repeated("]", 200), 0),
           "is not described by an object");
    refuse("S76 depth 100000", safetensorsBytes(repeated("[", 100000) + repeated("]", 100000)),
           "not a JSON object");
    refuse("S77 rank 100000", one("F32", "[1" + repeated(",1", 99999) + "]", "[0,4]", 4),
           "more than 8 dimensions");
    refuse("S78 100000 tensors on the same bytes", manyTensors(100000, "[200,200]", "[0,160000]", 160000),
           "expected from 160000 on");
    take("S79 100000 tensors without elements", manyTensors(100000, "[0]", "[0,0]", 0));
}

void addDataAndKinds(Cases& all)
{
    const auto take = [&](const char* name, std::string bytes) {
        all.push_back({name, std::move(bytes), true, {}});
    };
    const auto refuse = [&](const char* name, std::string bytes, const char* fragment) {
        all.push_back({name, std::move(bytes), false, fragment});
    };
    const std::string number = entry("a", "F32", "[1]", "[0,4]");
    const float nan = std::nanf("");
    take("S80 truth value 2",
         safetensorsBytes("{" + entry("a", "BOOL", "[1]", "[0,1]") + "}", std::string_view("\2", 1)));
    take("S81 NaN", safetensorsBytes("{" + number + "}",
                                     std::string_view(reinterpret_cast<const char*>(&nan), sizeof(nan))));
    take("S82 names out of order",
         safetensorsBytes("{" + entry("b", "F32", "[1]", "[4,8]") + "," + number + "}", zeros(8)));
    take("S83 header of odd length", safetensorsBytes("{" + number + "} ", zeros(4)));
    take("S84 F64 at byte 4",
         safetensorsBytes("{" + number + "," + entry("b", "F64", "[1]", "[4,12]") + "}", zeros(12)));
    refuse("S85 Git LFS pointer",
           "version https://git-lfs.github.com/spec/v1\n"
           "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 548105171\n",
           "Git LFS pointer, not the model itself: run \"git lfs pull\"");
    refuse("S86 HTML page", "<!DOCTYPE html><html><head><title>Sign in",
           "an HTML page that was saved instead");
    refuse("S87 zip with a pickle", "PK\3\4" + zeros(60), "a zip archive, as PyTorch saves its pickles");
    refuse("S88 GGUF", std::string("GGUF\3\0\0\0", 8) + zeros(60), "a GGUF file, which is not supported");
    refuse("S89 HDF5", "\x89HDF\r\n\x1a\n" + zeros(60), "a Keras/HDF5 file");
    refuse("S90 NPY", std::string("\x93NUMPY\1\0", 8) + zeros(60), "a NumPy file");
}

} // namespace

std::string safetensorsBytes(std::string_view header, std::string_view data, std::uint64_t length)
{
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes.append(header).append(data);
}

std::string safetensorsBytes(std::string_view header, std::string_view data)
{
    return safetensorsBytes(header, data, header.size());
}

std::vector<SafetensorsCase> safetensorsCases()
{
    Cases all;
    addHeaders(all);
    addShapes(all);
    addNames(all);
    addDataAndKinds(all);
    return all;
}
