# SPDX-License-Identifier: GPL-3.0-or-later
#
# The rules of the house as CMake functions:
#   tamma_library(NAME LAYER n [MOC] [DEPENDS ...] [QT ...] [THIRD_PARTY ...] SOURCES ...)
#   tamma_executable(NAME [DEPENDS ...] [QT ...] [THIRD_PARTY ...] SOURCES ...)
#   tamma_test(NAME [LABELS ...] [DEPENDS ...] [QT ...] [TIMEOUT seconds] [SOURCES ...])
# A library may use only libraries of a lower layer; the configure step stops on any other arrow.

add_library(tamma_options INTERFACE)
target_include_directories(tamma_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(tamma_options INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Werror
    -Wno-missing-field-initializers) # Members have defaults in the class: leaving them out is the point.
target_compile_definitions(tamma_options INTERFACE
    QT_NO_CONTEXTLESS_CONNECT QT_DISABLE_DEPRECATED_UP_TO=0x060800 TAMMA_VERSION="${PROJECT_VERSION}")
if(TAMMA_SANITIZE)
    target_compile_options(tamma_options INTERFACE -fsanitize=${TAMMA_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(tamma_options INTERFACE -fsanitize=${TAMMA_SANITIZE})
    if(TAMMA_SANITIZE MATCHES "undefined")
        target_compile_options(tamma_options INTERFACE -fno-sanitize-recover=undefined
            $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>) # It warns of values that its own checks keep apart.
    endif()
    if(TAMMA_SANITIZE MATCHES "thread") # GCC does not model fences; Qt's are all paired with atomics.
        target_compile_options(tamma_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
    endif()
endif()
if(TAMMA_FUZZ)
    target_compile_options(tamma_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(TAMMA_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # GCC then takes a source for a header, and its private types for a header's.
    target_compile_options(tamma_options INTERFACE -Wno-subobject-linkage)
endif()
find_program(TAMMA_MOLD mold)
if(TAMMA_MOLD)
    target_link_options(tamma_options INTERFACE -fuse-ld=mold)
endif()

# Qt's value types and the standard headers that nearly every source uses, parsed once.
set(TAMMA_PRECOMPILED_HEADERS
    <QByteArray> <QDateTime> <QDir> <QFile> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList>
    <QObject> <QString> <QStringList> <QVariant>
    <algorithm> <atomic> <chrono> <condition_variable> <expected> <functional> <memory> <mutex>
    <optional> <stop_token> <thread> <utility> <variant> <vector>)
add_library(tamma_precompiled OBJECT ${PROJECT_SOURCE_DIR}/packaging/cmake/precompiled.cpp)
target_link_libraries(tamma_precompiled PRIVATE tamma_options Qt6::Core)
target_precompile_headers(tamma_precompiled PRIVATE ${TAMMA_PRECOMPILED_HEADERS})

# The same for tests, with those parts of Qt Test that do not depend on Qt GUI. Qt6::Test itself would
# define each test's folder as a macro, and a precompiled header needs equal macros in all of them.
# Tests are not optimized: each is compiled more often than it has time to run.
add_library(tamma_test_options INTERFACE)
target_link_libraries(tamma_test_options INTERFACE tamma_options Qt6::Core $<TARGET_LINKER_FILE:Qt6::Test>)
target_include_directories(tamma_test_options SYSTEM INTERFACE
    $<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>)
target_compile_options(tamma_test_options INTERFACE $<$<CONFIG:RelWithDebInfo>:-O0>)
add_library(tamma_precompiled_test OBJECT ${PROJECT_SOURCE_DIR}/packaging/cmake/precompiled.cpp)
target_link_libraries(tamma_precompiled_test PRIVATE tamma_test_options)
target_precompile_headers(tamma_precompiled_test PRIVATE ${TAMMA_PRECOMPILED_HEADERS}
    <QTemporaryDir> <QtTest/qtestcase.h> <QtTest/qtestdata.h> <QtTest/qtesttostring.h> <QtTest/qbenchmark.h>)

# Writes the .moc that each test includes at its end. One plain command: AUTOMOC would also scan every
# source and compile one more, empty, file for each test.
find_program(TAMMA_MOC moc REQUIRED
    PATHS ${QT6_INSTALL_PREFIX}/${QT6_INSTALL_LIBEXECS} NO_DEFAULT_PATH)
function(_tamma_test_moc name)
    set(moc ${CMAKE_CURRENT_BINARY_DIR}/${name}_moc/${name}.moc)
    add_custom_command(OUTPUT ${moc} DEPENDS ${name}.cpp
        COMMAND ${TAMMA_MOC} -o ${moc} ${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp COMMENT "" VERBATIM)
    target_sources(${name} PRIVATE ${moc})
    target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}_moc)
    set_source_files_properties(${name}.cpp PROPERTIES OBJECT_DEPENDS ${moc})
endfunction()

function(_tamma_link target visibility)
    cmake_parse_arguments(PARSE_ARGV 2 A "" "" "DEPENDS;QT;THIRD_PARTY")
    target_link_libraries(${target} ${visibility} tamma_options Qt6::Core ${A_DEPENDS})
    foreach(module IN LISTS A_QT)
        target_link_libraries(${target} ${visibility} Qt6::${module})
    endforeach()
    # A library of others stays private to its room: that is the quarantine at link level.
    target_link_libraries(${target} PRIVATE ${A_THIRD_PARTY})
endfunction()

function(tamma_library name)
    cmake_parse_arguments(PARSE_ARGV 1 A "MOC" "LAYER" "DEPENDS;QT;THIRD_PARTY;SOURCES")
    if(NOT DEFINED A_LAYER)
        message(FATAL_ERROR "tamma_library(${name}): LAYER is missing")
    endif()
    add_library(${name} STATIC ${A_SOURCES})
    _tamma_link(${name} PUBLIC DEPENDS ${A_DEPENDS} QT ${A_QT} THIRD_PARTY ${A_THIRD_PARTY})
    set_target_properties(${name} PROPERTIES AUTOMOC ${A_MOC} TAMMA_LAYER ${A_LAYER}
        UNITY_BUILD ${TAMMA_UNITY} UNITY_BUILD_BATCH_SIZE 6) # Most of a source's time are its headers.
    target_precompile_headers(${name} REUSE_FROM tamma_precompiled)
    foreach(dependency IN LISTS A_DEPENDS)
        if(NOT TARGET ${dependency})
            message(FATAL_ERROR "${name} uses ${dependency}, which is not there yet: "
                "a room is added after the rooms that it uses")
        endif()
        get_target_property(layer ${dependency} TAMMA_LAYER)
        if(layer GREATER_EQUAL A_LAYER)
            message(FATAL_ERROR "${name} (layer ${A_LAYER}) must not use ${dependency} (layer ${layer}): "
                "a library uses only lower layers. Move the shared part down, or turn the arrow round.")
        endif()
    endforeach()
    list(JOIN A_DEPENDS " " dependencies)
    set_property(GLOBAL APPEND_STRING PROPERTY TAMMA_LAYER_GRAPH "${name} ${A_LAYER} ${dependencies}\n")
endfunction()

function(tamma_executable name)
    cmake_parse_arguments(PARSE_ARGV 1 A "" "" "DEPENDS;QT;THIRD_PARTY;SOURCES")
    add_executable(${name} ${A_SOURCES})
    _tamma_link(${name} PRIVATE DEPENDS ${A_DEPENDS} QT ${A_QT} THIRD_PARTY ${A_THIRD_PARTY})
    target_precompile_headers(${name} REUSE_FROM tamma_precompiled)
endfunction()

function(tamma_test name)
    cmake_parse_arguments(PARSE_ARGV 1 A "" "TIMEOUT" "LABELS;DEPENDS;QT;SOURCES;ENVIRONMENT")
    add_executable(${name} ${name}.cpp ${A_SOURCES})
    _tamma_link(${name} PRIVATE DEPENDS ${A_DEPENDS} tamma_test_options QT ${A_QT})
    target_precompile_headers(${name} REUSE_FROM tamma_precompiled_test)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    _tamma_test_moc(${name})
    add_test(NAME ${name} COMMAND ${name})
    if(NOT A_TIMEOUT)
        set(A_TIMEOUT 120)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${A_TIMEOUT} LABELS "${A_LABELS}")
    tamma_test_environment(${name} ${A_ENVIRONMENT})
endfunction()

# tamma_test_environment(TEST [NAME=VALUE...]): what every test finds in its environment, and more.
function(tamma_test_environment test)
    set_tests_properties(${test} PROPERTIES ENVIRONMENT
        "QT_QPA_PLATFORM=offscreen;TAMMA_SOURCE_DIR=${PROJECT_SOURCE_DIR};TAMMA_BINARY_DIR=${PROJECT_BINARY_DIR};TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.supp;${ARGN}")
endfunction()

# Writes layers.txt, one library a line ("name layer dependencies..."), for tests/architecture.
function(tamma_write_layer_graph)
    get_property(graph GLOBAL PROPERTY TAMMA_LAYER_GRAPH)
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/layers.txt CONTENT "${graph}")
endfunction()
