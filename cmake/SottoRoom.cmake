# sotto_room(NAME DEPENDS room… PUBLIC_LIBS lib… PRIVATE_LIBS lib… APART folder…)
#
# One static library a room, target sotto_NAME, made of every source below NAME/. The room's headers are
# reached as "NAME/…" through a folder that holds nothing but that one name, so a room that does not link
# another cannot include it: the include does not compile.
# APART: folders whose files have the same short names for things of their own, so that SOTTO_UNITY leaves them alone.

add_library(sotto_flags INTERFACE)
target_compile_options(sotto_flags INTERFACE
  $<$<CXX_COMPILER_ID:GNU,Clang>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
    -Wnon-virtual-dtor -Woverloaded-virtual -Werror>)
target_compile_definitions(sotto_flags INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CONTEXTLESS_CONNECT QT_NO_FOREACH QT_NO_URL_CAST_FROM_STRING
  QT_DISABLE_DEPRECATED_UP_TO=0x060800 QT_NO_KEYWORDS)
if(SOTTO_UNITY)
  # GCC takes what is included for a header, and warns of unnamed namespaces in it.
  target_compile_options(sotto_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
if(SOTTO_SANITIZE)
  target_compile_options(sotto_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(sotto_flags INTERFACE -fsanitize=address,undefined)
endif()

if(SOTTO_TSAN)
  target_compile_options(sotto_flags INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(sotto_flags INTERFACE -fsanitize=thread)
endif()

function(sotto_room name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;PUBLIC_LIBS;PRIVATE_LIBS;APART" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${name}/*.cpp" "${CMAKE_SOURCE_DIR}/${name}/*.h")
  set(own "${CMAKE_BINARY_DIR}/include/${name}")
  file(MAKE_DIRECTORY "${own}")
  file(CREATE_LINK "${CMAKE_SOURCE_DIR}/${name}" "${own}/${name}" SYMBOLIC)

  add_library(sotto_${name} STATIC ${sources})
  set_target_properties(sotto_${name} PROPERTIES LINKER_LANGUAGE CXX POSITION_INDEPENDENT_CODE ON
    UNITY_BUILD ${SOTTO_UNITY} UNITY_BUILD_BATCH_SIZE 12)
  foreach(folder IN LISTS ARG_APART)
    file(GLOB apart "${CMAKE_SOURCE_DIR}/${name}/${folder}/*.cpp")
    set_source_files_properties(${apart} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  target_include_directories(sotto_${name} PUBLIC "${own}")
  list(TRANSFORM ARG_DEPENDS PREPEND sotto_)
  target_link_libraries(sotto_${name} PUBLIC ${ARG_DEPENDS} ${ARG_PUBLIC_LIBS} PRIVATE sotto_flags ${ARG_PRIVATE_LIBS})
  string(FIND "${ARG_PUBLIC_LIBS}" "Qt6::" uses_qt)
  if(uses_qt EQUAL -1)
    set_target_properties(sotto_${name} PROPERTIES AUTOMOC OFF)
  endif()
endfunction()
