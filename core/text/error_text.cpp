#include "core/text/error_text.h"

#include "core/text/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace sotto {
namespace {

QString subjectOr(const Error &error, const QString &unnamed)
{
    return error.subject.empty() ? unnamed : QString::fromStdString(error.subject);
}

QString fileOf(const Error &error)
{
    return subjectOr(error, QCoreApplication::translate("Error", "This file"));
}

QString count(std::uint64_t tokens)
{
    return QLocale().toString(static_cast<qulonglong>(tokens));
}

ErrorText aboutAFile(const Error &error)
{
    const QString file = fileOf(error);
    switch (error.code) {
    case ErrorCode::FileNotFound:
        return {QCoreApplication::translate("Error", "%1 is not there any more.").arg(file),
                QCoreApplication::translate("Error", "Check that its disk is connected, or choose another file.")};
    case ErrorCode::FileUnreadable:
        return {QCoreApplication::translate("Error", "%1 cannot be read.").arg(file),
                QCoreApplication::translate("Error", "Check that you are allowed to read it and that its disk works.")};
    case ErrorCode::FileTruncated:
        return {QCoreApplication::translate("Error", "%1 ends too early: part of it is missing.").arg(file),
                QCoreApplication::translate("Error", "Download or copy it again.")};
    case ErrorCode::DiskFull:
        if (error.needed > 0)
            return {QCoreApplication::translate("Error", "The disk is full: %1 needs %2, %3 is free.")
                        .arg(file, formatFileSize(error.needed), formatFileSize(error.available)),
                    QCoreApplication::translate("Error", "Make room, or choose another place.")};
        return {QCoreApplication::translate("Error", "The disk is full, so %1 was not saved.").arg(file),
                QCoreApplication::translate("Error", "Make room, then try again.")};
    default:
        return {QCoreApplication::translate("Error", "%1 could not be written. What was there before is unchanged.")
                    .arg(file),
                QCoreApplication::translate("Error",
                                            "Check that its folder exists and that you are allowed to write there.")};
    }
}

ErrorText aboutAModelFile(const Error &error)
{
    const QString file = fileOf(error);
    switch (error.code) {
    case ErrorCode::NotGguf:
        return {
            QCoreApplication::translate("Error", "%1 is not a GGUF model.").arg(file),
            QCoreApplication::translate("Error", "Choose a file that ends in .gguf; other formats cannot be loaded.")};
    case ErrorCode::GgufVersionUnsupported:
        return {QCoreApplication::translate("Error", "%1 is in a version of the GGUF format that Sotto cannot read.")
                    .arg(file),
                QCoreApplication::translate("Error", "Look for a newer copy of this model, or update Sotto.")};
    case ErrorCode::GgufMalformed:
        return {QCoreApplication::translate("Error", "%1 is damaged, so it was not loaded.").arg(file),
                QCoreApplication::translate("Error", "Download it again, from a source you trust.")};
    case ErrorCode::NotALanguageModel:
        return {QCoreApplication::translate("Error", "%1 is not a model one can chat with.").arg(file),
                QCoreApplication::translate(
                    "Error", "It is made to help another model. Choose the language model it belongs to.")};
    default:
        return {QCoreApplication::translate("Error", "A part of this model is missing: %1.").arg(file),
                QCoreApplication::translate("Error", "Put all parts of the model into one folder.")};
    }
}

ErrorText aboutOpening(const Error &error)
{
    switch (error.code) {
    case ErrorCode::UnknownArchitecture:
        return {QCoreApplication::translate("Error", "Models of the kind “%1” are not known to this version of Sotto.")
                    .arg(subjectOr(error, QStringLiteral("?"))),
                QCoreApplication::translate("Error", "Choose another model, or update Sotto.")};
    case ErrorCode::ModelRejected:
        return {
            QCoreApplication::translate("Error", "%1 could not be loaded. Your chat is as it was.").arg(fileOf(error)),
            QCoreApplication::translate("Error",
                                        "The file may be damaged, or newer than Sotto. Try another copy of it.")};
    case ErrorCode::ModelStopsLoader:
        return {QCoreApplication::translate(
                    "Error", "A trial reading of %1 failed badly, so it was not opened. Your chat is as it was.")
                    .arg(fileOf(error)),
                QCoreApplication::translate("Error", "Download it again, or choose another model.")};
    case ErrorCode::NotEnoughMemory:
        return {QCoreApplication::translate(
                    "Error", "%1 needs %2 of memory, and %3 is free. Nothing was loaded; your chat is as it was.")
                    .arg(subjectOr(error, QCoreApplication::translate("Error", "This model")),
                         formatMemory(error.needed), formatMemory(error.available)),
                QCoreApplication::translate("Error",
                                            "Close other programs, use a shorter context, or choose a smaller model.")};
    case ErrorCode::DeviceFailed:
        return {QCoreApplication::translate("Error", "The device %1 stopped working. Your chat is safe up to here.")
                    .arg(subjectOr(error, QStringLiteral("?"))),
                QCoreApplication::translate("Error", "Load the model again with fewer layers on the GPU.")};
    case ErrorCode::AdapterUnsuitable:
        return {QCoreApplication::translate("Error", "%1 is not an adapter for this model. Nothing was loaded.")
                    .arg(fileOf(error)),
                QCoreApplication::translate("Error", "Choose an adapter made for it, or load the model without one.")};
    default:
        return {QCoreApplication::translate(
                    "Error", "The parts of Sotto that compute were not found, so no model can be loaded."),
                QCoreApplication::translate("Error", "Install Sotto again.")};
    }
}

ErrorText aboutAReply(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NoModel:
        return {QCoreApplication::translate("Error", "No model is loaded."),
                QCoreApplication::translate("Error", "Choose a model to begin.")};
    case ErrorCode::PromptTooLong:
        return {QCoreApplication::translate(
                    "Error", "The message takes %1 tokens, and the model can read %2 at once. Nothing was lost.")
                    .arg(count(error.needed), count(error.available)),
                QCoreApplication::translate("Error", "Shorten the message, or load the model with a longer context.")};
    case ErrorCode::ContextFull:
        return {QCoreApplication::translate(
                    "Error", "The chat takes %1 tokens, and the model can read %2 of it. No reply was begun.")
                    .arg(count(error.needed), count(error.available)),
                QCoreApplication::translate("Error", "Begin a new chat, load the model with a longer context, or let "
                                                     "Sotto leave out the oldest messages (Settings, General).")};
    case ErrorCode::TemplateFailed:
        return {QCoreApplication::translate("Error", "The chat template of %1 does not work with this chat.")
                    .arg(subjectOr(error, QCoreApplication::translate("Error", "this model"))),
                QCoreApplication::translate("Error", "Choose another model, or another copy of this one.")};
    case ErrorCode::GrammarInvalid:
        return {error.subject.empty() ? QCoreApplication::translate("Error", "The form asked for cannot be used.")
                                      : QCoreApplication::translate("Error", "The form asked for cannot be used: %1.")
                                            .arg(QString::fromStdString(error.subject)),
                QCoreApplication::translate("Error", "Correct the schema or grammar and try again.")};
    case ErrorCode::MemoryRanOut:
        return {
            QCoreApplication::translate(
                "Error", "The memory ran out while the reply was computed. Your chat is safe up to here."),
            QCoreApplication::translate(
                "Error", "Close other programs, or load the model with a shorter context or fewer layers on the GPU.")};
    case ErrorCode::Cancelled: return {QCoreApplication::translate("Error", "Stopped."), {}};
    case ErrorCode::InvalidRequest: {
        const QString about = subjectOr(error, QString::fromStdString(error.detail));
        return {about.isEmpty()
                    ? QCoreApplication::translate("Error", "This cannot be done as it was asked.")
                    : QCoreApplication::translate("Error", "This cannot be done as it was asked: %1.").arg(about),
                QCoreApplication::translate("Error", "Check the values and try again.")};
    }
    default:
        return {QCoreApplication::translate("Error", "The model stopped unexpectedly. Your chat is safe up to here."),
                QCoreApplication::translate("Error", "Try again. If it happens again, load the model anew.")};
    }
}

