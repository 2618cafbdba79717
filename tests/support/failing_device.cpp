#include "tests/support/failing_device.h"

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <mutex>
#include <new>
#include <vector>

namespace sotto::test {

class FailingDevice::Shared {
public:
    sqlite3_vfs *real = sqlite3_vfs_find(nullptr);
    sqlite3_vfs vfs{};
    std::atomic<Fault> fault{Fault::None};
    std::atomic<std::int64_t> left{0};
    std::atomic<int> failures{0};
    std::mutex mutex;
    std::map<std::string, std::string> synced; // guarded

    int onWrite(int amount)
    {
        const Fault now = fault;
        if (now != Fault::DiskFull && now != Fault::WriteError) return SQLITE_OK;
        if ((left -= amount) >= 0) return SQLITE_OK;
        ++failures;
        return now == Fault::DiskFull ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    int onSync()
    {
        if (fault != Fault::SyncError || left > 0) return SQLITE_OK;
        ++failures;
        return SQLITE_IOERR_FSYNC;
    }
};

namespace {

using Shared = FailingDevice::Shared;

/// Ours; the real file follows it in the memory that SQLite sets aside.
struct File {
    sqlite3_file base;
    Shared *shared;
    char path[512];

    sqlite3_file *real() { return reinterpret_cast<sqlite3_file *>(this + 1); }
};

File *own(sqlite3_file *file)
{
    return reinterpret_cast<File *>(file);
}
sqlite3_file *real(sqlite3_file *file)
{
    return own(file)->real();
}
const sqlite3_io_methods *methods(sqlite3_file *file)
{
    return real(file)->pMethods;
}

int closeFile(sqlite3_file *f)
{
    return methods(f)->xClose(real(f));
}
int readFile(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return methods(f)->xRead(real(f), to, n, at);
}
int writeFile(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    const int code = own(f)->shared->onWrite(n);
    return code == SQLITE_OK ? methods(f)->xWrite(real(f), from, n, at) : code;
}
int truncateFile(sqlite3_file *f, sqlite3_int64 size)
{
    return methods(f)->xTruncate(real(f), size);
}
int fileSize(sqlite3_file *f, sqlite3_int64 *size)
{
    return methods(f)->xFileSize(real(f), size);
}

void remember(sqlite3_file *f)
{
    sqlite3_int64 size = 0;
    if (own(f)->path[0] == '\0' || fileSize(f, &size) != SQLITE_OK) return;
    std::string content(static_cast<std::size_t>(size), '\0');
    if (size > 0 && readFile(f, content.data(), static_cast<int>(size), 0) != SQLITE_OK) return;
    const std::lock_guard lock(own(f)->shared->mutex);
    own(f)->shared->synced[own(f)->path] = std::move(content);
}

int syncFile(sqlite3_file *f, int flags)
{
    if (const int code = own(f)->shared->onSync(); code != SQLITE_OK) return code;
    const int code = methods(f)->xSync(real(f), flags);
    if (code == SQLITE_OK) remember(f);
    return code;
}
int lockFile(sqlite3_file *f, int level)
{
    return methods(f)->xLock(real(f), level);
}
int unlockFile(sqlite3_file *f, int level)
{
    return methods(f)->xUnlock(real(f), level);
}
int checkLock(sqlite3_file *f, int *out)
{
    return methods(f)->xCheckReservedLock(real(f), out);
}
int control(sqlite3_file *f, int op, void *arg)
{
    return methods(f)->xFileControl(real(f), op, arg);
}
int sectorSize(sqlite3_file *f)
{
    return methods(f)->xSectorSize(real(f));
}
int traits(sqlite3_file *f)
{
    return methods(f)->xDeviceCharacteristics(real(f));
}
int shmMap(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return methods(f)->xShmMap(real(f), page, size, extend, out);
}
int shmLock(sqlite3_file *f, int offset, int n, int flags)
{
    return methods(f)->xShmLock(real(f), offset, n, flags);
}
void shmBarrier(sqlite3_file *f)
{
    methods(f)->xShmBarrier(real(f));
}
int shmUnmap(sqlite3_file *f, int flag)
{
    return methods(f)->xShmUnmap(real(f), flag);
}

// Version 2: shared memory yes, mapped pages no, so that every write passes here.
const sqlite3_io_methods kMethods{2,        closeFile,  readFile,  writeFile, truncateFile, syncFile, fileSize,
                                  lockFile, unlockFile, checkLock, control,   sectorSize,   traits,   shmMap,
                                  shmLock,  shmBarrier, shmUnmap,  nullptr,   nullptr};

int openFile(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *f, int flags, int *outFlags)
{
    auto *shared = static_cast<Shared *>(vfs->pAppData);
    File *file = new (f) File{};
    file->shared = shared;
    if (name) std::strncpy(file->path, name, sizeof file->path - 1);
    const int code = shared->real->xOpen(shared->real, name, file->real(), flags, outFlags);
    if (file->real()->pMethods) file->base.pMethods = &kMethods;
    return code;
}

/// A file system's log keeps the order of removing a file and of syncing another one later, so it counts as done.
int deleteFile(sqlite3_vfs *vfs, const char *name, int syncFolder)
{
    auto *shared = static_cast<Shared *>(vfs->pAppData);
    {
        const std::lock_guard lock(shared->mutex);
        shared->synced.erase(name);
    }
    return shared->real->xDelete(shared->real, name, syncFolder);
}

} // namespace

FailingDevice::FailingDevice() : m_shared(std::make_unique<Shared>())
{
    static std::atomic<int> count{0};
    m_name = "failing-device-" + std::to_string(++count);
    m_shared->vfs = *m_shared->real;
    m_shared->vfs.szOsFile = static_cast<int>(sizeof(File)) + m_shared->real->szOsFile;
    m_shared->vfs.zName = m_name.c_str();
    m_shared->vfs.pNext = nullptr;
    m_shared->vfs.xOpen = openFile;
    m_shared->vfs.xDelete = deleteFile;
    // Only opening and deleting look at it; the platform's other functions are called with our copy of its structure.
    m_shared->vfs.pAppData = m_shared.get();
    sqlite3_vfs_register(&m_shared->vfs, 0);
}

FailingDevice::~FailingDevice()
{
    sqlite3_vfs_unregister(&m_shared->vfs);
}

void FailingDevice::failAfter(Fault fault, std::int64_t bytes)
{
    m_shared->left = bytes;
    m_shared->fault = fault;
}

int FailingDevice::failures() const
{
    return m_shared->failures;
}

std::map<std::string, std::string> FailingDevice::synced() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->synced;
}

} // namespace sotto::test
