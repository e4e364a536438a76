# The program for Windows: one static file that needs nothing but what every Windows has. What is installed, packaged
# and tested elsewhere is not made here: tools/windows.sh makes the zip.
enable_language(RC)
target_compile_definitions(sppwhy_flags INTERFACE __USE_MINGW_ANSI_STDIO=1 _WIN32_WINNT=0x0A00 UNICODE _UNICODE)
configure_file(cmake/windows.rc.in ${CMAKE_CURRENT_BINARY_DIR}/windows.rc @ONLY)
target_sources(sppwhy PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/windows.rc)
target_link_options(sppwhy PRIVATE -static -s -Wl,--dynamicbase,--nxcompat,--high-entropy-va)
target_link_libraries(sppwhy PRIVATE bcrypt shell32 ws2_32)

# The library, for those who load it (python/): it too needs nothing else, and shows what the headers show.
set(exports ${CMAKE_CURRENT_BINARY_DIR}/sppwhy.def)
file(GLOB headers CONFIGURE_DEPENDS include/sppwhy/*.h)
add_custom_command(
  OUTPUT ${exports}
  COMMAND ${CMAKE_COMMAND} -DCOMPILER=${CMAKE_C_COMPILER} -DINCLUDE=${PROJECT_SOURCE_DIR}/include -DOUT=${exports}
          -P ${PROJECT_SOURCE_DIR}/cmake/Exports.cmake
  DEPENDS ${headers} ${PROJECT_SOURCE_DIR}/cmake/Exports.cmake
  COMMENT "Listing what the library exports"
  VERBATIM)
add_library(sppwhy_shared SHARED EXCLUDE_FROM_ALL $<TARGET_OBJECTS:libsppwhy> ${exports})
get_target_property(linked libsppwhy LINK_LIBRARIES)
target_link_libraries(sppwhy_shared PRIVATE ${linked} bcrypt shell32 ws2_32)
target_link_options(sppwhy_shared PRIVATE -static -s -Wl,--dynamicbase,--nxcompat,--high-entropy-va)
set_target_properties(sppwhy_shared PROPERTIES LINKER_LANGUAGE C OUTPUT_NAME sppwhy PREFIX "")
