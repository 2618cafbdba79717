# What is installed, and the .deb that CPack makes of it.
include(GNUInstallDirs)

install(TARGETS sotto-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(SOTTO_GUI)
  install(TARGETS sotto RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES installer/sotto.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES installer/sotto-mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME sotto.xml)
  install(FILES installer/sotto.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
endif()
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

set(CPACK_PACKAGE_NAME sotto)
set(CPACK_PACKAGE_VENDOR "Sotto")
set(CPACK_PACKAGE_CONTACT "Sotto maintainers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The GPU backend and fonts are what a person would expect to work at once, but nothing breaks without them.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libggml0-backend-vulkan, fonts-inter, fonts-noto-cjk, fonts-jetbrains-mono, qt6-translations-l10n")
include(CPack)
