#!/usr/bin/env bash
# sppwhy explain: every spelling of a code, events, products, causes, words that are not known, exit status.
set -euo pipefail

sppwhy=${1:?which sppwhy?}
failed=0

# says STATUS WANTED WORD...: what `explain WORD...` prints holds WANTED, and it ends with STATUS.
says() {
    local wanted_status=$1 wanted=$2 status=0 out
    shift 2
    out=$("$sppwhy" explain "$@" 2>&1) || status=$?
    if [ "$status" != "$wanted_status" ] || ! grep -qF -- "$wanted" <<<"$out"; then
        failed=1
        printf 'wrong: explain %s: status %s (wanted %s), and should say "%s"; says:\n%s\n' "$*" "$status" \
            "$wanted_status" "$wanted" "$out"
    fi
}

for spelling in 0xC004F074 c004f074 C004F074 0XC004f074 -1073418124 3221549172 hr=0xC004F074 sl_e_vl_binding_service_unavailable; do
    says 0 SL_E_VL_BINDING_SERVICE_UNAVAILABLE "$spelling"
done
says 0 E_ACCESSDENIED 80070005
says 0 DNS_ERROR_RCODE_NAME_ERROR 9003
says 0 'slui 0x2a 0xC004F06C' 0xC004F06C
says 0 'Win32 error 4660' 0x80071234
for spelling in 0x8007232B. '(0x8007232B)' '"0x8007232B",'; do
    says 0 DNS_ERROR_RCODE_NAME_ERROR "$spelling"
done
says 0 host_request '12290,'
says 2 '.;' '.;'
says 0 'With logs' 0x800706BA
says 0 kms-service-down 0x800706BA
says 2 'Unknown' 0xC004ABCD
says 2 'Unknown' 0x87654321
# Bit 29 says that it is somebody else's code: it is no Win32 error.
says 2 'the catalogue does not have this code' 0xA0070005

says 0 '11. required_count' 12288
says 0 'dns_publish_failed' 12293
says 0 'kms-host-publish-failing' 12293
says 0 'Windows Server 2022 Datacenter' '{EF6CFC9F-8C5D-44AC-9AAD-DE6A2EA0AE03}'
says 0 '5 different machines' ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03
says 0 'client Windows' 25
says 0 'State 5' Notification

says 0 'Refined   kms-version-mismatch' clock-skew
says 0 '<host>' CLOCK-SKEW
says 2 'clock-skew' clok-skew
says 2 'SL_E_VL_NOT_ENOUGH_COUNT' SL_E_VL_NOT_ENOUGH_COUNTS
says 2 'analyze' analyse
says 2 'activity' actvity
says 2 'Nothing is known' 00000000-0000-0000-0000-000000000000
says 2 'Nothing is known' ''
says 3 'nothing to explain'
says 3 'has no format' --format csv 12288
says 0 count-too-low 12288 0xC004F038

# In pieces, in two parts, with a letter too many.
for spelling in C004F074h '0xC004 F074' '0xC004F0 74'; do
    says 0 SL_E_VL_BINDING_SERVICE_UNAVAILABLE "$spelling"
done
says 0 SL_E_VL_BINDING_SERVICE_UNAVAILABLE 0xC004 F074
says 0 'State 5' LicenseStatus 5
says 0 'State 2' 'License Status: 2'
says 0 'State 5' SL_LICENSING_STATUS_NOTIFICATION
says 0 'Windows 11 Pro' XXXXX-XXXXX-XXXXX-XXXXX-T83GX
says 0 'default key' XXXXX-3V66T
says 0 'public product key' 'GVLK Windows Server 2022'
says 0 'secret product key' 'CSVLK Windows Server 2019'
says 0 'Windows Server 2022' 'CSVLK Windows Server 2022'
says 0 'evaluation edition' 'Windows Server 2022 Evaluation'
says 0 'Windows Server 2019 Standard' 'Server 2019 Standard key'
says 0 'no event' 'EventID Qualifiers="16384"'
says 0 client_request '<EventID Qualifiers="16384">12288</EventID>'
says 2 'Nothing is known' KB1234567
says 0 'KMS host of Azure' 23.102.135.246
says 0 ERROR_INVALID_FUNCTION 1 # no event of our own making

