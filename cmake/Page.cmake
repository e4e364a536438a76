# The page that needs no program: the program as WebAssembly, in one file with all that it takes (docs/page.md). What is
# installed, packaged and tested elsewhere is not made here.
set(browser ${PROJECT_SOURCE_DIR}/src/pages/browser)
add_executable(engine ${browser}/engine.c)
target_link_libraries(engine PRIVATE sppwhy_flags sppwhy_cli)
target_link_options(
  engine PRIVATE -O2 --no-entry --js-library ${browser}/host.js -lworkerfs.js
  -sENVIRONMENT=worker -sMODULARIZE=1 -sEXPORT_NAME=createEngine -sFORCE_FILESYSTEM=1
  -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=67108864 -sMAXIMUM_MEMORY=4294967296 -sTOTAL_STACK=4194304
  -sEXPORTED_FUNCTIONS=_engine_read,_engine_write,_engine_explain -sEXPORTED_RUNTIME_METHODS=FS,ccall)
set_target_properties(engine PROPERTIES LINK_DEPENDS ${browser}/host.js)

find_program(SPPWHY_NODE NAMES node nodejs REQUIRED)
set(page ${CMAKE_CURRENT_BINARY_DIR}/sppwhy.html)
set(report ${PROJECT_SOURCE_DIR}/src/report/html)
file(GLOB page_parts CONFIGURE_DEPENDS ${browser}/*.js ${browser}/*.mjs ${browser}/*.css ${browser}/*.html)
add_custom_command(
  OUTPUT ${page}
  COMMAND ${SPPWHY_NODE} ${browser}/assemble.mjs ${browser} ${report} $<TARGET_FILE_DIR:engine> ${PROJECT_VERSION} ${page}
  DEPENDS engine ${page_parts} ${report}/script.js ${report}/style.css
  COMMENT "Writing the page" VERBATIM)
add_custom_target(page ALL DEPENDS ${page})
