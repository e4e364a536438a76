#!/usr/bin/env bash
# Writes the scenario of a large company: so many clients, two KMS hosts, the usual troubles in the usual shares, and a
# few names that try to be more than names. For tests of the HTML report and for looking at it. The log writer takes up
# to some 3,000 clients (200,000 values in one file).
#
#   tests/browser/fleet.sh [CLIENTS] > fleet.yaml && build/debug/tests/logwriter fleet.yaml FOLDER
set -euo pipefail

clients=${1:-1000}
[[ $clients =~ ^[1-9][0-9]{0,4}$ ]] || {
    echo "fleet.sh: '$clients' is no number of clients" >&2
    exit 3
}

# In awk's strings a backslash of YAML is written twice.
exec awk -v clients="$clients" '
    function stamp(minute,    day) {
        day = 2 + int(minute / 1440) % 26
        return sprintf("2026-03-%02dT%02d:%02d:20Z", day, int(minute / 60) % 24, minute % 60)
    }
    function cmid(i) { return sprintf("6a1c2f3e-0d4b-4c5a-9e8f-%012x", i) }
    function event(time, id, strings, repeat, every) {
        printf "      - {time: %s, id: %d, strings: [%s]%s}\n", time, id, strings,
            (repeat > 1 ? sprintf(", repeat: %d, every_minutes: %d", repeat, every) : "")
    }
    function log_of(file, computer, channel) {
        printf "  - file: %s\n    computer: \"%s\"\n", file, computer
        if (channel != "")
            printf "    channel: %s\n", channel
        print "    covers: [2026-03-01T00:00:00Z, 2026-03-29T00:00:00Z]\n    events:"
    }
    function asked(i, code, host, repeat, every) {
        event(stamp(at[i] - behind[i]), 12288, "\"" code ", 0x00000000, " host ":1688, " cmid(i) ", {time}, " i % 2 ", 2, " \
            43200 - i ", " windows ", 25\"", repeat, every)
    }
    function answered(i, code, activated, count, repeat, every) {
        event(stamp(at[i]), 12289, "\"" code ", 0x00000000, " activated ", 0, " count ", 120, 10080, {time}\"", repeat, every)
    }
    function gave_up(i, code, repeat, every) {
        event(stamp(at[i] + 1), 8198, "\"hr=" code "\", \"RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;" \
            "AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=" windows ";NotificationInterval=1440;Trigger=TimerEvent\"",
            repeat, every)
    }
    function served(i, code, repeat, every) {
        event(stamp(at[i]), 12290, "\"\", \"" code "\", \"25\", \"" name[i] "\", \"" cmid(i) "\", \"{time" \
            (behind[i] ? "-" behind[i] : "") "}\", \"" i % 2 "\", \"2\", \"" 43200 - i "\", \"" windows "\"", repeat, every)
    }
    function client_log(i) {
        if (trouble[i] == "named")
            return
        log_of(sprintf("clients/ws%05d.evtx", i), name[i])
        if (trouble[i] == "blocked") {
            asked(i, "0x800706BA", "kms1.fleet.example", 12, 121)
            gave_up(i, "0xC004F074", 12, 121)
        } else if (trouble[i] == "skew") {
            asked(i, "0xC004F06C", "kms1.fleet.example", 4, 240)
        } else if (trouble[i] == "count") {
            asked(i, "0x00000000", "kms2.fleet.example", 6, 120)
            answered(i, "0xC004F038", 0, 13, 6, 120)
        } else if (trouble[i] == "dns") {
            gave_up(i, "0x8007232B", 9, 1440)
        } else if (trouble[i] == "lost") {
            asked(i, "0x800706BE", "kms1.fleet.example", 1, 0)
        } else if (trouble[i] == "strange") {
            asked(i, "0x8007ABCD", "kms1.fleet.example", 2, 120)
        } else {
            asked(i, "0x00000000", "kms1.fleet.example", 1, 0)
            answered(i, "0x00000000", 1, 50, 1, 0)
        }
    }
    function host_log(host,    i) {
        log_of(sprintf("kms%d/kms.evtx", host), sprintf("kms%d.fleet.example", host), "Key Management Service")
        for (i = 1; i <= clients; i++)
            if (host == 2 && trouble[i] == "count")
                served(i, "0x0", 6, 120)
            else if (host == 1 && trouble[i] == "skew")
                served(i, "0xC004F06C", 4, 240)
            else if (host == 1 && trouble[i] ~ /fine|lost|named/)
                served(i, "0x0", 1, 0)
    }
    BEGIN {
        windows = "73111121-5638-40f6-bc11-f1d7b0d64300"
        split("fine fine fine fine fine fine fine blocked blocked blocked skew count count count dns lost strange named blocked count",
            kinds, " ")
        hostile[3] = "<script>alert(1)</script>.example"
        hostile[8] = "\\\"><img src=x onerror=alert(2)>"
        hostile[9] = "o\x27brien\x27s </title></svg></style>&amp;&#60;"
        hostile[11] = "moc.elpmaxe\\u202E.fleet\\u2066\\u200B"
        hostile[12] = "bell\\x07and\\x1B[31mred.example"
        hostile[15] = "javascript:alert(3)//--></script>"
        hostile[16] = "\\u05E9\\u05E8\\u05EA-\\u673A\\u5668-b\\u00FCro.example"
        for (i = 1; i <= clients; i++) {
            name[i] = i in hostile ? hostile[i] : sprintf("ws%05d.fleet.example", i)
            trouble[i] = kinds[(i - 1) % 20 + 1]
            at[i] = 480 + int(i * 14400 / clients) # in order: so the hosts log them
            behind[i] = trouble[i] == "skew" ? 300 : 0
        }
        print "title: A large company\nlogs:"
        host_log(1)
        host_log(2)
        for (i = 1; i <= clients; i++)
            client_log(i)
    }'
