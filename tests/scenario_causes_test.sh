#!/usr/bin/env bash
# Every cause goes through the log writer and the whole program: it is expected by name in a scenario of tests/scenario/.
# And every cause that others rely on (the list below, kept) has its rule.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
failed=0
for path in "$root"/rules/*.yaml; do
    cause=$(basename "$path" .yaml)
    grep -rqE --include='*.yaml' "cause: $cause( *[,}]|\$)" "$root/tests/scenario" || {
        failed=1
        echo "no scenario expects $cause"
    }
done
kept='kms-srv-record-missing dns-server-failure no-dns-server-configured host-publish-failed host-unreachable path-blocked
kms-service-down stale-srv-record response-lost clock-skew kms-version-mismatch count-too-low duplicate-cmid kms-not-enabled
host-not-activated product-not-served key-invalid key-blocked kms-activation-limit mak-limit key-unsupported no-key
upgrade-media-needed confirmation-id-wrong sku-not-found grace-expired hardware-changed non-genuine access-denied
license-store-damaged license-tampered activation-server-unreachable no-digital-license wrong-channel-media
avma-host-unavailable ad-activation-object-missing network-unavailable rearm-exhausted activation-in-progress unexplained
kms-host-publish-failing kms-host-init-failed kms-renewal-timer-failed kms-host-idle count-below-threshold
accidental-kms-host too-many-hosts renewals-failing expiring-soon clock-drifting log-rolled-over log-damaged contradicting-events
retail-key-limit evaluation-edition esu-not-ready service-disabled restart-pending proxy-authentication tls-failed
subscription-step-down wmi-damaged service-not-ready restart-not-scheduled'
for cause in $kept; do
    [ -f "$root/rules/$cause.yaml" ] || {
        failed=1
        echo "there is no rule for $cause"
    }
done
exit "$failed"