ErrorText aboutChats(const Error &error)
{
    switch (error.code) {
    case ErrorCode::DatabaseUnreadable:
        return {QCoreApplication::translate("Error", "The file with your chats cannot be opened. It was not changed."),
                QCoreApplication::translate(
                    "Error", "Check that you are allowed to read and write it, then start Sotto again.")};
    case ErrorCode::DatabaseNewer:
        return {QCoreApplication::translate(
                    "Error", "Your chats were written by a newer Sotto. They can be read here, but not changed."),
                QCoreApplication::translate("Error", "Update Sotto to go on writing.")};
    case ErrorCode::DatabaseTooOld:
        return {QCoreApplication::translate(
                    "Error", "The database library on this computer is too old to keep chats safely (%1).")
                    .arg(subjectOr(error, QStringLiteral("?"))),
                QCoreApplication::translate("Error", "Update SQLite. Nothing was written.")};
    case ErrorCode::DatabaseDamaged:
        return {
            QCoreApplication::translate(
                "Error", "The file with your chats was damaged. It was set aside, and what could be read was kept."),
            QCoreApplication::translate("Error", "Check the disk. A backup can be put back by hand.")};
    default:
        return {QCoreApplication::translate("Error", "%1 was not found.")
                    .arg(subjectOr(error, QCoreApplication::translate("Error", "This chat"))),
                QCoreApplication::translate("Error", "It may have been deleted.")};
    }
}

