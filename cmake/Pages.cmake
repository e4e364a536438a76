# The manual pages and the completions, made by a program of ours (src/pages/) from the tables of the command line.
file(GLOB SPPWHY_PAGES_SOURCES CONFIGURE_DEPENDS src/pages/*.c)
add_executable(sppwhy_pages ${SPPWHY_PAGES_SOURCES})
target_link_libraries(sppwhy_pages PRIVATE sppwhy_flags sppwhy_cli)

set(SPPWHY_PAGES_FOLDER ${CMAKE_CURRENT_BINARY_DIR}/pages)
file(MAKE_DIRECTORY ${SPPWHY_PAGES_FOLDER})

# sppwhy_page(FILE PAGE ARGUMENT...): see src/pages/main.c. An argument that is a file is watched.
function(sppwhy_page file page)
  set(out ${SPPWHY_PAGES_FOLDER}/${file})
  set(sources ${ARGN})
  list(FILTER sources INCLUDE REGEX "[.]md$")
  add_custom_command(OUTPUT ${out} COMMAND sppwhy_pages ${page} ${out} ${ARGN} DEPENDS sppwhy_pages ${sources}
                     COMMENT "Writing ${file}" VERBATIM)
  set_property(GLOBAL APPEND PROPERTY SPPWHY_PAGES ${out})
endfunction()

sppwhy_page(sppwhy.1 manual ${SPPWHY_DATE})
sppwhy_page(sppwhy-rules.5 rules-manual ${SPPWHY_DATE} ${PROJECT_SOURCE_DIR}/docs/rules.md
            ${PROJECT_SOURCE_DIR}/docs/scenarios.md)
sppwhy_page(sppwhy.bash bash)
sppwhy_page(_sppwhy zsh)
sppwhy_page(sppwhy.fish fish)

get_property(pages GLOBAL PROPERTY SPPWHY_PAGES)
add_custom_target(pages ALL DEPENDS ${pages})

# The engine of the page for a browser (cmake/Page.cmake), compiled here, too: so a change that breaks it is seen at once.
add_library(page_engine OBJECT src/pages/browser/engine.c)
target_link_libraries(page_engine PRIVATE sppwhy_flags sppwhy_cli)
