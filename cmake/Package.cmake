# Packages for Debian: `cpack -G DEB` in a build folder. sppwhy is the program; libsppwhy-dev what is needed to build
# with the library; with SPPWHY_SHARED there is the library's own package, too.
set(SPPWHY_MAINTAINER "the sppwhy authors <maintainers@sppwhy.invalid>" CACHE STRING
    "Name and address of who makes the packages")
set(SPPWHY_HOMEPAGE "" CACHE STRING "Where the project is found on the web, for the packages")

set(CPACK_PACKAGE_NAME sppwhy)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "${SPPWHY_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)

set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "${SPPWHY_HOMEPAGE}")

# The first line of a description is the synopsis.
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME sppwhy)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION admin)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "explains failed Windows volume activations from event logs
sppwhy reads exported Windows event logs (.evtx) of clients and KMS hosts and
says, machine by machine, why each volume activation failed, on what evidence,
how sure that is, and what to do. It needs neither Windows nor a network.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libsppwhy-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "library that explains failed volume activations - development files
libsppwhy reads Windows event logs (.evtx), joins the licensing events of
clients and KMS hosts, and judges them by rules.
.
This package has its headers and what is needed to build programs with it.")

if(SPPWHY_SHARED)
  list(APPEND CPACK_COMPONENTS_ALL library)
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libsppwhy${SPPWHY_SOVERSION})
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
  set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "library that explains failed volume activations
libsppwhy reads Windows event logs (.evtx), joins the licensing events of
clients and KMS hosts, and judges them by rules.")
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/installed/triggers "activate-noawait ldconfig\n")
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_BINARY_DIR}/installed/triggers)
endif()

# Run by cpack: what it can only find out then, and what Debian wants otherwise than `cmake --install` does it.
set(CPACK_SPPWHY_NEEDED_FILES "${SPPWHY_NEEDED_FILES}")
set(CPACK_SPPWHY_SHARED_PACKAGE "${CPACK_DEBIAN_LIBRARY_PACKAGE_NAME}")
set(CPACK_SPPWHY_DATE ${SPPWHY_DATE})
set(CPACK_SPPWHY_SOURCE ${PROJECT_SOURCE_DIR})
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/cmake/DebianDepends.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/DebianFiles.cmake)
include(CPack)
