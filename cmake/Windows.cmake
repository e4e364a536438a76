# The program for Windows: one static file that needs nothing but what every Windows has. What is installed, packaged
# and tested elsewhere is not made here: tools/windows.sh makes the zip.
enable_language(RC)
target_compile_definitions(sppwhy_flags INTERFACE __USE_MINGW_ANSI_STDIO=1 _WIN32_WINNT=0x0A00 UNICODE _UNICODE)
configure_file(cmake/windows.rc.in ${CMAKE_CURRENT_BINARY_DIR}/windows.rc @ONLY)
target_sources(sppwhy PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/windows.rc)
target_link_options(sppwhy PRIVATE -static -s -Wl,--dynamicbase,--nxcompat,--high-entropy-va)
target_link_libraries(sppwhy PRIVATE bcrypt shell32 ws2_32)
