#include "core/models/model_scan.h"

#include "core/models/model_file_names.h"
#include "core/paths.h"
#include "inference/gguf/gguf_reader.h"

#include <QCollator>
#include <QFile>
#include <QLocale>

#include <algorithm>
#include <set>

namespace sotto {
namespace {

namespace fs = std::filesystem;

QString fromPath(const fs::path &path)
{
    return QFile::decodeName(QByteArray::fromStdString(path.native()));
}

std::string shown(const fs::path &path)
{
    return path.filename().empty() ? path.string() : path.filename().string();
}

Error systemError(const std::error_code &why, const fs::path &path)
{
    const bool gone = why == std::errc::no_such_file_or_directory;
    return {gone ? ErrorCode::FileNotFound : ErrorCode::FileUnreadable, shown(path), why.message()};
}

/// Parts of a split model are found by their names, so a part keeps the name it has in its folder even where that
/// is a link (the Hugging Face cache links names to blobs); every other file goes by its canonical path.
Result<fs::path> identity(const fs::path &file)
{
    std::error_code why;
    const auto split = parseSplitName(file.filename().string());
    const fs::path whole = split ? file.parent_path() / split->firstPart() : file;
    const fs::file_status status = fs::status(whole, why);
    if (split && split->part > 1 && status.type() == fs::file_type::not_found)
        return fail(ErrorCode::SplitPartMissing, split->firstPart());
    if (why && status.type() != fs::file_type::not_found) return fail(systemError(why, whole));
    if (status.type() == fs::file_type::not_found) return fail(ErrorCode::FileNotFound, shown(whole));
    if (!fs::is_regular_file(status)) return fail(ErrorCode::FileUnreadable, shown(whole), "not a regular file");
    const fs::path canonical =
        split ? fs::canonical(whole.parent_path(), why) / whole.filename() : fs::canonical(whole, why);
    if (why) return fail(systemError(why, whole));
    return canonical;
}

ModelFile describe(const fs::path &path, const fs::path &nameFrom)
{
    ModelFile model;
    model.path = fromPath(path);
    if (nativePath(model.path) != path) {
        model.problem = Error(ErrorCode::FileUnreadable, shown(path), "its name is not valid UTF-8");
    } else if (auto spec = readModelSpec(path)) {
        model.spec = *std::move(spec);
        model.name = QString::fromStdString(model.spec.name).trimmed();
    } else {
        model.problem = spec.error();
    }
    if (model.name.isEmpty()) model.name = fromPath(nameFrom.stem());
    return model;
}

class Scan {
public:
    Scan(const ScanRequest &request, const CancelToken &cancel) : m_request(request), m_cancel(cancel) {}

    ScanResult run()
    {
        listFile(nativePath(m_request.builtInModel));
        for (const QString &file : m_request.files)
            listFile(nativePath(file));
        for (const QString &folder : m_request.folders)
            walk(nativePath(folder));
        markBuiltIn();
        sortModels(m_result.models);
        return std::move(m_result);
    }

private:
    /// One that has gone since it was added is passed over.
    void listFile(const fs::path &file)
    {
        if (file.empty()) return;
        const auto path = identity(file);
        if (path) list(*path, file);
    }

    void walk(const fs::path &top)
    {
        m_waiting.push_back(top);
        while (!m_waiting.empty() && !m_cancel.isCancelled()) {
            const fs::path folder = std::move(m_waiting.back());
            m_waiting.pop_back();
            std::error_code why;
            const fs::path canonical = fs::canonical(folder, why);
            if (why)
                reportFolder(folder, why, folder == top);
            else if (m_seenFolders.insert(canonical).second)
                readFolder(canonical, folder == top);
        }
    }

    void readFolder(const fs::path &folder, bool isTop)
    {
        std::error_code why;
        fs::directory_iterator entry(folder, why);
        for (; !why && entry != fs::directory_iterator() && !m_cancel.isCancelled(); entry.increment(why))
            look(*entry);
        if (why) reportFolder(folder, why, isTop);
    }

    void look(const fs::directory_entry &entry)
    {
        const std::string name = entry.path().filename().string();
        if (name.starts_with('.')) return;
        std::error_code why;
        const fs::file_status status = entry.status(why); // follows links
        if (fs::is_directory(status))
            m_waiting.push_back(entry.path());
        else if (fs::is_regular_file(status) && isModelFileName(name))
            lookAtModel(entry.path());
    }

    void lookAtModel(const fs::path &file)
    {
        const auto path = identity(file);
        if (path) {
            list(*path, file);
            return;
        }
        if (path.error().code != ErrorCode::SplitPartMissing) return; // gone again since the folder was read
        const fs::path first = file.parent_path() / path.error().subject;
        if (!m_seenFiles.insert(first).second) return;
        ModelFile model;
        model.path = fromPath(first);
        model.name = fromPath(first.stem());
        model.problem = path.error();
        m_result.models.append(model);
    }

    void list(const fs::path &path, const fs::path &nameFrom)
    {
        if (!m_seenFiles.insert(path).second) return;
        std::error_code why;
        KnownHeader header{.bytes = fs::file_size(path, why), .changed = fs::last_write_time(path, why), .model = {}};
        const QString key = fromPath(path);
        const auto known = m_request.known.constFind(key);
        // A problem may lie outside this file (a part that was missing), so it is looked at again.
        const bool fresh = known != m_request.known.cend() && !known->model.problem && known->bytes == header.bytes &&
                           known->changed == header.changed && !parseSplitName(path.filename().string());
        header.model = fresh ? known->model : describe(path, nameFrom);
        m_result.models.append(header.model);
        m_result.known.insert(key, header);
    }

    void reportFolder(const fs::path &folder, const std::error_code &why, bool isTop)
    {
        // Below the top a folder that is gone by now, or a link to nowhere, was simply tidied away.
        if (!isTop && why == std::errc::no_such_file_or_directory) return;
        m_result.problems.append({fromPath(folder), systemError(why, folder)});
    }

    void markBuiltIn()
    {
        const auto path = identity(nativePath(m_request.builtInModel));
        for (ModelFile &model : m_result.models)
            model.builtIn = path && model.path == fromPath(*path);
    }

    const ScanRequest &m_request;
    CancelToken m_cancel;
    ScanResult m_result;
    std::vector<fs::path> m_waiting;
    std::set<fs::path> m_seenFolders; // canonical: a loop of links ends here
    std::set<fs::path> m_seenFiles;
};

} // namespace

ScanResult scanModels(const ScanRequest &request, const CancelToken &cancel)
{
    return Scan(request, cancel).run();
}

Result<ModelFile> readModelFile(const QString &path, const QString &builtInModel)
{
    const auto file = identity(nativePath(path));
    if (!file) return fail(file.error());
    ModelFile model = describe(*file, nativePath(path));
    if (model.problem) return fail(*model.problem);
    const auto builtIn = identity(nativePath(builtInModel));
    model.builtIn = builtIn && *builtIn == *file;
    return model;
}

void sortModels(QList<ModelFile> &models)
{
    // The C locale would sort bytes, whatever is asked for below.
    QCollator order(QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale());
    order.setNumericMode(true);
    order.setCaseSensitivity(Qt::CaseInsensitive);
    std::ranges::sort(models, [&](const ModelFile &a, const ModelFile &b) {
        if (a.builtIn != b.builtIn) return a.builtIn;
        const int byName = order.compare(a.name, b.name);
        return byName != 0 ? byName < 0 : a.path < b.path;
    });
}

} // namespace sotto
