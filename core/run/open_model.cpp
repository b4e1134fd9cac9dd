#include "core/run/open_model.h"

#include "core/base/shown.h"
#include "core/check/arrays_model.h"
#include "core/model/builtin.h"

#include <utility>

namespace hl {

Result<std::shared_ptr<const Model>> findModel(const std::string& name, std::stop_token stop,
                                               const std::function<void(LoadProgress)>& progress, const LoadChoices& choices)
{
    if (const BuiltinInfo* info = findBuiltin(name))
        return openBuiltin(*info);
    std::error_code error;
    const std::filesystem::path path(name);
    if (isArraysFile(path) && std::filesystem::exists(path, error))
        return openArrays(path);
    if (name.find('/') == std::string::npos && !std::filesystem::exists(path, error)) {
        std::string names;
        for (const BuiltinInfo& info : builtinModels())
            names += (names.empty() ? "" : ", ") + std::string(info.name);
        return fail(ErrorCode::UnknownModel,
                    HL_NOOP("core", "There is no model \"%1\": give a folder, a file of arrays, or one of the built-in models: %2."),
                    {shown(name), names});
    }
    return loadModel(path, std::move(stop), progress, choices);
}

} // namespace hl
