#!/usr/bin/env bash
# A scenario of a large company: fleet_scenario.sh [MACHINES] >fleet.yaml. Two KMS hosts, a branch whose DNS they may
# not write, and clients with seven causes, in shares that a real fleet could have; one in ten is renewed as it should be.
set -euo pipefail

awk -v machines="${1:-1000}" '
function log_of(name, domain) {
    printf "  - file: %s/%s-Application.evtx\n    computer: %s.%s\n", toupper(name), toupper(name), name, domain
    printf "    covers: [2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z]\n    noise: 4\n    events:\n"
}
function at(second) {
    return sprintf("2026-03-%02dT%02d:%02d:%02dZ", 3 + int(second / 86400), int(second / 3600) % 24, int(second / 60) % 60, second % 60)
}
function event(second, id, strings) {
    printf "      - {time: %s, id: %s, strings: [%s]}\n", at(second), id, strings
}
function request(second, code, host, cmid, state, left, product, need) {
    event(second, 12288, sprintf("\"%s, 0x00000000, %s:1688, %s, {time}, 0, %d, %d, %s, %d\"", code, host, cmid, state, left, product, need))
}
function automatic(second, code, product) {
    event(second, 8198, sprintf("\"hr=%s\", \"RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=%s;NotificationInterval=1440;Trigger=TimerEvent\"", code, product))
}
# What the host will have logged; its events are in one list, in order of time.
function served(host, second, code, name, cmid, moved, state, left, product, need) {
    host_lines[host, ++host_count[host]] = sprintf("%012d      - {time: %s, id: 12290, strings: [\"\", \"%s\", \"%d\", \"%s\", \"%s\", \"{short_time%s}\", \"0\", \"%d\", \"%d\", \"%s\"]}",
        second, at(second), code, need, name, cmid, moved, state, left, product)
}
function host_log(host,    i, sorter) {
    printf "  - file: %s/%s-Key-Management-Service.evtx\n    computer: %s.contoso.com\n    channel: Key Management Service\n", toupper(host), toupper(host), host
    printf "    covers: [2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z]\n    events:\n"
    fflush()
    sorter = "LC_ALL=C sort | cut -c13-"
    for (i = 1; i <= host_count[host]; i++)
        print host_lines[host, i] | sorter
    close(sorter)
}
BEGIN {
    client = "73111121-5638-40f6-bc11-f1d7b0d64300"
    print "title: A fleet of " machines " machines\nlogs:"
    for (i = 0; i < machines; i++) {
        share = i * 1000 / machines
        name = sprintf("ws-%04d", i)
        cmid = sprintf("00000000-0000-4000-8000-%012d", i)
        when = 3600 + i * 337 % 6600 * 60 + 20
        domain = share >= 550 && share < 680 ? "branch.contoso.com" : share >= 680 && share < 750 ? "lab.contoso.com" : "contoso.com"
        full = name "." domain
        log_of(name, domain)
        if (share < 300) { # the second host counts too few
            request(when, "0x00000000", "kms2.contoso.com", cmid, 2, 38880, client, 25)
            event(when + 1, 12289, "\"0xC004F038, 0x04000000, 0, 0, 12, 120, 10080, {time}\"")
            served("kms2", when, "0x0", full, cmid, "", 2, 38880, client, 25)
        } else if (share < 450) { # a firewall blocks the first
            request(when, "0x800706BA", "kms1.contoso.com", cmid, 2, 38880, client, 25)
            request(when + 900, "0x800706BA", "kms1.contoso.com", cmid, 2, 38865, client, 25)
            automatic(when + 922, "0xC004F074", client)
        } else if (share < 550) { # clocks
            request(when, "0xC004F06C", "kms1.contoso.com", cmid, 2, 38880, client, 25)
            served("kms1", when + 18000 + i % 7 * 60, "0xC004F06C", full, cmid, "-" (300 + i % 7), 2, 38880, client, 25)
        } else if (share < 750) { # no host in DNS: in the branch because the hosts may not write there
            automatic(when, "0x8007232B", client)
            automatic(when + 7200, "0x8007232B", client)
        } else if (share < 800) { # retail keys
            automatic(when, "0x803F7001", client)
        } else if (share < 850) { # clones, two by two
            cmid = sprintf("00000000-0000-4000-8000-%012d", i - i % 2)
            request(when, "0x00000000", "kms2.contoso.com", cmid, 2, 38880, client, 25)
            event(when + 1, 12289, "\"0xC004F038, 0x04000000, 0, 0, 12, 120, 10080, {time}\"")
            served("kms2", when, "0x0", full, cmid, "", 2, 38880, client, 25)
        } else if (share < 900) { # a key that is no KMS client key
            request(when, "0xC004F015", "kms1.contoso.com", cmid, 2, 38880, client, 25)
        } else { # as it should be
            request(when, "0x00000000", "kms1.contoso.com", cmid, 1, 249120, client, 25)
            event(when + 1, 12289, "\"0x00000000, 0x00000000, 1, 0, 50, 120, 10080, {time}\"")
            served("kms1", when, "0x0", full, cmid, "", 1, 249120, client, 25)
        }
    }
    for (when = 0; when < 500000; when += 1200) # servers that renew all the time
        served("kms1", when, "0x0", sprintf("srv-%02d.contoso.com", when / 1200 % 40), sprintf("00000000-0000-4000-9000-%012d", when / 1200 % 40), "", 1, 249120, "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03", 5)
    log_of("kms1", "contoso.com")
    for (day = 0; day < 6; day++) {
        event(day * 86400 + 10800, 12294, "contoso.com")
        event(day * 86400 + 10801, 12293, "\"0x80072338\", branch.contoso.com")
    }
    host_log("kms1")
    host_log("kms2")
}'
