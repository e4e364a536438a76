/* See month_words.h. */
#include "exports/month_words.h"

#include <ctype.h>

/* Twelve words a row; the languages whose labels are known, see prose_block.c. In a long date the month may be
 * inflected ("3 czerwca"). An empty word: that month is written as in another row. (Octal where a digit of a
 * hexadecimal number comes next.) */
static const char *const months[][12] = {
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
     "November", "December"},
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
    /* de */
    {"Januar", "Februar", "M\xC3\xA4rz", "", "Mai", "Juni", "Juli", "", "", "Oktober", "", "Dezember"},
    {"J\xC3\xA4n", "", "M\xC3\xA4r", "", "", "", "", "", "Sept", "Okt", "", "Dez"},
    {"J\xC3\xA4nner", "Feber", "Mrz", "", "", "", "", "", "", "", "", ""},
    /* fr */
    {"janvier", "f\xC3\xA9vrier", "mars", "avril", "mai", "juin", "juillet", "ao\xC3\xBBt", "septembre",
     "octobre", "novembre", "d\303\251cembre"},
    {"janv", "f\xC3\xA9vr", "", "avr", "", "", "juil", "", "", "", "", "d\303\251c"},
    /* es */
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
     "noviembre", "diciembre"},
    {"ene", "", "", "abr", "", "", "", "ago", "setiembre", "", "", "dic"},
    /* it */
    {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
     "", "dicembre"},
    {"gen", "", "", "", "mag", "giu", "lug", "", "set", "ott", "", ""},
    /* pt */
    {"janeiro", "fevereiro", "mar\xC3\xA7o", "", "maio", "junho", "julho", "", "setembro", "outubro",
     "novembro", "dezembro"},
    {"", "fev", "", "", "", "", "", "", "", "out", "", ""},
    /* nl */
    {"januari", "februari", "maart", "", "mei", "", "", "augustus", "", "", "", ""},
    {"", "", "mrt", "", "", "", "", "", "", "", "", ""},
    /* sv da no */
    {"", "", "marts", "", "maj", "", "", "augusti", "", "", "", "desember"},
    {"", "", "", "", "", "", "", "", "", "", "", "des"},
    /* pl */
    {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "wrze\xC5\x9Bnia",
     "pa\305\272dziernika", "listopada", "grudnia"},
    {"sty", "lut", "", "kwi", "", "cze", "lip", "sie", "wrz", "pa\xC5\xBA", "lis", "gru"},
    /* cs */
    {"ledna", "\xC3\xBAnora", "b\305\231ezna", "dubna", "kv\xC4\x9Btna", "\304\215ervna", "\304\215ervence",
     "srpna", "z\xC3\xA1\xC5\x99\xC3\xAD", "\xC5\x99\xC3\xADjna", "listopadu", "prosince"},
    /* ru */
    {"\xD1\x8F\xD0\xBD\xD0\xB2\xD0\xB0\xD1\x80\xD1\x8F",
     "\xD1\x84\xD0\xB5\xD0\xB2\xD1\x80\xD0\xB0\xD0\xBB\xD1\x8F", "\xD0\xBC\xD0\xB0\xD1\x80\xD1\x82\xD0\xB0",
     "\xD0\xB0\xD0\xBF\xD1\x80\xD0\xB5\xD0\xBB\xD1\x8F", "\xD0\xBC\xD0\xB0\xD1\x8F",
     "\xD0\xB8\xD1\x8E\xD0\xBD\xD1\x8F", "\xD0\xB8\xD1\x8E\xD0\xBB\xD1\x8F",
     "\xD0\xB0\xD0\xB2\xD0\xB3\xD1\x83\xD1\x81\xD1\x82\xD0\xB0",
     "\xD1\x81\xD0\xB5\xD0\xBD\xD1\x82\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F",
     "\xD0\xBE\xD0\xBA\xD1\x82\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F",
     "\xD0\xBD\xD0\xBE\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F",
     "\xD0\xB4\xD0\xB5\xD0\xBA\xD0\xB0\xD0\xB1\xD1\x80\xD1\x8F"},
    /* tr */
    {"Ocak", "\xC5\x9Eubat", "Mart", "Nisan", "May\xC4\xB1s", "Haziran", "Temmuz", "A\xC4\x9Fustos",
     "Eyl\xC3\xBCl", "Ekim", "Kas\xC4\xB1m", "Aral\xC4\xB1k"},
    /* hu */
    {"janu\xC3\xA1r", "febru\xC3\xA1r", "m\xC3\xA1rcius", "\xC3\xA1prilis", "m\xC3\xA1jus", "j\xC3\xBAnius",
     "j\xC3\xBAlius", "augusztus", "szeptember", "okt\303\263ber", "", ""},
    {"", "febr", "m\xC3\xA1rc", "\xC3\xA1pr", "m\xC3\xA1j", "j\xC3\xBAn", "j\xC3\xBAl", "", "szept", "", "",
     ""},
};

static uint8_t month_of(slice word)
{
    for (size_t row = 0; row < sizeof months / sizeof *months; row++)
        for (uint8_t i = 0; i < 12; i++)
            if (slice_is_nocase(word, months[row][i]))
                return (uint8_t)(i + 1);
    return 0;
}

static bool is_letter(char c)
{
    return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

named_month month_of_words(slice text)
{
    named_month found = {0};
    for (size_t i = 0, end; i < text.length; i = end + 1) {
        for (end = i; end < text.length && is_letter(text.at[end]);)
            end++;
        slice word = {text.at + i, end - i};
        uint8_t month = word.length == 0 ? 0 : month_of(word);
        bool unsure = month != 0 && slice_is_nocase(word, "mar");
        if (month == 0 || (unsure && found.month != 0))
            continue;
        if (found.month != 0 && !found.unsure && found.month != month)
            return (named_month){0};
        found = (named_month){month, unsure};
    }
    return found;
}
