# Run by cpack, before all: the packages that libsppwhy-dev depends on are those that own the pkg-config files of the
# modules the library was built with.
set(packages libc6-dev)
if(CPACK_SPPWHY_SHARED_PACKAGE)
  list(APPEND packages "${CPACK_SPPWHY_SHARED_PACKAGE} (= ${CPACK_PACKAGE_VERSION})")
else()
  foreach(module IN LISTS CPACK_SPPWHY_MODULES)
    execute_process(COMMAND pkg-config --variable=pcfiledir ${module} OUTPUT_VARIABLE folder
                    OUTPUT_STRIP_TRAILING_WHITESPACE)
    execute_process(COMMAND dpkg -S ${folder}/${module}.pc OUTPUT_VARIABLE owner ERROR_QUIET)
    if(owner MATCHES "^([^:]+):")
      list(APPEND packages ${CMAKE_MATCH_1})
    else()
      message(WARNING "no package owns ${folder}/${module}.pc: libsppwhy-dev will not depend on it")
    endif()
  endforeach()
endif()
list(REMOVE_DUPLICATES packages)
list(JOIN packages ", " CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS)