# As people type or paste it.
says 0 SL_E_VL_BINDING_SERVICE_UNAVAILABLE 'C004F074:'
says 0 DNS_ERROR_RCODE_NAME_ERROR 'Error: 0x8007232B'
says 0 DNS_ERROR_RCODE_NAME_ERROR Error: 0x8007232B
says 0 SL_E_VL_INVALID_TIMESTAMP 'slui 0x2a 0xC004F06C'
says 0 SL_E_VL_INVALID_TIMESTAMP slui 0x2a 0xC004F06C
says 0 host_request 'Event ID: 12290'
says 0 dns_publish_failed '12293 0x80072338'
says 0 SL_E_VL_BINDING_SERVICE_UNAVAILABLE 'Error 0xC004F074: The Software Licensing Service reported that'
says 0 'RPC_S_SERVER_UNAVAILABLE' 'The RPC server is unavailable'
says 0 'Clocks are too far apart' 'Clock skew'
says 0 '9bd77860-9b31-4b7b-96ad-2564017315bf' windows server 2022 STANDARD
says 0 'and ' 'windows 10' # a list of products that goes on
says 0 'accidental-kms-host' CSVLK
says 0 'TCP port' 'port 1688'
says 0 SL_VL_BINDING_ERROR_NOT_ENOUGH_COUNT 0x4000008
says 0 'retail license was never activated' 31e71c49-8da7-4a2f-ad92-45d98a1c79ba
says 2 'sppwhy events LOGS' 6a1c2f3e-0d4b-4c5a-9e8f-112233445566
says 0 CRYPT_E_REVOCATION_OFFLINE 0x80092013
says 0 ERROR_SHARING_VIOLATION 32
says 0 ERROR_CLASS_ALREADY_EXISTS 0x80070582
says 0 'only the name' 0x80070582
says 2 'Nothing is known' 'it is broken'

# Of a long text without an event the beginning is looked up, and that is said; of a short one there is nothing to say.
long=$(printf 'what is 0xC004F074? %017000d' 0)
{ "$sppwhy" explain - <<<"$long" 2>&1 || true; } | grep 'only the words in its first 16 KiB are looked up' >/dev/null || {
    failed=1
    echo 'wrong: a long text is cut in silence'
}
if { "$sppwhy" explain - <<<"${long:0:16000}" 2>&1 || true; } | grep 'looked up' >/dev/null; then
    failed=1
    echo 'wrong: a short text is said to be cut'
fi

if "$sppwhy" explain clock-skew | grep -qE '\{|\[\['; then
    failed=1
    echo 'wrong: a template shows through'
fi
printf '%s' "$("$sppwhy" explain $'bad\033[31mword' || true)" | grep -q $'\033' && {
    failed=1
    echo 'wrong: a control character reaches the terminal'
}

[ "$("$sppwhy" explain --format json 0xC004F074 12288 nonsense-word 2>&1 |
    python3 -c 'import json, sys; print([(e["kind"], e["known"]) for e in json.load(sys.stdin)["explanations"]])')" = \
    "[('code', True), ('event', True), ('unknown', False)]" ] || {
    failed=1
    echo 'wrong: the JSON'
}
# Product keys, whole or by their last five characters; commands; settings; kinds of keys; generations of products.
says 0 'Windows 11 Enterprise; Windows 10 Enterprise' 2YT43
says 0 'The KMS client key (GVLK) of Windows Server 2022 Datacenter' wx4nm-kywyw-qjjr4-xv3qb-6vm33
says 0 'The AVMA key of Windows Server 2022 Datacenter' DV9BG
says 2 'the end of a product key' HJ7X4
says 0 'slmgr without an activation ID' ospp.vbs
says 0 'KMS activation history of Office' cscript ospp.vbs /dhistorykms
says 0 'another matter: /ckhc and /skhc' slmgr /ckms
says 0 'Sets the KMS host by hand' 'cscript //nologo c:\windows\system32\slmgr.vbs -skms kms1.contoso.com:1688'
says 0 'where it wins' KeyManagementServiceName
says 0 'WMI property of SoftwareLicensingProduct' GracePeriodRemaining
says 0 'Field of the KMS request (RPC)' BindingExpiration
says 0 'A KMS client key (GVLK)' VOLUME_KMSCLIENT
says 0 'in the firmware of the machine' OEM:DM
says 0 'The role: a machine with a KMS host key' KMS server
says 0 'A 2016 host can never serve it' Windows Server 2025
says 0 'TVRH6-WHNXV-R9WG3-9XRFY-MY832' 'windows server 2025'
says 0 'W269N-WFGWX-YVC9B-4J6C9-T83GX' Windows 11
says 0 'Extended Security Updates' ESU
says 0 'Windows 10 ESU, year 1' f520e45e-7413-4a34-a497-d2765967d094