QString hostOf(const Error &error)
{
    return subjectOr(error, QCoreApplication::translate("Error", "The server"));
}

ErrorText aboutTheNetwork(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NetworkOff:
        return {QCoreApplication::translate("Error", "Sotto is offline, so nothing was asked for."),
                QCoreApplication::translate("Error", "Allow downloads first (Settings, Privacy).")};
    case ErrorCode::NetworkRefused:
        return {QCoreApplication::translate("Error", "%1 is not an address that Sotto goes to. Nothing was sent there.")
                    .arg(hostOf(error)),
                QCoreApplication::translate("Error", "Check the address, or the mirror in Settings.")};
    case ErrorCode::HostUnreachable:
        return {
            QCoreApplication::translate("Error", "%1 does not answer. What was downloaded is kept.").arg(hostOf(error)),
            QCoreApplication::translate("Error", "Check the connection, then go on.")};
    case ErrorCode::HostBusy:
        return {QCoreApplication::translate("Error", "%1 was asked too often and wants a pause.").arg(hostOf(error)),
                QCoreApplication::translate("Error", "Wait a few minutes, then go on. A token of your own raises the "
                                                     "limit.")};
    default:
        return {QCoreApplication::translate("Error", "%1 gave an answer that cannot be used. What was downloaded is "
                                                     "kept.")
                    .arg(hostOf(error)),
                QCoreApplication::translate("Error", "Try again later.")};
    }
}

ErrorText aboutASource(const Error &error)
{
    const QString file = fileOf(error);
    switch (error.code) {
    case ErrorCode::AccessNeeded:
        return {QCoreApplication::translate("Error", "%1 is only given to people who were let in.").arg(file),
                QCoreApplication::translate("Error", "Sign in on its web page and accept its terms, then store a token "
                                                     "of your account in Sotto.")};
    case ErrorCode::NotOnHub:
        return {QCoreApplication::translate("Error", "There is no %1, or it is private.")
                    .arg(subjectOr(error, QCoreApplication::translate("Error", "model of this name"))),
                QCoreApplication::translate("Error", "Check how it is written.")};
    case ErrorCode::SourceChanged:
        return {QCoreApplication::translate("Error", "%1 was changed at its source while it was downloaded.").arg(file),
                QCoreApplication::translate("Error", "Start the download again.")};
    case ErrorCode::DigestMismatch:
        return {
            QCoreApplication::translate("Error", "%1 is not what its source says it is, so it is not used.").arg(file),
            QCoreApplication::translate("Error", "Download it again; if that does not help, choose another "
                                                 "source.")};
    case ErrorCode::NotDownloadable:
        return {QCoreApplication::translate("Error", "%1 holds nothing that Sotto can run.").arg(file),
                QCoreApplication::translate("Error", "Choose a model with GGUF files.")};
    case ErrorCode::AlreadyDownloading:
        return {QCoreApplication::translate("Error", "%1 is being downloaded already.").arg(file),
                QCoreApplication::translate("Error", "Wait for it, or look for another Sotto that is open.")};
    case ErrorCode::FileExists:
        return {QCoreApplication::translate("Error", "There is another file called %1. It was left as it is.")
                    .arg(subjectOr(error, QStringLiteral("?"))),
                QCoreApplication::translate("Error", "Move or rename that file, then go on.")};
    default:
        return {
            QCoreApplication::translate("Error", "This computer keeps no passwords for programs, so the token is "
                                                 "remembered until Sotto ends."),
            QCoreApplication::translate("Error", "Install a keychain such as GNOME Keyring or KWallet to keep it.")};
    }
}

} // namespace

