# Writes ${OUT}, a module definition for Windows' linker: the functions of the headers in ${INCLUDE} and nothing else. Where
# objects are ELF the headers say so themselves (SPPWHY_BEGIN); what is hidden there would be exported here.
execute_process(COMMAND ${COMPILER} -E -P -I ${INCLUDE} ${INCLUDE}/sppwhy/sppwhy.h OUTPUT_VARIABLE declared
                COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "sppwhy_[a-z0-9_]+\\(" names "${declared}")
list(TRANSFORM names REPLACE "\\(" "")
list(REMOVE_DUPLICATES names)
list(SORT names)
list(JOIN names "\n" lines)
file(WRITE ${OUT} "EXPORTS\n${lines}\n")