# KMS hosts of cloud providers, by name, first label or address, and in a request.
for host in azkms azkms.core.windows.net azkms.core.windows.net:1688 20.118.99.224 40.83.235.53; do
    says 0 'KMS host of Azure' "$host"
done
says 0 'KMS host of AWS EC2' 169.254.169.250
says 0 'KMS host of Google Cloud' kms.windows.googlecloud.com
says 0 'KMS host of Azure' '0x800706BA, 0x00000000, azkms.core.windows.net:1688, b7e1a9d4-3c52-4f60-8a1e-5d0f9c2b7031'
says 2 'Nothing is known' kms1.contoso.com

# Messages as Windows shows them, in six languages, with and without their code.
while IFS='|' read -r code message; do
    says 0 "$code" "$message"
    # shellcheck disable=SC2086 # word by word, as typed without quotes
    says 0 "$code" $message
done <<'END'
0xC004F074|No Key Management Service (KMS) could be contacted. Please see the Application Event Log
0xC004F074|Es konnte kein Schlüsselverwaltungsdienst (KMS) kontaktiert werden.
0xC004F074|Aucun service de gestion de clés (KMS) n’a pu être contacté.
0xC004F074|No se pudo contactar con ningún Servicio de administración de claves (KMS).
0xC004F074|软件保护服务报告无法激活计算机。 无法不联系任何密钥管理服务 (KMS)。
0xC004F074|キー管理サービス (KMS) に接続できませんでした。
0xC004F038|The count reported by your Key Management Service (KMS) is insufficient.
0x800706BA|Der RPC-Server ist nicht verfügbar.
0x8007232B|Le nom DNS n'existe pas.
0x8007232B|El nombre DNS no existe.
0x80070005|拒绝访问。 请求的操作需要提升的权限。
0x8007232B|DNS 名は存在しません。
0xC004F06C|Fehler: 0xC004F06C Der Zeitstempel der Anforderung ist ungültig
END

# A digit lost, one too many; and what only looks like a code or an event.
says 2 SL_E_VL_BINDING_SERVICE_UNAVAILABLE 0xC004F07
says 2 SL_E_VL_BINDING_SERVICE_UNAVAILABLE C004F0744
says 0 'no event' 'Qualifiers="16384"'
says 0 '0xC004F074 when you try to activate' KB974998
says 0 '0xC004F074 when you try to activate' KB 974998
xml='<EventID Qualifiers="16384">12288</EventID><Level>4</Level><EventRecordID>12290</EventRecordID>'
says 0 client_request "$xml"
"$sppwhy" explain "$xml" | grep -qE 'restart_scheduled|host_request' && {
    failed=1
    echo "wrong: Qualifiers or a record number is taken for an event"
}

# never UNWANTED WORD...: what `explain WORD...` prints does not hold it.
never() {
    local unwanted=$1 out
    shift
    out=$("$sppwhy" explain "$@" 2>&1) || true
    if grep -qF -- "$unwanted" <<<"$out"; then
        failed=1
        printf 'wrong: explain %s: should not say "%s"; says:\n%s\n' "$*" "$unwanted" "$out"
    fi
}

# Addresses, versions, dates, times and ports are no codes and no events.
says 2 'an address' 10.1.2.3
says 2 'an address' 10.1.2.3:1688
ticket='0x80070005 since 11/26/2026 10:15:30, 2026-11-26T10:15:30.123Z, 20261126; port 8200, 1688 on 10.1.100.201:1003 open,
version 10.0.19045.1003, build 9.1.2, case 1234567'
says 0 E_ACCESSDENIED "$ticket"
for unwanted in ERROR_INVALID_FUNCTION ERROR_FILE_NOT_FOUND Event Unknown; do
    never "$unwanted" "$ticket"
    never "$unwanted" 10.1.2.3
    never "$unwanted" 1.2.100.201:8200
