# The rules and the catalogue are data files; they are built into the library, so that one binary is enough, in a form
# in which nothing has to be parsed at run time. src/pack/ makes it, a program for the machine that builds.
file(GLOB_RECURSE SPPWHY_DATA CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/rules
     ${PROJECT_SOURCE_DIR}/rules/*.yaml ${PROJECT_SOURCE_DIR}/rules/*.tsv)
list(SORT SPPWHY_DATA)
list(TRANSFORM SPPWHY_DATA PREPEND ${PROJECT_SOURCE_DIR}/rules/ OUTPUT_VARIABLE SPPWHY_DATA_PATHS)
set(SPPWHY_PACKED ${CMAKE_CURRENT_BINARY_DIR}/packed_files.c)

set(SPPWHY_PACK_SOURCES src/pack/main.c src/pack/pack.c src/yaml/yaml.c src/spp/tsv_text.c src/base/arena.c
    src/base/error.c src/base/sort.c src/base/text.c src/base/vec.c src/base/posix/pages.c)
set(SPPWHY_PACKER "" CACHE FILEPATH "sppwhy_pack of a native build, for a cross build where the host has no compiler")
if(SPPWHY_PACKER)
  set(SPPWHY_PACK ${SPPWHY_PACKER})
elseif(CMAKE_CROSSCOMPILING)
  # Another compiler than this build's: called by hand. It finds libyaml where the host has it.
  find_program(SPPWHY_HOST_CC NAMES cc gcc clang NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  set(SPPWHY_PACK ${CMAKE_CURRENT_BINARY_DIR}/sppwhy_pack)
  list(TRANSFORM SPPWHY_PACK_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/)
  add_custom_command(
    OUTPUT ${SPPWHY_PACK}
    COMMAND ${CMAKE_COMMAND} -E env --unset=CFLAGS --unset=LDFLAGS --unset=CPPFLAGS
            ${SPPWHY_HOST_CC} -std=c11 -O1 -D_POSIX_C_SOURCE=200809L -I${PROJECT_SOURCE_DIR}/include
            -I${PROJECT_SOURCE_DIR}/src -o ${SPPWHY_PACK} ${SPPWHY_PACK_SOURCES} -lyaml
    DEPENDS ${SPPWHY_PACK_SOURCES}
    COMMENT "Building sppwhy_pack for this machine"
    VERBATIM)
else()
  # Without the flags of the sanitizers and the like: what it makes is the same.
  add_executable(sppwhy_pack ${SPPWHY_PACK_SOURCES})
  target_include_directories(sppwhy_pack PRIVATE include src)
  target_compile_options(sppwhy_pack PRIVATE -Wall -Wextra -Wconversion -Wshadow $<$<BOOL:${SPPWHY_WERROR}>:-Werror>)
  target_compile_definitions(sppwhy_pack PRIVATE _POSIX_C_SOURCE=200809L)
  target_link_libraries(sppwhy_pack PRIVATE PkgConfig::YAML)
  set_target_properties(sppwhy_pack PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
  set(SPPWHY_PACK sppwhy_pack)
endif()

add_custom_command(
  OUTPUT ${SPPWHY_PACKED}
  COMMAND ${SPPWHY_PACK} ${SPPWHY_PACKED} ${PROJECT_SOURCE_DIR}/rules ${SPPWHY_DATA}
  DEPENDS ${SPPWHY_DATA_PATHS} ${SPPWHY_PACK}
  COMMENT "Building the rules and the catalogue into the library"
  VERBATIM)