QString ErrorText::whole() const
{
    if (remedy.isEmpty()) return what;
    //: Two sentences, one after the other: what happened, and what to do.
    return QCoreApplication::translate("Error", "%1 %2").arg(what, remedy);
}

ErrorText errorText(const Error &error)
{
    switch (error.code) {
    case ErrorCode::FileNotFound:
    case ErrorCode::FileUnreadable:
    case ErrorCode::FileTruncated:
    case ErrorCode::DiskFull:
    case ErrorCode::WriteFailed: return aboutAFile(error);
    case ErrorCode::NotGguf:
    case ErrorCode::GgufVersionUnsupported:
    case ErrorCode::GgufMalformed:
    case ErrorCode::NotALanguageModel:
    case ErrorCode::SplitPartMissing: return aboutAModelFile(error);
    case ErrorCode::UnknownArchitecture:
    case ErrorCode::ModelRejected:
    case ErrorCode::ModelStopsLoader:
    case ErrorCode::NotEnoughMemory:
    case ErrorCode::DeviceFailed:
    case ErrorCode::AdapterUnsuitable:
    case ErrorCode::NoBackend: return aboutOpening(error);
    case ErrorCode::Cancelled:
    case ErrorCode::InvalidRequest:
    case ErrorCode::NoModel:
    case ErrorCode::PromptTooLong:
    case ErrorCode::ContextFull:
    case ErrorCode::TemplateFailed:
    case ErrorCode::GrammarInvalid:
    case ErrorCode::DecodeFailed:
    case ErrorCode::MemoryRanOut: return aboutAReply(error);
    case ErrorCode::DatabaseUnreadable:
    case ErrorCode::DatabaseNewer:
    case ErrorCode::DatabaseTooOld:
    case ErrorCode::DatabaseDamaged:
    case ErrorCode::NotFound: return aboutChats(error);
    case ErrorCode::NetworkOff:
    case ErrorCode::NetworkRefused:
    case ErrorCode::HostUnreachable:
    case ErrorCode::HostBusy:
    case ErrorCode::HostFailed: return aboutTheNetwork(error);
    case ErrorCode::AccessNeeded:
    case ErrorCode::NotOnHub:
    case ErrorCode::SourceChanged:
    case ErrorCode::DigestMismatch:
    case ErrorCode::NotDownloadable:
    case ErrorCode::AlreadyDownloading:
    case ErrorCode::FileExists:
    case ErrorCode::SecretsUnavailable: return aboutASource(error);
    case ErrorCode::SettingsUnreadable:
        return {
            QCoreApplication::translate(
                "Error", "The settings could not be read and were set aside. Your chats and models are not affected."),
            QCoreApplication::translate("Error", "Sotto starts with its defaults; set what you want anew.")};
    case ErrorCode::ModelSettingsUnreadable:
        return {QCoreApplication::translate("Error", "What was set for single models could not be read; %1 was set "
                                                     "aside. Your chats, models and other settings are not affected.")
                    .arg(fileOf(error)),
                QCoreApplication::translate("Error", "Models load as the settings for all of them say; set what you "
                                                     "want anew.")};
    case ErrorCode::Internal: break;
    }
    return {QCoreApplication::translate("Error", "Something went wrong inside Sotto. Your chats are safe."),
            QCoreApplication::translate("Error", "Try again. If it happens again, start Sotto anew.")};
}

} // namespace sotto
