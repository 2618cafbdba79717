#pragma once

#include "inference/llama/tiny_model.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <string>

namespace sotto::test {

using namespace Qt::StringLiterals;

inline constexpr int kPatience = 60'000;

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

inline QString program()
{
    return QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/sotto-cli"_s;
}

/// Every line as an object; a line that is none fails the test.
inline QList<QJsonObject> jsonLines(const QByteArray &out)
{
    QList<QJsonObject> objects;
    if (!out.isEmpty() && !out.endsWith('\n')) {
        QTest::qFail("the last JSON line is not whole", __FILE__, __LINE__);
        return objects;
    }
    for (const QByteArray &line : out.split('\n')) {
        if (line.isEmpty()) continue;
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (!document.isObject()) QTest::qFail("not a JSON object: " + line, __FILE__, __LINE__);
        objects.append(document.object());
    }
    return objects;
}

inline QStringList eventsOf(const QList<QJsonObject> &objects)
{
    QStringList names;
    for (const QJsonObject &object : objects)
        if (const QString name = object.value("event"_L1).toString(); names.isEmpty() || names.last() != name)
            names << name;
    return names;
}

inline QJsonObject eventOf(const QList<QJsonObject> &objects, const QString &name)
{
    for (const QJsonObject &object : objects)
        if (object.value("event"_L1).toString() == name) return object;
    return {};
}

/// Runs the real program, in a home of its own, with the model that comes with it.
class CliFixture {
protected:
    /// What has to be there before any test.
    static void expectProgramAndModel()
    {
        QVERIFY2(QFile::exists(program()), qPrintable(program()));
        QVERIFY(QFile::exists(builtInModel()));
    }

    void makeHome()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_home = m_dir->filePath(u"home"_s);
    }

    static QString builtInModel() { return QStringLiteral(SOTTO_BINARY_DIR) + u"/bin/models/sotto-placeholder.gguf"_s; }

    static QStringList answer(const QString &prompt)
    {
        return {u"chat"_s, u"-p"_s, prompt, u"--temperature"_s, u"0"_s, u"--max-tokens"_s, u"24"_s};
    }

    std::unique_ptr<QProcess> started(const QStringList &arguments)
    {
        auto process = std::make_unique<QProcess>();
        m_read.clear();
        QStringList all = QStringList{u"--home"_s, m_home} + arguments;
        // One thread: tests run beside one another, and ggml's threads wait for each other by spinning.
        if (arguments.value(0) == u"chat"_s) all.insert(3, u"--threads=1"_s);
        process->start(program(), all);
        return process;
    }

    Outcome run(const QStringList &arguments, const QByteArray &input = {})
    {
        const auto process = started(arguments);
        if (!process->waitForStarted(kPatience)) return {};
        process->write(input);
        process->closeWriteChannel();
        if (!process->waitForFinished(kPatience) || process->exitStatus() != QProcess::NormalExit) return {};
        return {process->exitCode(), process->readAllStandardOutput(), process->readAllStandardError()};
    }

    bool readUntil(QProcess &process, const QByteArray &word)
    {
        while (!m_read.contains(word)) {
            if (process.bytesAvailable() == 0 && !process.waitForReadyRead(kPatience)) return false;
            m_read += process.readAllStandardOutput();
        }
        return true;
    }

    void write(const QString &path, const QByteArray &bytes)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    std::string modelPath(const QString &name)
    {
        const QString path = m_home + u"/models/"_s + name;
        QDir().mkpath(QFileInfo(path).absolutePath());
        return path.toStdString();
    }

    /// A model that writes until its context is full: enough time to stop it.
    QString endless()
    {
        RandomModelOptions options;
        options.layers = 4;
        options.embedding = 256;
        options.feedForward = 512;
        options.heads = 4;
        options.headsKv = 4;
        options.contextLength = 32'768;
        options.vocabularyWords = 2000;
        const std::string path = m_dir->filePath(u"endless.gguf"_s).toStdString();
        if (!writeRandomModel(path, options)) QTest::qFail("the model could not be made", __FILE__, __LINE__);
        return QString::fromStdString(path);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_home;
    QByteArray m_read;
};

} // namespace sotto::test
