// Any bytes as a session, or as a picture with one inside: refused, or a session that is written and read as the same.

#include "ui/session_file.h"
#include "ui/session_in_picture.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto inside = hl::ui::sessionInPicture(bytes);
    const auto session = hl::ui::sessionFromJson(inside ? *inside : bytes, QStringLiteral("fuzz.headlight"));
    if (!session)
        return 0;
    const QByteArray json = hl::ui::sessionToJson(*session);
    const auto again = hl::ui::sessionFromJson(json, QStringLiteral("again.headlight"));
    if (!again || hl::ui::sessionToJson(*again) != json)
        std::abort();
    return 0;
}
