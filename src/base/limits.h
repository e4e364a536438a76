/*
 * Every limit on what a file can ask for, each with its reason. A limit that is reached is always reported, never
 * silent.
 *
 * Not here: how much a report shows (`..._SHOWN` beside what shows it: it says how many more there are), how far a
 * search for something better goes (`..._LOOKED_AT`: what is beyond is unknown then, not false), and sizes of
 * buffers into which only what is short can fit (tests/check_limits.sh lists them).
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Folders inside folders. Collected logs nest under ten deep; a loop of links that escapes the check by
 * device and inode ends here. */
#define LIMIT_FOLDER_DEPTH 64

/* Log files of one run. A thousand machines with a hundred logs each. */
#define LIMIT_LOG_FILES 100000

/* Logs that stay open between being found and being read, so that each is looked for by its path once only; the
 * others are opened again. So many descriptors (256 bytes each in the system) are left for the work itself: the
 * threads' files and their children, an archive's members, the report. */
#define LIMIT_FILES_KEPT ((size_t)16384)
#define LIMIT_FILES_LEFT ((size_t)256)

/* Places, 64 KiB apart, where the signature of a chunk is looked for in a file whose start is not a log's. A
 * file asked for by name or named .evtx is looked through up to 1 GiB, so that a sparse file of exabytes ends
 * too; any other file met in a folder only through its first MiB, so that disk images cost nothing. */
#define LIMIT_CHUNK_STEPS ((uint64_t)1 << 14)
#define LIMIT_CHUNK_STEPS_UNNAMED ((uint64_t)16)

/* Standard input is spooled to an unnamed temporary file first, because it is looked at
 * more than once: what it is, its hash, and then its records. */
#define LIMIT_STDIN_BYTES ((uint64_t)8 << 30)

/* Archives inside archives: `case.zip` with a machine's `logs.tar.gz` with `Application.evtx.gz` is three
 * deep. A bomb like 42.zip has six levels, of sixteen archives each. */
#define LIMIT_ARCHIVE_DEPTH 4

/* Members of one archive, those of the archives in it counted in. A collection of a thousand machines has a
 * hundred files of each. */
#define LIMIT_ARCHIVE_MEMBERS 100000

/* What one archive, with the archives in it, may unpack to: this much in any case, beyond it so many times
 * its own size, and never more than the last. Logs pack 10 to 30 times smaller, and a log that is mostly
 * reserved room of zeros a thousand times smaller, but is then not large; zeros pack a thousand times smaller
 * (deflate) to ten thousand (zstd). */
#define LIMIT_ARCHIVE_FREE_BYTES ((uint64_t)1 << 30)
#define LIMIT_ARCHIVE_RATIO 250
#define LIMIT_ARCHIVE_BYTES ((uint64_t)1 << 38)

/* An archive in an archive that must be read with jumps (7z, and zip where it fits) is held in memory up to
 * this size. */
#define LIMIT_ARCHIVE_HELD ((size_t)64 << 20)

/* Bytes of the dictionary that an archive's headers ask for; it is memory before a byte is unpacked, and
 * several archives are read at once. xz -9 asks for 64 MiB, 7-Zip at its highest level for up to 256. */
#define LIMIT_ARCHIVE_DICTIONARY ((uint64_t)256 << 20)

/* Bytes of a member's name. Windows' paths have 32767 characters at most and mostly 260; a longer name is
 * cut. */
#define LIMIT_MEMBER_NAME 4096

/* Members of one archive, and lines of one file of JSON lines, that are named one by one when they cannot be
 * read; the rest is counted. */
#define LIMIT_NAMED_FAULTS 20

/* Text that is pasted into `explain`, when it is no event: its words are looked up one by one. A screen has 4 KiB. */
#define LIMIT_PASTED_TEXT ((size_t)16 << 10)

/* One JSON line. A record's is under 2 MiB; the first line of a run holds what is known of each of its logs,
 * a few hundred bytes each, for up to LIMIT_LOG_FILES. */
#define LIMIT_JSON_LINE ((size_t)128 << 20)

/* Address space of the child that runs libevtx, beyond what it inherits (a parent with many threads has
 * reserved much). A four-byte edit makes libevtx 20181227 ask for 8 GiB; a good one-chunk image needs less
 * than 64 MiB. */
#define LIMIT_READER_ADDRESS_SPACE ((uint64_t)768 << 20)

/* CPU time that libevtx may take for one record, in milliseconds. A good record takes under one. */
#define LIMIT_READER_RECORD_MS 1000

/* Wall-clock time that the parent waits for a sign of life from the child, in milliseconds. Generous: a
 * machine under load, or valgrind, may make a record wait. */
#define LIMIT_READER_SILENCE_MS 60000

/* Records of the first part of a log (LIMIT_PART_BYTES) that may kill the child before the rest of the part is given up:
 * each costs up to LIMIT_READER_RECORD_MS, so this bounds what a hostile log can take. Each further part may have a
 * share of it: as much for 32 MiB. */
#define LIMIT_READER_KILLS 20
#define LIMIT_READER_SHARE 4

