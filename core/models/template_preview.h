#pragma once

#include "base/result.h"
#include "core/jobs/io_pool.h"
#include "inference/model.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>

namespace sotto {

/// A short conversation as the model of that header would get it by the template `source`; by the one it has without
/// where `source` is blank. Special tokens that only an open model knows are left out; cut to a bearable length.
/// Errors: TemplateFailed, with what is wrong and where as its detail. Takes up to some seconds for a template that
/// means harm. Thread: any but the GUI's.
[[nodiscard]] Result<QString> renderedSample(const QString &source, const ModelSpec &spec,
                                             const CancelToken &cancel = {});

/// Renders templates while they are written, off the GUI thread; only the newest is answered. Thread: GUI.
class TemplatePreview final : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(const Result<QString> &)>;

    explicit TemplatePreview(QObject *parent = nullptr) : QObject(parent) {}
    /// `done` is called unless `receiver` is gone or another text was asked for by then.
    void render(QObject *receiver, const QString &source, const ModelSpec &spec, Done done);

private:
    std::optional<CancelSource> m_running;
    quint64 m_number = 0;
    IoPool m_pool{AtEnd::Cancel};
};

} // namespace sotto
