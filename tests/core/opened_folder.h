#pragma once

#include "core/base/error.h"
#include "core/model/model.h"
#include "core/model_folder.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>

/// A place where a test writes model folders, each over the one before, and opens them.
class OpenedFolder
{
public:
    [[nodiscard]] hl::Result<std::shared_ptr<const hl::Model>> open(const ModelFolder& made) const;
    /// Ends the test program with the reason where it cannot be opened.
    [[nodiscard]] std::shared_ptr<const hl::Model> opened(const ModelFolder& made) const;
    /// Why it cannot be opened, in English; "it opened" where it can.
    [[nodiscard]] QString refusal(const ModelFolder& made) const;

private:
    QTemporaryDir m_directory;
};
