# CMake's toolchain for WebAssembly, by emscripten, whose own file does the rest. SPPWHY_CROSS_PREFIX is where libraries.sh
# put the libraries.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SPPWHY_CROSS_PREFIX)
find_program(SPPWHY_EMCC emcc)
get_filename_component(emscripten "${SPPWHY_EMCC}" REALPATH)
get_filename_component(emscripten "${emscripten}" DIRECTORY)
include(${emscripten}/cmake/Modules/Platform/Emscripten.cmake)
if(SPPWHY_CROSS_PREFIX)
  list(PREPEND CMAKE_FIND_ROOT_PATH ${SPPWHY_CROSS_PREFIX})
  set(CMAKE_C_FLAGS_INIT "-I${SPPWHY_CROSS_PREFIX}/include")
  set(ENV{PKG_CONFIG_LIBDIR} ${SPPWHY_CROSS_PREFIX}/lib/pkgconfig)
endif()
