#pragma once

#include "core/models/checksum_service.h"
#include "core/models/model_service.h"

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace sotto {

class Label;

/// All that the page of a model shows.
struct ModelDetails {
    ModelFile file;
    ModelSettings own;
    Settings settings;  ///< Those of all models.
    ModelStatus status; ///< Of the model in use, which may be another one.
    bool needsReload = false;
    ChecksumState checksum;
    QList<ModelFile> library;
    int logicalCpus = 1;
    std::int64_t nowMs = 0;

    /// The engine's word on this model, while it is loaded.
    [[nodiscard]] const LoadedModel *loaded() const
    {
        const bool here = status.phase == ModelPhase::Ready && status.loaded && status.file.path == file.path;
        return here ? &*status.loaded : nullptr;
    }
    bool operator==(const ModelDetails &) const = default;
};

/// A card of the page: a heading, and rows below. Gets a value, tells how a person changed the model's settings.
class DetailsCard : public QWidget {
    Q_OBJECT
public:
    explicit DetailsCard(const QString &heading, QWidget *parent = nullptr);

    /// Shows the value; nothing is emitted.
    void setDetails(const ModelDetails &details);

Q_SIGNALS:
    void edited(const sotto::ModelSettings &settings);

protected:
    virtual void present(const ModelDetails &details) = 0;
    [[nodiscard]] const ModelDetails &details() const { return m_details; }
    /// At the right of the heading.
    [[nodiscard]] QHBoxLayout *head() const { return m_head; }
    /// Below the heading; no margins of its own at the sides.
    [[nodiscard]] QVBoxLayout *rows() const { return m_rows; }
    template <class Change>
    void edit(Change &&change)
    {
        ModelSettings next = m_details.own;
        change(next);
        if (next == m_details.own) return;
        m_details.own = next;
        Q_EMIT edited(next);
    }

private:
    ModelDetails m_details;
    QHBoxLayout *m_head;
    QVBoxLayout *m_rows;
};

/// "Family   Llama": a name and what is known; an en dash where nothing is.
class FactRow final : public QWidget {
    Q_OBJECT
public:
    explicit FactRow(const QString &name, QWidget *parent = nullptr);

    void setValue(const QString &value);
    /// The value is a path: monospaced, elided.
    void setPathValue(const QString &path);
    [[nodiscard]] QString value() const;
    /// For something before or behind the value.
    [[nodiscard]] QHBoxLayout *row() const { return m_row; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void fit();

    QHBoxLayout *m_row;
    Label *m_name;
    Label *m_value;
};

} // namespace sotto
