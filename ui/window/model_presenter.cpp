#include "ui/window/model_presenter.h"

#include "core/text/error_text.h"
#include "ui/model_details/model_details_page.h"
#include "ui/model_details/speech_card.h"
#include "ui/model_details/template_dialog.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>

namespace sotto {

ModelPresenter::ModelPresenter(ModelDetailsPage &page, const WindowContext &context)
    : QObject(&page), m_page(page), m_context(context)
{
    wireServices();
    wirePage();
}

void ModelPresenter::wireServices()
{
    connect(&m_context.models, &ModelService::changed, this, &ModelPresenter::refresh);
    connect(&m_context.settings, &SettingsService::changed, this, &ModelPresenter::refresh);
    connect(&m_context.facts, &HostFacts::changed, this, &ModelPresenter::refresh);
    connect(&m_context.library, &ModelLibrary::changed, this, [this] {
        if (const auto now = m_context.library.find(m_model.path)) m_model = *now;
        refresh();
    });
    connect(&m_context.modelSettings, &ModelSettingsService::changed, this, &ModelPresenter::refresh);
    connect(&m_context.modelSettings, &ModelSettingsService::writeFailed, this,
            [this](const Error &error) { Q_EMIT said(errorText(error).whole()); });
    connect(&m_context.checksums, &ChecksumService::changed, this, &ModelPresenter::refresh);
}

void ModelPresenter::wirePage()
{
    const auto &page = m_page;
    connect(&page, &ModelDetailsPage::edited, this,
            [this](const ModelSettings &settings) { m_context.modelSettings.set(m_model, settings); });
    connect(&page, &ModelDetailsPage::loadRequested, this, [this] { m_context.models.load(m_model); });
    connect(&page, &ModelDetailsPage::unloadRequested, this, [this] { m_context.models.unload(); });
    connect(&page, &ModelDetailsPage::cancelRequested, this, [this] { m_context.models.cancelLoad(); });
    connect(&page, &ModelDetailsPage::reloadRequested, &m_context.models, &ModelService::reload);
    connect(&page, &ModelDetailsPage::measureRequested, &m_context.models, &ModelService::measureAgain);
    connect(&page, &ModelDetailsPage::checkRequested, this, [this] { m_context.checksums.start(m_model); });
    connect(&page, &ModelDetailsPage::checkCancelled, this, [this] { m_context.checksums.cancel(m_model.path); });
    connect(&page, &ModelDetailsPage::copyPathRequested, this, [this] { copy(m_model.path, tr("Path copied")); });
    connect(&page, &ModelDetailsPage::copyDigestRequested, this, [this] {
        const auto sum = m_context.checksums.stateOf(m_model.path).sum;
        if (sum) copy(sum->sha256.join(u'\n'), tr("SHA-256 copied"));
    });
    connect(&page, &ModelDetailsPage::addAdapterRequested, this, &ModelPresenter::chooseAdapter);
    connect(&page, &ModelDetailsPage::viewTemplateRequested, this, &ModelPresenter::viewTemplate);
    connect(&page, &ModelDetailsPage::changeTemplateRequested, this, &ModelPresenter::changeTemplate);
}

void ModelPresenter::setModel(const ModelFile &model)
{
    m_model = model;
    m_context.checksums.look(model);
    refresh();
}

void ModelPresenter::refresh()
{
    if (m_model.path.isEmpty()) return;
    ModelDetails details;
    details.file = m_model;
    details.own = m_context.modelSettings.of(m_model);
    details.settings = m_context.settings.current();
    details.status = m_context.models.status();
    details.needsReload = m_context.models.needsReload();
    details.checksum = m_context.checksums.stateOf(m_model.path);
    details.library = m_context.library.models();
    if (const auto &cpu = m_context.facts.cpu()) details.logicalCpus = cpu->logicalCpus;
    details.nowMs = m_context.clock.unixMs();
    m_page.setDetails(details);
}

void ModelPresenter::copy(const QString &text, const QString &words)
{
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT said(words);
}

void ModelPresenter::chooseAdapter()
{
    auto *dialog = new QFileDialog(m_page.window(), tr("Choose an adapter"), QFileInfo(m_model.path).path(),
                                   tr("GGUF files (*.gguf);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, &m_page, &ModelDetailsPage::addAdapter);
    dialog->open();
}

void ModelPresenter::viewTemplate()
{
    auto *viewer = new TemplateViewer(m_page.window(), tr("Chat template of %1").arg(m_model.name),
                                      templateInUse(m_page.details()));
    viewer->open();
}

void ModelPresenter::changeTemplate()
{
    auto *editor = new TemplateEditor(m_page.window(), tr("Change the chat template of %1").arg(m_model.name),
                                      templateInUse(m_page.details()));
    connect(editor, &TemplateEditor::accepted, this, &ModelPresenter::useTemplate);
    connect(editor, &TemplateEditor::previewRequested, this, [this, editor](const QString &text) {
        m_preview.render(editor, text, m_model.spec,
                         [editor](const Result<QString> &preview) { editor->setPreview(preview); });
    });
    editor->open();
}

/// The file's own text, or none, is no override.
void ModelPresenter::useTemplate(const QString &text)
{
    ModelSettings settings = m_context.modelSettings.of(m_model);
    const bool own = !text.trimmed().isEmpty() && text != QString::fromStdString(m_model.spec.chatTemplate);
    settings.chatTemplate = own ? text : QString();
    m_context.modelSettings.set(m_model, settings);
}

} // namespace sotto
