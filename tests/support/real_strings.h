/*
 * Insertion strings as real logs and Microsoft's documents have them (the sources are in the project's
 * collection of examples, event by event), and what they say: known fields, then what is unknown and
 * why. Where only a rendered message is published, the strings are those that the message is made of.
 */
#ifndef SUPPORT_REAL_STRINGS_H
#define SUPPORT_REAL_STRINGS_H

#include <stdint.h>

typedef struct real_event {
    uint32_t id;
    const char *strings[3]; /* NULL behind the last */
    const char *fields;     /* "name=value|name=value..." */
    const char *problems;   /* "field: reason|..." */
} real_event;

static const real_event real_events[] = {
    {12293, {"0x80072338", "contoso.com"}, "code=0x80072338|domain=contoso.com", ""},
    {12290,
     {"0xC004F06C,5,<KMS Client name>,36f27b39-2fd5-440b-be67-a09996d27a38,2010/9/29 "
      "21:46,0,2,41520,68531fb9-5511-4989-97be-d11a0f55633f"},
     "code=0xC004F06C|required_count=5|client=<KMS Client "
     "name>|cmid=36f27b39-2fd5-440b-be67-a09996d27a38|client_time=2010-09-29T21:46:00Z|vm=0|license_state="
     "initial_grace|minutes_left=41520|product=68531fb9-5511-4989-97be-d11a0f55633f",
     ""},
    {12290,
     {"0x0,25,kms03.site5.contoso.com,e5c98033-aab6-4d0b-9af9-1d399597dd56,2006/1/14 "
      "22:36,1,2,40123,cf67834d-db4a-402c-ab1f-2c134f02b700"},
     "code=0x00000000|required_count=25|client=kms03.site5.contoso.com|cmid=e5c98033-aab6-4d0b-9af9-"
     "1d399597dd56|client_time=2006-01-14T22:36:00Z|vm=1|license_state=initial_grace|minutes_left=40123|"
     "product=cf67834d-db4a-402c-ab1f-2c134f02b700",
     ""},
    {12289,
     {"0x00000000, 0x00000000, 1, 0, 10, 120, 10080, 2012/12/04 07:06"},
     "code=0x00000000|flags=0x00000000|activated=1|count=10|activation_interval=120|renewal_interval=10080|"
     "client_time=2012-12-04T07:06:00Z",
     ""},
    {12289,
     {"0x0, 0x4000008, 0, 0, 4, 120, 10080, 1/14/2006 2:30"},
     "code=0x00000000|flags=0x04000008|activated=0|count=4|activation_interval=120|renewal_interval=10080|"
     "client_time=2006-01-14T02:30:00Z",
     ""},
    {12289,
     {"0x00000000, 0x00000000, 1, 0, 50, 120, 10080, 2023/05/24 01:12"},
     "code=0x00000000|flags=0x00000000|activated=1|count=50|activation_interval=120|renewal_interval=10080|"
     "client_time=2023-05-24T01:12:00Z",
     ""},
    {12289,
     {"0x00000000, 0x00000000, 1, 0, 50, 120, 10080, 2023/05/31 01:12"},
     "code=0x00000000|flags=0x00000000|activated=1|count=50|activation_interval=120|renewal_interval=10080|"
     "client_time=2023-05-31T01:12:00Z",
     ""},
    {12289,
     {"0x00000000, 0x00000000, 1, 0, 50, 120, 10080, 2023/06/07 01:12"},
     "code=0x00000000|flags=0x00000000|activated=1|count=50|activation_interval=120|renewal_interval=10080|"
     "client_time=2023-06-07T01:12:00Z",
     ""},
    {12289,
     {"0x00000000, 0x00000000, 1, 0, 50, 120, 10080, 2023/05/24 01:21"},
     "code=0x00000000|flags=0x00000000|activated=1|count=50|activation_interval=120|renewal_interval=10080|"
     "client_time=2023-05-24T01:21:00Z",
     ""},
    {12289,
     {"0x00000000, 0x00000000, 1, 0, 50, 120, 10080, 2023/05/31 01:21"},
     "code=0x00000000|flags=0x00000000|activated=1|count=50|activation_interval=120|renewal_interval=10080|"
     "client_time=2023-05-31T01:21:00Z",
     ""},
    {12288,
     {"0xC004F06C, 0x00000000, <KMS Host FQDN>:1688, 36f27b39-2fd5-440b-be67-a09996d27a38, 2010/09/29 17:52, "
      "0, 2, 41760, 68531fb9-5511-4989-97be-d11a0f55633f, 5"},
     "code=0xC004F06C|flags=0x00000000|server=<KMS Host "
     "FQDN>|port=1688|cmid=36f27b39-2fd5-440b-be67-a09996d27a38|client_time=2010-09-29T17:52:00Z|vm=0|"
     "license_state=initial_grace|minutes_left=41760|product=68531fb9-5511-4989-97be-d11a0f55633f|required_"
     "count=5",
     ""},
    {12288,
     {"0xC004F06C, 0x00000000, azkms.core.windows.net:1688, <CMID>, <DateTime>, 1, 5, 0, "
      "34e1ae55-27f8-4950-8877-7a03be5fb181, "},
     "code=0xC004F06C|flags=0x00000000|server=azkms.core.windows.net|port=1688|vm=1|license_state="
     "notification|minutes_left=0|product=34e1ae55-27f8-4950-8877-7a03be5fb181",
     "cmid: \"<CMID>\" is not a GUID|client_time: \"<DateTime>\" is not a date and time|required_count: is "
     "empty in the event"},
    {12288,
     {"0x00000000, 0x00000000, _key.management.server:_1688, .......-b604-4b8c-9a48-99d4348fcf37, 2012/12/04 "
      "07:06, 0, 2, 972, 6f345b60-8a5c-427c-....-836a982589dc, 5"},
     "code=0x00000000|flags=0x00000000|server=_key.management.server|client_time=2012-12-04T07:06:00Z|vm=0|"
     "license_state=initial_grace|minutes_left=972|required_count=5",
     "port: \"_1688\" is not a port|cmid: \".......-b604-4b8c-9a48-99d4348fcf37\" is not a GUID|product: "
     "\"6f345b60-8a5c-427c-....-836a982589dc\" is not a GUID"},
    {12288,
     {"0x0, 0x8, kms01.contoso.com:1688, 08c3bda0-c556-4b61-9e4e-7bf6d4df80be, 2006/1/14 2:30, 1, 2, 40123, "
      "cf67834d-db4a-402c-ab1f-2c134f02b700, 25"},
     "code=0x00000000|flags=0x00000008|server=kms01.contoso.com|port=1688|cmid=08c3bda0-c556-4b61-9e4e-"
     "7bf6d4df80be|client_time=2006-01-14T02:30:00Z|vm=1|license_state=initial_grace|minutes_left=40123|"
     "product=cf67834d-db4a-402c-ab1f-2c134f02b700|required_count=25",
     ""},
    {12288,
     {"0x00000000, 0x00000000, 169.254.169.250:1688, 169721ce-2886-4832-a037-e9459281751a, 2023/05/24 01:12, "
      "1, 5, 0, ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 5"},
     "code=0x00000000|flags=0x00000000|server=169.254.169.250|port=1688|cmid=169721ce-2886-4832-a037-"
     "e9459281751a|client_time=2023-05-24T01:12:00Z|vm=1|license_state=notification|minutes_left=0|product="
     "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03|required_count=5",
     ""},
    {12288,
     {"0x00000000, 0x00000000, 169.254.169.251:1688, 169721ce-2886-4832-a037-e9459281751a, 2023/05/31 01:12, "
      "1, 1, 249120, ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 5"},
     "code=0x00000000|flags=0x00000000|server=169.254.169.251|port=1688|cmid=169721ce-2886-4832-a037-"
     "e9459281751a|client_time=2023-05-31T01:12:00Z|vm=1|license_state=licensed|minutes_left=249120|product="
     "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03|required_count=5",
     ""},
    {12288,
     {"0x00000000, 0x00000000, 169.254.169.251:1688, 169721ce-2886-4832-a037-e9459281751a, 2023/06/07 01:12, "
      "1, 1, 249120, ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 5"},
     "code=0x00000000|flags=0x00000000|server=169.254.169.251|port=1688|cmid=169721ce-2886-4832-a037-"
     "e9459281751a|client_time=2023-06-07T01:12:00Z|vm=1|license_state=licensed|minutes_left=249120|product="
     "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03|required_count=5",
     ""},
    {12288,
     {"0x00000000, 0x00000000, 169.254.169.251:1688, d02f0758-43f9-4809-9821-e84edb810cbe, 2023/05/24 01:21, "
      "1, 5, 0, ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 5"},
     "code=0x00000000|flags=0x00000000|server=169.254.169.251|port=1688|cmid=d02f0758-43f9-4809-9821-"
     "e84edb810cbe|client_time=2023-05-24T01:21:00Z|vm=1|license_state=notification|minutes_left=0|product="
     "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03|required_count=5",
     ""},
    {12288,
     {"0x00000000, 0x00000000, 169.254.169.251:1688, d02f0758-43f9-4809-9821-e84edb810cbe, 2023/05/31 01:21, "
      "1, 1, 249120, ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 5"},
     "code=0x00000000|flags=0x00000000|server=169.254.169.251|port=1688|cmid=d02f0758-43f9-4809-9821-"
     "e84edb810cbe|client_time=2023-05-31T01:21:00Z|vm=1|license_state=licensed|minutes_left=249120|product="
     "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03|required_count=5",
     ""},
    {8230,
     {"Security-SPP-Action-StateData (REG_SZ) "
      "=AppId=55c92734-d682-4d71-983e-d6ec3f16059f;LastConsumptionReason=0xc004f056;LastNotificationId="
      "VolumeUnlicensed;LicenseState=SL_LICENSING_STATUS_NOTIFICATION;PartialProductKey=6VM33;ProductKeyType="
      "Volume:GVLK;SkuId=ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03;ruleId=eeba1977-569e-4571-b639-7623d8bfecc0;"
      "uxDifferentiator=ENVIRONMENT;volumeActivationOrder=normal"},
     "application=55c92734-d682-4d71-983e-d6ec3f16059f|last_reason=0xC004F056|state_name=SL_LICENSING_STATUS_"
     "NOTIFICATION|partial_key=6VM33|key_type=Volume:GVLK|product=ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03|rule_"
     "id=eeba1977-569e-4571-b639-7623d8bfecc0",
     ""},
    {8230,
     {"Security-SPP-Action-StateData (REG_SZ) "
      "=AppId=55c92734-d682-4d71-983e-d6ec3f16059f;GraceEndDate=2023/11/"
      "20:01:12:31;LastConsumptionReason=0x00000000;LastNotificationId=Cleanup;LicenseState=SL_LICENSING_"
      "STATUS_LICENSED;PartialProductKey=6VM33;ProductKeyType=Volume:GVLK;SkuId=ef6cfc9f-8c5d-44ac-9aad-"
      "de6a2ea0ae03;ruleId=379cccfb-d4e0-48fe-b0f2-0136097be147;uxDifferentiator=ENVIRONMENT;"
      "volumeActivationOrder=normal"},
     "application=55c92734-d682-4d71-983e-d6ec3f16059f|grace_end=2023-11-20T01:12:31Z|last_reason=0x00000000|"
     "state_name=SL_LICENSING_STATUS_LICENSED|partial_key=6VM33|key_type=Volume:GVLK|product=ef6cfc9f-8c5d-"
     "44ac-9aad-de6a2ea0ae03|rule_id=379cccfb-d4e0-48fe-b0f2-0136097be147",
     ""},
    {8230,
     {"Security-SPP-Action-StateData (REG_SZ) "
      "=AppId=55c92734-d682-4d71-983e-d6ec3f16059f;GraceEndDate=2023/11/"
      "20:01:12:49;LastConsumptionReason=0x00000000;LastNotificationId=Cleanup;LicenseState=SL_LICENSING_"
      "STATUS_LICENSED;PartialProductKey=6VM33;ProductKeyType=Volume:GVLK;SkuId=ef6cfc9f-8c5d-44ac-9aad-"
      "de6a2ea0ae03;ruleId=379cccfb-d4e0-48fe-b0f2-0136097be147;uxDifferentiator=ENVIRONMENT;"
      "volumeActivationOrder=normal"},
     "application=55c92734-d682-4d71-983e-d6ec3f16059f|grace_end=2023-11-20T01:12:49Z|last_reason=0x00000000|"
     "state_name=SL_LICENSING_STATUS_LICENSED|partial_key=6VM33|key_type=Volume:GVLK|product=ef6cfc9f-8c5d-"
     "44ac-9aad-de6a2ea0ae03|rule_id=379cccfb-d4e0-48fe-b0f2-0136097be147",
     ""},
    {8230,
     {"Security-SPP-Action-StateData (REG_SZ) "
      "=AppId=55c92734-d682-4d71-983e-d6ec3f16059f;GraceEndDate=2023/11/"
      "20:01:12:48;LastConsumptionReason=0x00000000;LastNotificationId=VolumeRenewalRequired;LicenseState=SL_"
      "LICENSING_STATUS_LICENSED;PartialProductKey=6VM33;ProductKeyType=Volume:GVLK;SkuId=ef6cfc9f-8c5d-44ac-"
      "9aad-de6a2ea0ae03;ruleId=502ff3ba-669a-4674-bbb1-601f34a3b968;uxDifferentiator=ENVIRONMENT;"
      "volumeActivationOrder=normal"},
     "application=55c92734-d682-4d71-983e-d6ec3f16059f|grace_end=2023-11-20T01:12:48Z|last_reason=0x00000000|"
     "state_name=SL_LICENSING_STATUS_LICENSED|partial_key=6VM33|key_type=Volume:GVLK|product=ef6cfc9f-8c5d-"
     "44ac-9aad-de6a2ea0ae03|rule_id=502ff3ba-669a-4674-bbb1-601f34a3b968",
     ""},
    {8230,
     {"Security-SPP-Action-StateData (REG_SZ) "
      "=AppId=55c92734-d682-4d71-983e-d6ec3f16059f;GraceEndDate=2023/11/"
      "27:01:12:50;LastConsumptionReason=0x00000000;LastNotificationId=Cleanup;LicenseState=SL_LICENSING_"
      "STATUS_LICENSED;PartialProductKey=6VM33;ProductKeyType=Volume:GVLK;SkuId=ef6cfc9f-8c5d-44ac-9aad-"
      "de6a2ea0ae03;ruleId=379cccfb-d4e0-48fe-b0f2-0136097be147;uxDifferentiator=ENVIRONMENT;"
      "volumeActivationOrder=normal"},
     "application=55c92734-d682-4d71-983e-d6ec3f16059f|grace_end=2023-11-27T01:12:50Z|last_reason=0x00000000|"
     "state_name=SL_LICENSING_STATUS_LICENSED|partial_key=6VM33|key_type=Volume:GVLK|product=ef6cfc9f-8c5d-"
     "44ac-9aad-de6a2ea0ae03|rule_id=379cccfb-d4e0-48fe-b0f2-0136097be147",
     ""},
    {8230,
     {"Security-SPP-Action-StateData (REG_SZ) "
      "=AppId=55c92734-d682-4d71-983e-d6ec3f16059f;GraceEndDate=2023/11/"
      "27:01:12:49;LastConsumptionReason=0x00000000;LastNotificationId=VolumeRenewalRequired;LicenseState=SL_"
      "LICENSING_STATUS_LICENSED;PartialProductKey=6VM33;ProductKeyType=Volume:GVLK;SkuId=ef6cfc9f-8c5d-44ac-"
      "9aad-de6a2ea0ae03;ruleId=502ff3ba-669a-4674-bbb1-601f34a3b968;uxDifferentiator=ENVIRONMENT;"
      "volumeActivationOrder=normal"},
     "application=55c92734-d682-4d71-983e-d6ec3f16059f|grace_end=2023-11-27T01:12:49Z|last_reason=0x00000000|"
     "state_name=SL_LICENSING_STATUS_LICENSED|partial_key=6VM33|key_type=Volume:GVLK|product=ef6cfc9f-8c5d-"
     "44ac-9aad-de6a2ea0ae03|rule_id=502ff3ba-669a-4674-bbb1-601f34a3b968",
     ""},
    {8230,
     {"Security-SPP-Action-StateData (REG_SZ) "
      "=AppId=55c92734-d682-4d71-983e-d6ec3f16059f;GraceEndDate=2023/11/"
      "27:01:12:50;LastConsumptionReason=0x00000000;LastNotificationId=VolumeRenewalRequired;LicenseState=SL_"
      "LICENSING_STATUS_LICENSED;PartialProductKey=6VM33;ProductKeyType=Volume:GVLK;SkuId=ef6cfc9f-8c5d-44ac-"
      "9aad-de6a2ea0ae03;ruleId=502ff3ba-669a-4674-bbb1-601f34a3b968;uxDifferentiator=ENVIRONMENT;"
      "volumeActivationOrder=normal"},
     "application=55c92734-d682-4d71-983e-d6ec3f16059f|grace_end=2023-11-27T01:12:50Z|last_reason=0x00000000|"
     "state_name=SL_LICENSING_STATUS_LICENSED|partial_key=6VM33|key_type=Volume:GVLK|product=ef6cfc9f-8c5d-"
     "44ac-9aad-de6a2ea0ae03|rule_id=502ff3ba-669a-4674-bbb1-601f34a3b968",
     ""},
    {8230,
     {"Security-SPP-Action-StateData (REG_SZ) "
      "=AppId=55c92734-d682-4d71-983e-d6ec3f16059f;GraceEndDate=2023/12/"
      "04:01:12:51;LastConsumptionReason=0x00000000;LastNotificationId=Cleanup;LicenseState=SL_LICENSING_"
      "STATUS_LICENSED;PartialProductKey=6VM33;ProductKeyType=Volume:GVLK;SkuId=ef6cfc9f-8c5d-44ac-9aad-"
      "de6a2ea0ae03;ruleId=379cccfb-d4e0-48fe-b0f2-0136097be147;uxDifferentiator=ENVIRONMENT;"
      "volumeActivationOrder=normal"},
     "application=55c92734-d682-4d71-983e-d6ec3f16059f|grace_end=2023-12-04T01:12:51Z|last_reason=0x00000000|"
     "state_name=SL_LICENSING_STATUS_LICENSED|partial_key=6VM33|key_type=Volume:GVLK|product=ef6cfc9f-8c5d-"
     "44ac-9aad-de6a2ea0ae03|rule_id=379cccfb-d4e0-48fe-b0f2-0136097be147",
     ""},
    {8198,
     {"hr=0x80004005", "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=c2e946d1-cfa2-4523-8c87-30bc696ee584;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=2"},
     "code=0x80004005|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=c2e946d1-cfa2-4523-8c87-30bc696ee584|notification_interval=1440|"
     "trigger=UserLogon|session=2",
     ""},
    {8198,
     {"hr=0xC004F074",
      "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-"
      "d6ec3f16059f;SkuId=00091344-1ea4-4f37-b789-01750ba6988c;NotificationInterval=1440;Trigger=TimerEvent"},
     "code=0xC004F074|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=00091344-1ea4-4f37-b789-01750ba6988c|notification_interval=1440|"
     "trigger=TimerEvent",
     ""},
    {8198,
     {"hr=0xC004F074",
      "RuleId=502ff3ba-669a-4674-bbb1-601f34a3b968;Action=AutoActivateSilent;AppId=55c92734-d682-4d71-983e-"
      "d6ec3f16059f;SkuId=00091344-1ea4-4f37-b789-01750ba6988c;NotificationInterval=1440;Trigger=TimerEvent"},
     "code=0xC004F074|rule_id=502ff3ba-669a-4674-bbb1-601f34a3b968|action=AutoActivateSilent|application="
     "55c92734-d682-4d71-983e-d6ec3f16059f|product=00091344-1ea4-4f37-b789-01750ba6988c|notification_"
     "interval=1440|trigger=TimerEvent",
     ""},
    {8198,
     {"hr=0x80072EE7", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=c1a197b6-ba5e-4394-b9bf-b659a6c1b873;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=1"},
     "code=0x80072EE7|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=c1a197b6-ba5e-4394-b9bf-b659a6c1b873|notification_interval=1440|"
     "trigger=UserLogon|session=1",
     ""},
    {8198,
     {"hr=0x80004005",
      "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-"
      "d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;NotificationInterval=1440;Trigger=TimerEvent"},
     "code=0x80004005|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=TimerEvent",
     ""},
    {8198,
     {"hr=0x80004005", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=2"},
     "code=0x80004005|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=UserLogon|session=2",
     ""},
    {8198,
     {"hr=0x80004005", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x80004005|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
    {8198,
     {"hr=0x80004005", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=3"},
     "code=0x80004005|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=UserLogon|session=3",
     ""},
    {8198,
     {"hr=0x803F7001", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=2b1f36bb-c1cd-4306-bf5c-a0367c2d97d8;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=1"},
     "code=0x803F7001|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=2b1f36bb-c1cd-4306-bf5c-a0367c2d97d8|notification_interval=1440|"
     "trigger=UserLogon|session=1",
     ""},
    {8198,
     {"hr=0x80072EE7", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=2b1f36bb-c1cd-4306-bf5c-a0367c2d97d8;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=1"},
     "code=0x80072EE7|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=2b1f36bb-c1cd-4306-bf5c-a0367c2d97d8|notification_interval=1440|"
     "trigger=UserLogon|session=1",
     ""},
    {8198,
     {"hr=0x80072EE7",
      "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-"
      "d6ec3f16059f;SkuId=2b1f36bb-c1cd-4306-bf5c-a0367c2d97d8;NotificationInterval=1440;Trigger=TimerEvent"},
     "code=0x80072EE7|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=2b1f36bb-c1cd-4306-bf5c-a0367c2d97d8|notification_interval=1440|"
     "trigger=TimerEvent",
     ""},
    {8198,
     {"hr=0x803F7001", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=1"},
     "code=0x803F7001|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=UserLogon|session=1",
     ""},
    {8198,
     {"hr=0x803F7001", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x803F7001|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
    {8198,
     {"hr=0x8007232B", "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=2"},
     "code=0x8007232B|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee|notification_interval=1440|"
     "trigger=UserLogon|session=2",
     ""},
    {8198,
     {"hr=0x8007232B", "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=1"},
     "code=0x8007232B|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee|notification_interval=1440|"
     "trigger=UserLogon|session=1",
     ""},
    {8198,
     {"hr=0x8007232B", "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x8007232B|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
    {8198,
     {"hr=0x8007007B", "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x8007007B|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
    {8198,
     {"hr=0x800705B4", "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x800705B4|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
    {8198,
     {"hr=0x8007232A", "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x8007232A|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
    {8198,
     {"hr=0x8007139F", "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x8007139F|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
    {8198,
     {"hr=0x8007232B", "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=3"},
     "code=0x8007232B|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee|notification_interval=1440|"
     "trigger=UserLogon|session=3",
     ""},
    {8198,
     {"hr=0x8007232B", "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=5"},
     "code=0x8007232B|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee|notification_interval=1440|"
     "trigger=UserLogon|session=5",
     ""},
    {8198,
     {"hr=0x8007139F",
      "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-"
      "d6ec3f16059f;SkuId=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee;NotificationInterval=1440;Trigger=TimerEvent"},
     "code=0x8007139F|rule_id=eeba1977-569e-4571-b639-7623d8bfecc0|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=32d2fab3-e4a8-42c2-923b-4bf4fd13e6ee|notification_interval=1440|"
     "trigger=TimerEvent",
     ""},
    {8198,
     {"hr=0x803F7001", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=2"},
     "code=0x803F7001|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=UserLogon|session=2",
     ""},
    {8198,
     {"hr=0x80072EE7", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x80072EE7|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
    {8198,
     {"hr=0x800704CF", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x800704CF|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
    {8198,
     {"hr=0x800704CF",
      "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-"
      "d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;NotificationInterval=1440;Trigger=TimerEvent"},
     "code=0x800704CF|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=TimerEvent",
     ""},
    {8198,
     {"hr=0x803F7001",
      "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-"
      "d6ec3f16059f;SkuId=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c;NotificationInterval=1440;Trigger=TimerEvent"},
     "code=0x803F7001|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4de7cb65-cdf1-4de9-8ae8-e3cce27b9f2c|notification_interval=1440|"
     "trigger=TimerEvent",
     ""},
    {8198,
     {"hr=0x80072EE7", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4fc45a88-26b5-4cf9-9eef-769ee3f0a016;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=1"},
     "code=0x80072EE7|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4fc45a88-26b5-4cf9-9eef-769ee3f0a016|notification_interval=1440|"
     "trigger=UserLogon|session=1",
     ""},
    {8198,
     {"hr=0xC004E028", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4fc45a88-26b5-4cf9-9eef-769ee3f0a016;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=1"},
     "code=0xC004E028|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4fc45a88-26b5-4cf9-9eef-769ee3f0a016|notification_interval=1440|"
     "trigger=UserLogon|session=1",
     ""},
    {8198,
     {"hr=0x80072EE7", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=4fc45a88-26b5-4cf9-9eef-769ee3f0a016;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x80072EE7|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=4fc45a88-26b5-4cf9-9eef-769ee3f0a016|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
    {8198,
     {"hr=0x87E10BC6", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=1ea11e95-b7b5-49f8-b3b8-164805630e84;"
                       "NotificationInterval=1440;Trigger=UserLogon;SessionId=1"},
     "code=0x87E10BC6|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=1ea11e95-b7b5-49f8-b3b8-164805630e84|notification_interval=1440|"
     "trigger=UserLogon|session=1",
     ""},
    {8198,
     {"hr=0x87E10BC6", "RuleId=31e71c49-8da7-4a2f-ad92-45d98a1c79ba;Action=AutoActivate;AppId=55c92734-d682-"
                       "4d71-983e-d6ec3f16059f;SkuId=1ea11e95-b7b5-49f8-b3b8-164805630e84;"
                       "NotificationInterval=1440;Trigger=NetworkAvailable"},
     "code=0x87E10BC6|rule_id=31e71c49-8da7-4a2f-ad92-45d98a1c79ba|action=AutoActivate|application=55c92734-"
     "d682-4d71-983e-d6ec3f16059f|product=1ea11e95-b7b5-49f8-b3b8-164805630e84|notification_interval=1440|"
     "trigger=NetworkAvailable",
     ""},
};

#endif