/* CPU time that libevtx may take for the first part, in microseconds, and for each further one in the same share: so much, and so much more for each record
 * asked of it. A good record takes under 100 us; without this, sixty thousand records of one second each
 * would take a day. */
#define LIMIT_READER_LOG_US ((uint64_t)60000000)
#define LIMIT_READER_AVERAGE_US ((uint64_t)1000)

/* Processor time that one log may take, in milliseconds: so much, and so much more for each MiB that was read
 * of it. The slowest good log takes under 2 ms for a MiB (docs/bench.md); a slow machine or valgrind take
 * fifty times that. Processor time, because a slow disk or a busy machine is no fault of the log. The child
 * of libevtx has limits of its own, above. */
#define LIMIT_LOG_MS ((uint64_t)60000)
#define LIMIT_LOG_MS_PER_MIB ((uint64_t)250)

/* In all, however large it is: a file of exabytes that is all hole is read at some GB a second, for years. */
#define LIMIT_LOG_MS_MOST ((uint64_t)600000)

/* XML text that libevtx may make of one record. The strings of a record are at most 64 KiB of UTF-16; entity
 * escapes can multiply that by six. */
#define LIMIT_RECORD_XML ((size_t)2 << 20)

/* Text that may be made of all records of one chunk. A chunk holds 64 KiB; the literal text of a template
 * comes again with each record that uses it, which makes some hundred KiB of a real one. Without this a chunk
 * of small records, each naming one long template often, takes gigabytes. */
#define LIMIT_CHUNK_TEXT ((size_t)4 << 20)

/* Bytes of a computer's, channel's or provider's name, in UTF-16. Windows' own are under 600. */
#define LIMIT_NAME_BYTES 4096

/* Text of one event, in a form that says where an event ends only by where the next one begins: what is
 * longer is other text behind it. A message of Windows has up to 32767 characters. */
#define LIMIT_TEXT_BLOCK ((size_t)256 << 10)

/* What is kept of the text before an event's fields, where Event Viewer shows its message: a message of
 * licensing is under 4 KiB. What is longer is other text, and none of the event. */
#define LIMIT_TEXT_BEFORE 8192

/* A tag or a text of CLIXML: an event's are under 64 KiB. The file is read up to there. */
#define LIMIT_CLIXML_TOKEN ((size_t)4 << 20)

/* Elements inside elements in one template. Windows' own nest under ten deep; this bounds the stack. */
#define LIMIT_XML_DEPTH 64

/* Binary XML inside of values of binary XML. Windows' own goes two deep; a bomb needs eight or more. */
#define LIMIT_XML_NESTING 32

/* Steps of plans that one record may take. A record of 64 KiB has a few thousand places at most; a value that
 * is used ten times in a template that is used ten times would take any number. */
#define LIMIT_RECORD_STEPS 65536

/* Bytes of binary XML that are compiled for one chunk. Templates do not overlap, so good ones are 64 KiB
 * together. */
#define LIMIT_COMPILED_BYTES ((uint32_t)16 << 16)

/* Bytes read from a file at once: large steps, yet small enough to be still in the cache when they are looked
 * at. */
#define LIMIT_READ_STEP ((size_t)4 << 16)

/* Bytes of output that are gathered before they are passed on: so many that the call costs nothing, and few
 * enough to be in the cache still. */
#define LIMIT_WRITE_STEP ((size_t)4 << 16)

/* Parts in which a log is read, by several threads where there are some: so many that a long log keeps all of
 * them busy to the end, each so long that to begin one costs nothing. A multiple of a chunk. A log of so many parts is read
 * by all threads at once, shorter ones side by side. */
#define LIMIT_PART_BYTES ((uint64_t)8 << 20)
#define LIMIT_LONG_LOG_PARTS 4

/* Insertion strings of one event. Windows itself allows 256 for classic events. */
#define LIMIT_EVENT_STRINGS 256

/* Other logs that an Arrow stream says have an event, too: more copies of one log than anybody collects. Each
 * becomes an event, and lists of a stream may overlap, so that few bytes could name any number of them. */
#define LIMIT_EVENT_COPIES 10000

/* Types in the schema of an Arrow stream, inside one another or beside: a type may be its own child, and the
 * number of those that a walk meets is then without end. */
#define LIMIT_ARROW_TYPES 100000

/* Structs, lists and dictionaries inside one another in it, and columns beside one another: what is read here goes
 * four deep and has some 150 columns. */
#define LIMIT_ARROW_DEPTH 16
#define LIMIT_ARROW_CHILDREN 10000

/* Rows of one Arrow array, its offset counted in: no memory holds more, and sums of such numbers hold. */
#define LIMIT_ARROW_ROWS ((uint64_t)1 << 40)

/* Rows of an Arrow batch after which somebody who waits is looked at: some 0.05 s. */
#define LIMIT_ARROW_WATCH_ROWS 65536

/* Size of a list of paths (--files-from): a million of them. */
#define LIMIT_FILE_LIST ((size_t)256 << 20)

