#pragma once

#include "ui/model_details/details_card.h"

class QPushButton;

namespace sotto {

class Badge;

/// What the file says of itself.
class AboutCard final : public DetailsCard {
    Q_OBJECT
public:
    explicit AboutCard(QWidget *parent = nullptr);

protected:
    void present(const ModelDetails &details) override;

private:
    FactRow *m_family, *m_parameters, *m_quantization, *m_context, *m_licence, *m_description;
    Badge *m_tag;
};

/// Where the file is, its size, and its digest.
class FileCard final : public DetailsCard {
    Q_OBJECT
public:
    explicit FileCard(QWidget *parent = nullptr);

Q_SIGNALS:
    void showInFolderRequested();
    void copyPathRequested();
    void checkRequested();
    void checkCancelled();
    void copyDigestRequested();

protected:
    void present(const ModelDetails &details) override;

private:
    void showDigest(const ChecksumState &state, std::int64_t nowMs);

    FactRow *m_where, *m_size, *m_digest;
    QPushButton *m_check, *m_cancel, *m_copyDigest;
};

/// "6.5 bits a weight" from the weights' bytes and number; empty where either is unknown.
[[nodiscard]] QString bitsAWeight(const ModelSpec &spec);

} // namespace sotto
