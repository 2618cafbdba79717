#pragma once

#include "core/models/template_preview.h"
#include "ui/window/main_window.h"

namespace sotto {

class ModelDetailsPage;

/// Joins the page of a model with the services. Thread: GUI.
class ModelPresenter final : public QObject {
    Q_OBJECT
public:
    /// Lives as long as the page.
    ModelPresenter(ModelDetailsPage &page, const WindowContext &context);

    /// Shows that model from now on.
    void setModel(const ModelFile &model);
    [[nodiscard]] const ModelFile &model() const { return m_model; }

Q_SIGNALS:
    void said(const QString &text);

private:
    void wireServices();
    void wirePage();
    void refresh();
    void copy(const QString &text, const QString &said);
    void chooseAdapter();
    void viewTemplate();
    void changeTemplate();
    void useTemplate(const QString &text);

    ModelDetailsPage &m_page;
    WindowContext m_context;
    ModelFile m_model;
    TemplatePreview m_preview;
};

} // namespace sotto
