#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

/// The Python that has NumPy, or nothing: Debian's own is asked too, beside others that PATH may put before it.
inline QString pythonWithNumPy()
{
    for (const char* program : {"python3", "/usr/bin/python3"}) {
        QProcess python;
        python.start(QString::fromLatin1(program), {QStringLiteral("-c"), QStringLiteral("import numpy")});
        if (python.waitForStarted() && python.waitForFinished() && python.exitCode() == 0)
            return QString::fromLatin1(program);
    }
    return {};
}

/// What the script wrote to stderr, empty if all went well.
inline QString runScript(const QString& python, const QStringList& args)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1"));
    process.setProcessEnvironment(environment);
    process.start(python, args);
    if (!process.waitForFinished(240'000))
        return QStringLiteral("the script does not end");
    const QString said = QString::fromUtf8(process.readAllStandardError());
    return process.exitCode() == 0 ? QString() : said + QStringLiteral("(failed)");
}
