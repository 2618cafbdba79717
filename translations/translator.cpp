#include "translations/translator.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

// The resource sits in a static library, whose start-up code the linker leaves out unless somebody names it.
static void initResource()
{
    Q_INIT_RESOURCE(sotto_i18n);
}

namespace sotto {
namespace {

QString supported(const QString &wanted)
{
    const QLocale locale = wanted.isEmpty() ? QLocale::system() : QLocale(wanted);
    return locale.language() == QLocale::Chinese ? u"zh_CN"_s : u"en"_s;
}

} // namespace

Translator::Translator()
{
    initResource();
}

Translator::~Translator() = default;

void Translator::use(const QString &language)
{
    m_language = supported(language);
    // Numbers and dates follow the language that is read; the system's own region is kept where it fits.
    const QLocale system = QLocale::system();
    const QLocale own(m_language);
    QLocale::setDefault(system.language() == own.language() ? system : own);

    // A QTranslator takes itself out of the application when it goes.
    m_own = std::make_unique<QTranslator>();
    if (m_own->load(u":/i18n/sotto_"_s + m_language + u".qm"_s)) QCoreApplication::installTranslator(m_own.get());
    m_qt = std::make_unique<QTranslator>();
    if (m_qt->load(u"qtbase_"_s + m_language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(m_qt.get());
}

} // namespace sotto