/* Size of a document of an earlier run (--baseline, diff): that of a fleet of thousands is under 100 MB. */
#define LIMIT_DOCUMENT_BYTES ((size_t)1 << 30)

/* Damage entries kept for one log; further ones are counted in the last entry. */
#define LIMIT_DAMAGE_ENTRIES 1000

/* Computers and channels listed for one log (a log of forwarded events names many). */
#define LIMIT_LOG_NAMES 100000

/* Objects in objects of one event as JSON: programs nest under ten deep. Where objects have no end, each seems to be in
 * the one before; without this each would be looked through to the end of the file. */
#define LIMIT_JSON_DEPTH 64

/* Size of a rule or scenario file, and how deep its YAML may nest: a rule is a page of text. */
#define LIMIT_YAML_BYTES ((size_t)4 << 20)
#define LIMIT_YAML_DEPTH 64
#define LIMIT_YAML_NODES 200000

/* Records (events, repetitions and noise) that one scenario may describe: the writer's bench needs some hundred
 * thousand, and a slip of the keyboard in `repeat` must not fill the memory. */
#ifndef LIMIT_SCENARIO_RECORDS /* the fuzz harnesses are built with less: a few bytes may ask for all of them */
#define LIMIT_SCENARIO_RECORDS 2000000
#endif

/* Size of a table of the catalogue. The built-in ones are under 200 KiB. */
#define LIMIT_TABLE_BYTES ((size_t)64 << 20)

/* Work that one pattern of a rule may do on one text (PCRE2 match limit): a pattern that backtracks for
 * ever must not hang a run. */
#define LIMIT_PATTERN_MATCHES 200000

/* Memory, in KiB, that it may take to do so (PCRE2 heap limit). The rules' own need a few. */
#define LIMIT_PATTERN_HEAP_KIB 8192

/* Bytes of one cell of a CSV table. Excel takes 32767 characters and lets the rest of a longer cell run into
 * other ones, where it could be a formula. */
#define LIMIT_CSV_CELL 32000

/* Requests of one machine that wait for their answer, looked through for the one that a 12289 answers: a machine asks a
 * few times an hour, and after an hour none waits any more. Answers for which there were more are counted, and the report
 * says so (SCOPE_CUT). */
#define LIMIT_REQUESTS_WAITING 64

/* Requests with one CMID, one product and one minute, looked through for the one that a 12290 speaks of: there are a
 * few. More are counted and said as above. */
#define LIMIT_REQUESTS_ALIKE 1000

/* Columns of a CSV table, and those of them that are an event's own values. `sppwhy events` writes some eighty, Splunk and
 * Elastic some more; no licensing event has half as many values. A remark says what is left out. */
#define LIMIT_TABLE_COLUMNS 256
#define LIMIT_TABLE_STRINGS 32

/* Of one event as JSON: whole numbers, bytes of a name with the names of all objects around it. Elastic's events have some
 * ten numbers and names of forty bytes. A remark says that something was left out. */
#define LIMIT_JSON_NUMBERS 256
#define LIMIT_JSON_NAME 200
#define LIMIT_JSON_NESTED 16

/* Events cited by one verdict: enough to follow the argument; the finding counts all of them. */
#define LIMIT_EVIDENCE 12

/* Machines that are listed beside one with the same CMID: a cloned fleet may have thousands, and each would list all
 * others. The rest is counted. */
#define LIMIT_CLONES_LISTED 100

/* Events of exports that agree in all but the domain of their machine, looked through for one that is the same: a
 * machine has one domain, or had another one once. Beyond that, events are counted that may be copies. */
#define LIMIT_EVENTS_ALIKE 100

/* Events looked through to answer one `some_event` of a rule, so that one rule cannot make a run
 * quadratic. */
#define LIMIT_EVENTS_SCANNED 20000

/* Bytes of one report, by what it is made of: so many in any case (the page's script and style, the texts of
 * all rules), and more for each log and each event. An event's text is at most LIMIT_RECORD_XML, six times
 * that where each character is escaped, and what a report says of an event is less than the event; a log's
 * damage and names are a page. No report comes near it. It ends a fault of ours, such as an axis without end,
 * before the disk is full. */
#define LIMIT_REPORT_BYTES ((uint64_t)64 << 20)
#define LIMIT_REPORT_LOG_BYTES ((uint64_t)4 << 20)
#define LIMIT_REPORT_EVENT_BYTES ((uint64_t)16 << 20)

/* The earliest and the last time that an event can have, as FILETIMEs: 1980-01-01 and the end of 2099. The
 * clock of a PC begins in 1980, when its battery is empty too, and Windows' own settings take no year outside
 * of 1980 to 2099. Whatever else a log says is no time: not 1601 (zero), not the year 30828. The difference
 * of two such times fits into 63 bits, and as many of them as there is memory for can be averaged without an
 * overflow in seconds. */
#define LIMIT_TIME_EARLIEST ((uint64_t)119600064000000000)
#define LIMIT_TIME_LATEST ((uint64_t)157469183999999999)

#endif
