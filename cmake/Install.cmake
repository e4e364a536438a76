# What others get: the program with its manual pages and completions, the library with its headers and how to find
# it (pkg-config, find_package), the rules to read, the docs; and packages for Debian (`cpack -G DEB`).
#
# Three components: `program`, `development` (headers and what links), and with SPPWHY_SHARED also `library`.
option(SPPWHY_SHARED "Install the library as a shared one, in place of a static one" OFF)
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# ---- the library that is installed ----------------------------------------------------------------------------

# libsppwhy is what the program and the tests are built with: they may use what is inside. Others get its objects as
# another library. Of a static one too only the names of the headers are to be seen: its objects are joined into one,
# in which all else is local, so that a program may have an arena_alloc() of its own.
set_target_properties(libsppwhy PROPERTIES POSITION_INDEPENDENT_CODE ON)
set(joined ${CMAKE_CURRENT_BINARY_DIR}/installed/sppwhy.o)
file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/installed)
add_custom_command(
  OUTPUT ${joined}
  COMMAND ${CMAKE_C_COMPILER} -r -nostdlib -o ${joined} $<TARGET_OBJECTS:libsppwhy>
  COMMAND ${CMAKE_OBJCOPY} --localize-hidden ${joined}
  DEPENDS libsppwhy $<TARGET_OBJECTS:libsppwhy>
  COMMAND_EXPAND_LISTS VERBATIM)
set_source_files_properties(${joined} PROPERTIES EXTERNAL_OBJECT ON)

add_library(sppwhy_static STATIC ${joined})
add_library(sppwhy_shared SHARED $<TARGET_OBJECTS:libsppwhy>)

# What the library is linked with: as names for those who link with the static one, as files for the packages.
set(SPPWHY_NEEDED "")
set(SPPWHY_NEEDED_FILES "")
get_target_property(linked libsppwhy LINK_LIBRARIES)
foreach(target IN LISTS linked)
  if(target MATCHES "^PkgConfig::(.*)$")
    target_link_libraries(sppwhy_shared PRIVATE ${target})
    list(APPEND SPPWHY_NEEDED ${${CMAKE_MATCH_1}_LIBRARIES})
    list(APPEND SPPWHY_NEEDED_FILES ${${CMAKE_MATCH_1}_LINK_LIBRARIES})
  endif()
endforeach()
list(REMOVE_DUPLICATES SPPWHY_NEEDED)
list(REMOVE_DUPLICATES SPPWHY_NEEDED_FILES)
target_link_libraries(sppwhy_shared PRIVATE $<BUILD_INTERFACE:sppwhy_flags> Threads::Threads)
target_link_libraries(sppwhy_static INTERFACE "$<INSTALL_INTERFACE:${SPPWHY_NEEDED}>"
                                              $<INSTALL_INTERFACE:Threads::Threads>)

# No promise of a stable binary interface before version 1: each minor version has a number of its own.
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(SPPWHY_SOVERSION 0.${PROJECT_VERSION_MINOR})
else()
  set(SPPWHY_SOVERSION ${PROJECT_VERSION_MAJOR})
endif()
set_target_properties(sppwhy_shared PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${SPPWHY_SOVERSION})
foreach(library sppwhy_static sppwhy_shared)
  set_target_properties(${library} PROPERTIES LINKER_LANGUAGE C OUTPUT_NAME sppwhy EXPORT_NAME sppwhy
                        ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/installed
                        LIBRARY_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/installed)
  target_include_directories(${library} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
endforeach()

if(SPPWHY_SHARED)
  set(SPPWHY_INSTALLED sppwhy_shared)
else()
  set(SPPWHY_INSTALLED sppwhy_static)
endif()

# All that `cmake --install` looks for; `all` also has the tests.
add_custom_target(installed DEPENDS sppwhy pages ${SPPWHY_INSTALLED})

# ---- the files -------------------------------------------------------------------------------------------------

install(TARGETS sppwhy RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(TARGETS ${SPPWHY_INSTALLED} EXPORT sppwhy
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development)
install(DIRECTORY include/sppwhy DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
        FILES_MATCHING PATTERN *.h)

install(FILES ${SPPWHY_PAGES_FOLDER}/sppwhy.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${SPPWHY_PAGES_FOLDER}/sppwhy-rules.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 COMPONENT program)
install(FILES ${SPPWHY_PAGES_FOLDER}/sppwhy.bash RENAME sppwhy COMPONENT program
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${SPPWHY_PAGES_FOLDER}/_sppwhy COMPONENT program
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${SPPWHY_PAGES_FOLDER}/sppwhy.fish COMPONENT program
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

install(DIRECTORY rules DESTINATION ${CMAKE_INSTALL_DATADIR}/sppwhy COMPONENT program
        FILES_MATCHING PATTERN *.yaml PATTERN *.tsv)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)

# ---- how to find the library ------------------------------------------------------------------------------------

set(SPPWHY_CMAKE_FOLDER ${CMAKE_INSTALL_LIBDIR}/cmake/sppwhy)
configure_package_config_file(cmake/sppwhyConfig.cmake.in installed/sppwhyConfig.cmake
                              INSTALL_DESTINATION ${SPPWHY_CMAKE_FOLDER})
write_basic_package_version_file(installed/sppwhyConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(EXPORT sppwhy NAMESPACE sppwhy:: FILE sppwhyTargets.cmake DESTINATION ${SPPWHY_CMAKE_FOLDER}
        COMPONENT development)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/installed/sppwhyConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/installed/sppwhyConfigVersion.cmake
        DESTINATION ${SPPWHY_CMAKE_FOLDER} COMPONENT development)

# Paths start from where the file itself lies, so that it holds wherever the tree is put.
set(SPPWHY_PC_FOLDER ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH SPPWHY_PC_TO_PREFIX /prefix/${SPPWHY_PC_FOLDER} /prefix)
set(SPPWHY_PC_LIBS "")
if(NOT SPPWHY_SHARED)
  list(TRANSFORM SPPWHY_NEEDED PREPEND -l OUTPUT_VARIABLE SPPWHY_PC_LIBS)
  list(JOIN SPPWHY_PC_LIBS " " SPPWHY_PC_LIBS)
  string(APPEND SPPWHY_PC_LIBS " -pthread")
endif()
configure_file(cmake/sppwhy.pc.in installed/sppwhy.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/installed/sppwhy.pc DESTINATION ${SPPWHY_PC_FOLDER}
        COMPONENT development)

include(cmake/Package.cmake)
