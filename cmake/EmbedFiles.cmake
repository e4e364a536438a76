# Writes ${OUT}: a C table of the files ${FILES} below ${ROOT}, each with its bytes (see src/base/embedded.h).
set(body "")
set(table "")
set(number 0)
foreach(name IN LISTS FILES)
  file(READ ${ROOT}/${name} hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  string(APPEND body "static const unsigned char bytes_${number}[] = {\n${hex}0};\n")
  string(APPEND table "    {\"${name}\", (const char *)bytes_${number}, sizeof bytes_${number} - 1},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT}
     "#include \"base/embedded.h\"\n${body}\nconst embedded_file embedded_files[] = {\n${table}    {0, 0, 0}};\n")
