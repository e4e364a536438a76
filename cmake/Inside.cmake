# Libraries as archives inside the program, each of which there is an archive of. Most of the time that a small log takes
# is the dynamic linker's otherwise: libarchive alone brings ten more libraries, Unicode's tables among them, for formats
# that are never read here. Only the program: the libraries of its own, the tests and what is packaged use the system's
# shared ones, which are mended without us.
option(SPPWHY_INSIDE "Link the program with static libraries, where they are there" OFF)
if(NOT SPPWHY_INSIDE OR WIN32 OR EMSCRIPTEN)
  return()
endif()
include(CheckCSourceCompiles)

# The archives lib(NAME).a of the names; "" when one of them is not there.
function(find_archives out)
  set(found "")
  foreach(name IN LISTS ARGN)
    find_library(SPPWHY_ARCHIVE_${name} lib${name}.a)
    if(NOT SPPWHY_ARCHIVE_${name})
      set(${out} "" PARENT_SCOPE)
      return()
    endif()
    list(APPEND found ${SPPWHY_ARCHIVE_${name}})
  endforeach()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

# The program links `archives` where others link what the target says.
function(link_inside target archives)
  set(inside "$<BOOL:$<TARGET_PROPERTY:SPPWHY_INSIDE>>")
  get_target_property(shared ${target} INTERFACE_LINK_LIBRARIES)
  list(TRANSFORM shared REPLACE "(.+)" "$<$<NOT:${inside}>:\\1>")
  list(TRANSFORM archives REPLACE "(.+)" "$<${inside}:\\1>")
  set_property(TARGET ${target} PROPERTY INTERFACE_LINK_LIBRARIES ${shared} ${archives})
endfunction()

foreach(pair IN ITEMS PCRE2=pcre2-8 YAML=yaml XXHASH=xxhash JANSSON=jansson ZLIB=z EXPAT=expat SECCOMP=seccomp)
  string(REPLACE "=" ";" pair ${pair})
  list(GET pair 0 target)
  list(GET pair 1 name)
  find_archives(archives ${name})
  if(archives AND TARGET PkgConfig::${target})
    link_inside(PkgConfig::${target} "${archives}")
  endif()
endforeach()

# Whether the archives hold all that they use of one another is tried: that differs from system to system.
function(link_inside_if_whole target more source)
  find_archives(archives ${ARGN})
  set(CMAKE_REQUIRED_QUIET ON)
  set(CMAKE_REQUIRED_LIBRARIES ${archives} ${more})
  check_c_source_compiles("${source}" SPPWHY_WHOLE_${target})
  if(archives AND SPPWHY_WHOLE_${target})
    link_inside(PkgConfig::${target} "${archives};${more}")
  endif()
endfunction()

link_inside_if_whole(SQLITE3 "m;Threads::Threads" "#include <sqlite3.h>
int main(void) { return sqlite3_open(\"\", 0); }" sqlite3)
link_inside_if_whole(ARCHIVE "" "#include <archive.h>
int main(void) {
    struct archive *a = archive_read_new();
    return archive_read_support_format_zip(a) + archive_read_support_format_7zip(a) + archive_read_support_format_cab(a) +
           archive_read_support_format_tar(a) + archive_read_support_format_raw(a) + archive_read_support_filter_gzip(a) +
           archive_read_support_filter_bzip2(a) + archive_read_support_filter_xz(a) + archive_read_support_filter_lzma(a) +
           archive_read_support_filter_zstd(a) + (archive_version_details() == 0);
}" archive lzma bz2 zstd nettle z)
if(TARGET PkgConfig::EVTX)
  link_inside_if_whole(EVTX "Threads::Threads" "int libevtx_file_initialize(void **, void **);
int libbfio_file_initialize(void **, void **);
int main(void) { return libevtx_file_initialize(0, 0) + libbfio_file_initialize(0, 0); }" evtx bfio)
endif()
