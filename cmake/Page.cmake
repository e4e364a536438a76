# The page that needs no program: the program as WebAssembly, in one file with all that it takes (docs/page.md). What is
# installed, packaged and tested elsewhere is not made here.

# emcc is a script around clang, and takes longer to start than a file takes to compile: it is asked once what it calls, and
# that is called for each file. Where the answer is of no use, emcc compiles.
set(empty ${CMAKE_CURRENT_BINARY_DIR}/empty.c)
file(WRITE ${empty} "")
execute_process(COMMAND ${CMAKE_C_COMPILER} --cflags OUTPUT_VARIABLE emcc_flags OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
execute_process(COMMAND ${CMAKE_C_COMPILER} -v -c ${empty} -o ${empty}.o ERROR_VARIABLE emcc_said OUTPUT_QUIET)
if(emcc_flags MATCHES "^-target wasm32" AND emcc_said MATCHES "^ *\"?(/[^ \"]*clang[^ \"/]*)\"? -target wasm32")
  set(emcc_calls "${CMAKE_MATCH_1} ${emcc_flags}")
  separate_arguments(emcc_words UNIX_COMMAND "${emcc_calls}")
  execute_process(COMMAND ${emcc_words} -c ${empty} -o ${empty}.2.o RESULT_VARIABLE refused OUTPUT_QUIET ERROR_QUIET)
  execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${empty}.o ${empty}.2.o RESULT_VARIABLE differ OUTPUT_QUIET ERROR_QUIET)
  if(NOT refused AND NOT differ)
    set(CMAKE_C_COMPILE_OBJECT "${emcc_calls} <DEFINES> <INCLUDES> <FLAGS> -o <OBJECT> -c <SOURCE>")
  endif()
endif()

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
