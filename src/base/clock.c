/* See clock.h. */
#include "base/clock.h"

#include "base/limits.h"

#include <ctype.h>
#include <stdio.h>

bool clock_usable(uint64_t time)
{
    return time >= LIMIT_TIME_EARLIEST && time <= LIMIT_TIME_LATEST;
}

uint64_t clock_after(uint64_t time, uint64_t span)
{
    return span > UINT64_MAX - time ? UINT64_MAX : time + span;
}

uint64_t clock_before(uint64_t time, uint64_t span)
{
    return span > time ? 0 : time - span;
}

uint64_t clock_span(uint64_t from, uint64_t to)
{
    return to > from ? to - from : 0;
}

int64_t clock_difference(uint64_t from, uint64_t to)
{
    uint64_t size = to > from ? to - from : from - to;
    if (size > INT64_MAX)
        size = INT64_MAX;
    return to > from ? (int64_t)size : -(int64_t)size;
}

bool clock_follows(uint64_t from, uint64_t to, uint64_t span)
{
    return clock_usable(from) && clock_usable(to) && to >= from && to - from <= span;
}

/* Days from 1601-01-01 to a date, and back, counted in 400-year cycles that begin in March: leap days then
 * fall at the end of a year and months have a regular length. */
static int64_t days_from_date(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = year / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 584694; /* 584694: the same count for 1601-01-01 */
}

static void date_from_days(int64_t days, int *year, int *month, int *day)
{
    days += 584694;
    int64_t era = days / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool clock_from_date(uint64_t *out, int year, int month, int day, int hour, int minute, int second)
{
    if (year < 1601 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month) || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 59)
        return false;
    *out = (uint64_t)days_from_date(year, month, day) * CLOCK_DAY + (uint64_t)hour * CLOCK_HOUR +
           (uint64_t)minute * CLOCK_MINUTE + (uint64_t)second * CLOCK_SECOND;
    return true;
}

static bool digits(const char **at, int count, int *out)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (!isdigit((unsigned char)(*at)[i]))
            return false;
        value = value * 10 + ((*at)[i] - '0');
    }
    *at += count;
    *out = value;
    return true;
}

static bool fraction_of_second(const char **at, uint64_t *out)
{
    uint64_t unit = CLOCK_SECOND;
    *out = 0;
    if (**at != '.')
        return true;
    (*at)++;
    if (!isdigit((unsigned char)**at))
        return false;
    for (; isdigit((unsigned char)**at); (*at)++) {
        unit /= 10;
        *out += (uint64_t)(**at - '0') * unit;
    }
    return true;
}

static bool zone(const char **at, int64_t *minutes)
{
    int hour, minute;
    *minutes = 0;
    if (**at == 'Z' || **at == 'z') {
        (*at)++;
        return true;
    }
    if (**at != '+' && **at != '-')
        return true;
    int sign = **at == '-' ? -1 : 1;
    (*at)++;
    if (!digits(at, 2, &hour) || **at != ':')
        return false;
    (*at)++;
    if (!digits(at, 2, &minute) || hour > 23 || minute > 59)
        return false;
    *minutes = sign * (hour * 60 + minute);
    return true;
}

bool clock_parse(uint64_t *out, const char *text)
{
    const char *at = text;
    int year, month, day, hour = 0, minute = 0, second = 0;
    uint64_t part = 0, whole;
    int64_t offset = 0;
    if (!digits(&at, 4, &year) || *at++ != '-' || !digits(&at, 2, &month) || *at++ != '-' ||
        !digits(&at, 2, &day))
        return false;
    if (*at == 'T' || *at == 't' || *at == ' ') {
        at++;
        if (!digits(&at, 2, &hour) || *at++ != ':' || !digits(&at, 2, &minute))
            return false;
        if (*at == ':') {
            at++;
            if (!digits(&at, 2, &second) || !fraction_of_second(&at, &part))
                return false;
        }
        if (!zone(&at, &offset))
            return false;
    }
    if (*at != '\0' || !clock_from_date(&whole, year, month, day, hour, minute, second))
        return false;
    int64_t moved = (int64_t)(whole + part) - offset * (int64_t)CLOCK_MINUTE;
    if (moved < 0 || (uint64_t)moved >= CLOCK_END)
        return false;
    *out = (uint64_t)moved;
    return true;
}

typedef struct date {
    int year, month, day, hour, minute, second;
    unsigned ticks;
} date;

/* A time that no log can mean is shown as the last that RFC 3339 can write. */
static date split(uint64_t time)
{
    date d;
    if (time >= CLOCK_END)
        time = CLOCK_END - 1;
    date_from_days((int64_t)(time / CLOCK_DAY), &d.year, &d.month, &d.day);
    uint64_t rest = time % CLOCK_DAY;
    d.hour = (int)(rest / CLOCK_HOUR);
    d.minute = (int)(rest / CLOCK_MINUTE % 60);
    d.second = (int)(rest / CLOCK_SECOND % 60);
    d.ticks = (unsigned)(rest % CLOCK_SECOND);
    return d;
}

/* Times are printed by the million: without a look at a format for each. The end of what was put is returned. */
static char *put_char(char *at, char c)
{
    *at = c;
    return at + 1;
}

static char *put_digits(char *at, unsigned number, unsigned count)
{
    for (unsigned i = count; i-- > 0; number /= 10)
        at[i] = (char)('0' + number % 10);
    return at + count;
}

static char *put_date(char *at, const date *d, char between)
{
    at = put_char(put_digits(at, (unsigned)d->year, 4), '-');
    at = put_char(put_digits(at, (unsigned)d->month, 2), '-');
    return put_char(put_digits(at, (unsigned)d->day, 2), between);
}

static char *put_time(char *at, const date *d, bool seconds)
{
    at = put_char(put_digits(at, (unsigned)d->hour, 2), ':');
    at = put_digits(at, (unsigned)d->minute, 2);
    return seconds ? put_digits(put_char(at, ':'), (unsigned)d->second, 2) : at;
}

char *clock_format(uint64_t time, bool fraction, char out[40])
{
    date d = split(time);
    char *at = put_time(put_date(out, &d, 'T'), &d, true);
    if (fraction) {
        at = put_digits(put_char(at, '.'), d.ticks, 7);
        at = put_digits(at, 0, 2);
    }
    *put_char(at, 'Z') = '\0';
    return out;
}

char *clock_format_plain(uint64_t time, bool seconds, char out[40])
{
    date d = split(time);
    *put_time(put_date(out, &d, ' '), &d, seconds) = '\0';
    return out;
}

char *clock_format_duration(uint64_t seconds, char out[40])
{
    unsigned long long days = seconds / 86400, hours = seconds / 3600 % 24, minutes = seconds / 60 % 60;
    unsigned long long rest = seconds % 60;
    const char *day = days == 1 ? "day" : "days";
    if (days != 0 && hours != 0)
        snprintf(out, 40, "%llu %s %llu h", days, day, hours);
    else if (days != 0)
        snprintf(out, 40, "%llu %s", days, day);
    else if (hours != 0 && minutes != 0)
        snprintf(out, 40, "%llu h %llu min", hours, minutes);
    else if (hours != 0)
        snprintf(out, 40, "%llu h", hours);
    else if (minutes != 0 && rest != 0)
        snprintf(out, 40, "%llu min %llu s", minutes, rest);
    else if (minutes != 0)
        snprintf(out, 40, "%llu min", minutes);
    else
        snprintf(out, 40, "%llu s", rest);
    return out;
}