done
never 'an address' 10.0.19045.3693
says 0 host_request 'Events 12288/12290 at 10.1.2.3'
says 0 scheduler_failed 8198-8200
never 0x80070 'KMS 2019'
says 0 'KMS host of AWS EC2' 'open from 10.1.2.3 to 169.254.169.250:1688, not more'
says 0 SL_E_VL_BINDING_SERVICE_UNAVAILABLE 'it fails with code 3221549172 at 10:15'

# The number of a Win32 error.
for spelling in 'hresult 1722' 'code 0x6ba' 'error 1722' 'Win32 error 1722' 'error code: 1722' 'System error 1722 has occurred.' 6ba 0x6ba; do
    says 0 0x800706BA "$spelling"
    never 'no error' "$spelling"
done
says 0 0x80070005 'error 5'
says 0 0x80070005 error 5
never 'codes with these words' 'error 5'
says 0 host_request 'error 12290'
says 0 S_OK 0
says 0 'status of 12288' 0x8
never 0x80070 bad

# What Windows says of a state: what it may be, and never one cause alone.
while IFS='|' read -r word message; do
    says 0 "$word" "$message"
    says 0 'no single cause' "$message"
done <<'END'
KMS host not reached|We can't activate Windows on this device as we can't connect to your organization's activation server
KMS host not reached|da keine Verbindung mit dem Aktivierungsserver Ihrer Organisation hergestellt werden kann
KMS host not reached|nous ne pouvons pas nous connecter au serveur d’activation de votre organisation
KMS host not reached|no podemos conectarnos al servidor de activación de tu organización
KMS host not reached|我们无法在此设备上激活 Windows，因为无法连接到你的组织的激活服务器
KMS host not reached|組織のライセンス認証サーバーに接続できないため
license expired|Windows License is expired
license expired|Ihre Windows-Lizenz ist abgelaufen
license expires soon|Your Windows license will expire soon
license expires soon|Votre licence Windows expirera bientôt
not activated|Windows is not activated
Microsoft not reached|Something prevented us from communicating with our activation servers.
not activated|Go to Settings to activate Windows.
not activated|Accédez aux paramètres pour activer Windows.
not activated|Windows ist nicht aktiviert
not activated|Windows 未激活
END
says 0 SL_E_VL_BINDING_SERVICE_UNAVAILABLE "can't connect to your organization's activation server. Error code: 0xC004F074"

# A known phrase is enough; a phrase of another language is not explained by the one word of it that is known.
for message in 'Сервер RPC недоступен.' 'O servidor RPC não está disponível.' $'The RPC server\r\nis unavailable.'; do
    says 0 0x800706BA "$message"
    never 'codes with these words' "$message"
done
never 'codes with these words' 'Что-то RPC непонятное'

# A slip in a code.
says 2 'Meant?    0xC004F074' OxC004F074
says 2 'Meant?    0xC004F074' C0O4F074
says 2 'Meant?    0x8007232B' 0x8007-232B
says 2 'Meant?' 0xC004F99X
never 'Meant?' decoded
says 0 'DNS_ERROR' 'dns error'
for word in dns clock time 'rearm count 0' 4101; do
    never 'Nothing is known' "$word"
done
says 0 rearm-exhausted 'Remaining Windows rearm count: 0'

# Paths, and files that are no text.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
says 2 'does not exist' "$work/nope.txt"
says 2 'is a folder' "$work"
printf '\211PNG\r\n\032\n\0\0' >"$work/shot.png"
printf '%%PDF-1.4\n' >"$work/x.pdf"
says 2 'is not text' "$work/shot.png"
says 2 'is not text' "$work/x.pdf"
never PNG "$work/shot.png"
printf 'foo\nbar  baz\n' >"$work/foo.txt"
says 2 'foo bar baz' "$work/foo.txt"
never 'x0A' "$work/foo.txt"

exit "$failed"
