/* The values in what slmgr and ospp print, known by their form. See statement.h. */
#ifndef EXPORTS_STATEMENT_VALUES_H
#define EXPORTS_STATEMENT_VALUES_H

#include "exports/moment.h"
#include "exports/slice.h"

/* A license state, in the languages that are known. */
bool read_state(slice value, unsigned *out);
/* The state in a sentence of /xpr: "Windows is in Notification mode" */
bool read_sentence(slice line, unsigned *out);
/* A date within a sentence; not one behind a label. */
bool find_moment(slice line, moment *out);
/* The first two numbers of a text; returns how many there are. */
size_t two_numbers(slice text, uint64_t out[2]);
/* "259192 minute(s) (180 day(s))" */
bool read_minutes(slice value, uint64_t *out);
/* "kms1.contoso.com:1688" */
bool read_server(slice value, slice *host, uint64_t *port);
/* "10.0.19041.3996": of the licensing service, which slmgr prints first in any language. */
bool is_service_version(slice value);
/* "Error", in the languages that are known. */
bool is_error_word(slice label);
/* A command of slmgr or ospp as it is typed, behind a prompt or not: "C:\>cscript //nologo slmgr.vbs /dlv". */
bool is_command(slice line);
/* A sentence as a line of its own, with a full stop or without. */
bool is_own_line(slice line, const char *sentence);
/* The ID of Windows or Office, not of a product. */
bool is_application(slice id);
/* The last five characters of a key. */
bool is_partial_key(slice value);

/* Whether the date behind this label is that on which an evaluation, or a beta version, ends: not the time of printing
 * ("Trusted time"). */
bool is_end_label(slice label);

/* "pc7_KMSActivation.txt", in an archive ("case.zip!pc7_slmgr.txt") or out of it: the machine that it is of;
 * length 0 when the name does not say. */
slice statement_computer(const char *path);
/* A build of Windows as a version: "6.3.9600.0". */
void windows_version(char *out, size_t size, slice build);

#endif
