# Run by cpack when the files of all components are in place: the license and the changes where Debian looks for
# them, manual pages compressed, static libraries without debugging symbols, the completion for zsh in the folder that is for packages.
execute_process(COMMAND date -u -R -d ${CPACK_SPPWHY_DATE} OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE)

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}/usr)
  set(doc ${root}/share/doc/${package})
  file(MAKE_DIRECTORY ${doc})
  file(READ ${CPACK_SPPWHY_SOURCE}/LICENSE license)
  file(WRITE ${doc}/copyright "${license}")
  file(REMOVE ${doc}/LICENSE)
  file(WRITE ${doc}/changelog
       "sppwhy (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n"
       "  * Version ${CPACK_PACKAGE_VERSION}; what is new in it is in CHANGELOG.md of sppwhy.\n\n"
       " -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
  file(GLOB compressed ${doc}/changelog ${root}/share/man/man*/*)
  execute_process(COMMAND gzip -9nf ${compressed} COMMAND_ERROR_IS_FATAL ANY)
  file(GLOB_RECURSE archives ${root}/lib/*.a)
  if(archives)
    execute_process(COMMAND strip --strip-debug --enable-deterministic-archives ${archives} COMMAND_ERROR_IS_FATAL ANY)
  endif()
  if(EXISTS ${root}/share/zsh/site-functions)
    file(RENAME ${root}/share/zsh/site-functions ${root}/share/zsh/vendor-completions)
  endif()
endforeach()
