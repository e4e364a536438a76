PRAGMA application_id=1936748663
PRAGMA user_version=1
CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE logs(id INTEGER PRIMARY KEY, path TEXT NOT NULL, first_event TEXT, last_event TEXT,
  records INTEGER NOT NULL, records_lost INTEGER NOT NULL, licensing_events INTEGER NOT NULL,
  recovered INTEGER NOT NULL, dirty INTEGER NOT NULL);
CREATE TABLE log_computers(log_id INTEGER NOT NULL REFERENCES logs(id), computer TEXT NOT NULL);
CREATE TABLE log_channels(log_id INTEGER NOT NULL REFERENCES logs(id), channel TEXT NOT NULL);
CREATE TABLE damage(log_id INTEGER NOT NULL REFERENCES logs(id), offset INTEGER NOT NULL,
  reason TEXT NOT NULL, lost INTEGER NOT NULL);
CREATE TABLE products(id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE machines(id INTEGER PRIMARY KEY, name TEXT NOT NULL, is_client INTEGER NOT NULL,
  is_host INTEGER NOT NULL, state TEXT NOT NULL, last_success TEXT, last_failure TEXT, runs_out TEXT,
  activations INTEGER NOT NULL, failed INTEGER NOT NULL, requests_served INTEGER);
CREATE TABLE machine_aliases(machine_id INTEGER NOT NULL REFERENCES machines(id), name TEXT NOT NULL);
CREATE TABLE machine_cmids(machine_id INTEGER NOT NULL REFERENCES machines(id), cmid TEXT NOT NULL);
CREATE TABLE machine_products(machine_id INTEGER NOT NULL REFERENCES machines(id),
  product_id TEXT NOT NULL REFERENCES products(id));
CREATE TABLE findings(id INTEGER PRIMARY KEY, cause TEXT NOT NULL, level TEXT NOT NULL,
  severity INTEGER NOT NULL, confidence TEXT NOT NULL, subject TEXT NOT NULL,
  machine_id INTEGER REFERENCES machines(id), title TEXT NOT NULL, why TEXT NOT NULL, first TEXT,
  last TEXT, occurrences INTEGER NOT NULL);
CREATE TABLE advice(finding_id INTEGER NOT NULL REFERENCES findings(id), kind TEXT NOT NULL,
  position INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY(finding_id, kind, position)) WITHOUT ROWID;
CREATE TABLE activations(id INTEGER PRIMARY KEY,
  machine_id INTEGER NOT NULL REFERENCES machines(id), time TEXT,
  product_id TEXT REFERENCES products(id), outcome TEXT NOT NULL, code TEXT, cause TEXT, level TEXT,
  confidence TEXT, title TEXT, why TEXT, finding_id INTEGER REFERENCES findings(id));
CREATE TABLE requests(id INTEGER PRIMARY KEY, activation_id INTEGER REFERENCES activations(id),
  machine_id INTEGER REFERENCES machines(id), host_id INTEGER REFERENCES machines(id), time TEXT,
  product_id TEXT REFERENCES products(id), cmid TEXT, client_time TEXT, server TEXT, port INTEGER,
  skew_seconds INTEGER, count INTEGER, required_count INTEGER,
  request_record_id INTEGER REFERENCES records(id), response_record_id INTEGER REFERENCES records(id),
  host_record_id INTEGER REFERENCES records(id));
CREATE TABLE evidence(record_id INTEGER NOT NULL REFERENCES records(id),
  finding_id INTEGER REFERENCES findings(id), activation_id INTEGER REFERENCES activations(id),
  CHECK((finding_id IS NULL) <> (activation_id IS NULL)));
CREATE TABLE records(id INTEGER PRIMARY KEY,
  log_id INTEGER NOT NULL REFERENCES logs(id), event_record_id INTEGER NOT NULL,
  machine_id INTEGER REFERENCES machines(id), time TEXT, computer TEXT NOT NULL,
  channel TEXT NOT NULL, provider TEXT NOT NULL, event_id INTEGER NOT NULL,
  kind TEXT NOT NULL, outcome TEXT NOT NULL,
  "code" TEXT, "flags" TEXT, "server" TEXT, "port" INTEGER,
  "cmid" TEXT, "client_time" TEXT, "vm" INTEGER, "license_state" TEXT,
  "minutes_left" INTEGER, "product_id" TEXT REFERENCES products(id), "required_count" INTEGER, "activated" INTEGER,
  "count" INTEGER, "activation_interval" INTEGER, "renewal_interval" INTEGER, "client" TEXT,
  "domain" TEXT, "rule_id" TEXT, "action" TEXT, "application" TEXT,
  "notification_interval" INTEGER, "trigger" TEXT, "session" INTEGER, "grace_end" TEXT,
  "last_reason" TEXT, "state_name" TEXT, "partial_key" TEXT, "key_type" TEXT,
  "key_id" TEXT, "object_name" TEXT, "object_dn" TEXT, "until" TEXT,
  "reason" TEXT, "path" TEXT, "detail" TEXT,
  recovered INTEGER NOT NULL, offset INTEGER NOT NULL, problems TEXT,
  strings TEXT NOT NULL);
CREATE INDEX logs_path ON logs(path);
CREATE INDEX log_computers_log ON log_computers(log_id);
CREATE INDEX log_channels_log ON log_channels(log_id);
CREATE INDEX damage_log ON damage(log_id);
CREATE INDEX machines_name ON machines(name COLLATE NOCASE);
CREATE INDEX machine_aliases_machine ON machine_aliases(machine_id);
CREATE INDEX machine_cmids_machine ON machine_cmids(machine_id);
CREATE INDEX machine_cmids_cmid ON machine_cmids(cmid);
CREATE INDEX machine_products_machine ON machine_products(machine_id);
CREATE INDEX records_place ON records(log_id, event_record_id);
CREATE INDEX records_machine ON records(machine_id, time);
CREATE INDEX records_kind ON records(kind, time);
CREATE INDEX records_cmid ON records(cmid) WHERE cmid IS NOT NULL;
CREATE INDEX findings_machine ON findings(machine_id);
CREATE INDEX findings_cause ON findings(cause);
CREATE INDEX activations_machine ON activations(machine_id, time);
CREATE INDEX activations_cause ON activations(cause) WHERE cause IS NOT NULL;
CREATE INDEX activations_finding ON activations(finding_id) WHERE finding_id IS NOT NULL;
CREATE INDEX requests_activation ON requests(activation_id);
CREATE INDEX requests_machine ON requests(machine_id, time);
CREATE INDEX requests_host ON requests(host_id, time);
CREATE INDEX evidence_finding ON evidence(finding_id) WHERE finding_id IS NOT NULL;
CREATE INDEX evidence_activation ON evidence(activation_id) WHERE activation_id IS NOT NULL;
CREATE INDEX evidence_record ON evidence(record_id);
CREATE VIEW failures AS
  SELECT a.id AS activation_id, a.time, m.name AS machine, p.name AS product, a.outcome, a.code, a.cause,
    a.level, a.confidence, a.title, a.why
  FROM activations AS a JOIN machines AS m ON m.id = a.machine_id
    LEFT JOIN products AS p ON p.id = a.product_id
  WHERE a.cause IS NOT NULL ORDER BY a.id;
CREATE VIEW causes AS
  SELECT cause, title, count(*) AS activations, count(DISTINCT machine_id) AS machines,
    min(time) AS first, max(time) AS last
  FROM activations WHERE cause IS NOT NULL GROUP BY cause ORDER BY activations DESC, cause;
CREATE VIEW machine_status AS
  SELECT m.id AS machine_id, m.name AS machine, m.state, m.activations, m.failed, m.last_success,
    m.last_failure, m.runs_out,
    (SELECT group_concat(cause, ', ') FROM
      (SELECT f.cause FROM findings AS f WHERE f.machine_id = m.id ORDER BY f.id)) AS causes
  FROM machines AS m ORDER BY m.id;
CREATE VIEW hosts AS
  SELECT m.name AS host, count(*) AS requests, sum(r.code <> '0x00000000') AS refused,
    count(DISTINCT r.cmid) AS cmids, min(r.time) AS first, max(r.time) AS last
  FROM records AS r JOIN machines AS m ON m.id = r.machine_id
  WHERE r.kind = 'host_request' GROUP BY m.id ORDER BY m.id;
CREATE VIEW finding_events AS
  SELECT e.finding_id, f.cause, m.name AS machine, r.time, r.computer, r.event_id, r.kind, r.code,
    l.path AS file, r.event_record_id, r.id AS record_id
  FROM evidence AS e JOIN findings AS f ON f.id = e.finding_id JOIN records AS r ON r.id = e.record_id
    JOIN logs AS l ON l.id = r.log_id LEFT JOIN machines AS m ON m.id = f.machine_id
  ORDER BY e.finding_id, r.time, r.id;
CREATE VIEW timeline AS
  SELECT r.time, r.computer, r.event_id, r.kind, r.outcome, r.code, r.server, r.client,
    p.name AS product, l.path AS file, r.event_record_id, r.id AS record_id
  FROM records AS r JOIN logs AS l ON l.id = r.log_id LEFT JOIN products AS p ON p.id = r.product_id
  ORDER BY r.time, r.computer, r.event_record_id, r.id;
INSERT INTO about VALUES('schema_version','1');
INSERT INTO about VALUES('sppwhy_version','0.1.0');
INSERT INTO logs VALUES(1,'samples/contoso/KMS1/KMS1-Application.evtx','2026-03-02T00:00:00.000000000Z','2026-03-09T00:00:00.000000000Z',194,0,14,0,0);
INSERT INTO logs VALUES(2,'samples/contoso/KMS1/KMS1-Key-Management-Service.evtx','2026-03-03T08:05:10.850000000Z','2026-03-06T10:02:20.015000000Z',14,0,14,0,0);
INSERT INTO logs VALUES(3,'samples/contoso/LT-0077/LT-0077-Application.evtx','2026-03-02T00:00:00.000000000Z','2026-03-09T00:00:00.000000000Z',102,0,2,0,0);
INSERT INTO logs VALUES(4,'samples/contoso/SRV-DB2/SRV-DB2-Application.evtx','2026-03-02T00:00:00.000000000Z','2026-03-09T00:00:00.000000000Z',92,0,2,0,0);
INSERT INTO logs VALUES(5,'samples/contoso/WS-0230/WS-0230-Application.evtx','2026-03-02T00:00:00.000000000Z','2026-03-09T00:00:00.000000000Z',78,0,3,0,0);
INSERT INTO logs VALUES(6,'samples/contoso/WS-0412/WS-0412-Application.evtx','2026-03-02T00:00:00.000000000Z','2026-03-09T00:00:00.000000000Z',124,0,4,0,0);
INSERT INTO logs VALUES(7,'samples/contoso/WS-0501/WS-0501-Application.evtx','2026-03-02T00:00:00.000000000Z','2026-03-09T00:00:00.000000000Z',72,0,12,0,0);
INSERT INTO logs VALUES(8,'samples/contoso/WS-0502/WS-0502-Application.evtx','2026-03-02T00:00:00.000000000Z','2026-03-09T00:00:00.000000000Z',72,0,12,0,0);
INSERT INTO logs VALUES(9,'samples/kb974998/KMS-OLD/KMS-OLD-Key-Management-Service.evtx','2010-09-29T20:10:02.500000000Z','2010-09-30T02:46:30.700000000Z',3,0,3,0,0);
INSERT INTO logs VALUES(10,'samples/kb974998/SRV-APP1/SRV-APP1-Application.evtx','2010-09-29T06:00:00.000000000Z','2010-09-30T06:00:00.000000000Z',62,0,2,0,0);
INSERT INTO log_computers VALUES(1,'kms1.contoso.com');
INSERT INTO log_computers VALUES(2,'kms1.contoso.com');
INSERT INTO log_computers VALUES(3,'lt-0077.contoso.com');
INSERT INTO log_computers VALUES(4,'srv-db2.contoso.com');
INSERT INTO log_computers VALUES(5,'ws-0230.branch.contoso.com');
INSERT INTO log_computers VALUES(6,'ws-0412.contoso.com');
INSERT INTO log_computers VALUES(7,'ws-0501.contoso.com');
INSERT INTO log_computers VALUES(8,'ws-0502.contoso.com');
INSERT INTO log_computers VALUES(9,'kms-old.contoso.com');
INSERT INTO log_computers VALUES(10,'srv-app1.contoso.com');
INSERT INTO log_channels VALUES(1,'Application');
INSERT INTO log_channels VALUES(2,'Key Management Service');
INSERT INTO log_channels VALUES(3,'Application');
INSERT INTO log_channels VALUES(4,'Application');
INSERT INTO log_channels VALUES(5,'Application');
INSERT INTO log_channels VALUES(6,'Application');
INSERT INTO log_channels VALUES(7,'Application');
INSERT INTO log_channels VALUES(8,'Application');
INSERT INTO log_channels VALUES(9,'Key Management Service');
INSERT INTO log_channels VALUES(10,'Application');
INSERT INTO products VALUES('68531fb9-5511-4989-97be-d11a0f55633f','Windows Server 2008 R2 Standard');
INSERT INTO products VALUES('73111121-5638-40f6-bc11-f1d7b0d64300','Windows 10/11 Enterprise');
INSERT INTO products VALUES('ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03','Windows Server 2022 Datacenter');
INSERT INTO machines VALUES(1,'kms-old.contoso.com',0,1,'unknown',NULL,NULL,NULL,0,0,3);
INSERT INTO machines VALUES(2,'kms1.contoso.com',0,1,'unknown',NULL,NULL,NULL,0,0,14);
INSERT INTO machines VALUES(3,'lt-0077.contoso.com',1,0,'renewal_failing',NULL,'2026-03-06T09:20:44.550000000Z','2026-08-19T09:20:44.550000000Z',1,1,NULL);
INSERT INTO machines VALUES(4,'srv-app1.contoso.com',1,0,'activation_failing',NULL,'2010-09-29T21:46:30.118000000Z','2010-10-28T17:46:30.118000000Z',2,2,NULL);
INSERT INTO machines VALUES(5,'srv-db1.contoso.com',1,0,'unknown',NULL,NULL,NULL,0,0,NULL);
INSERT INTO machines VALUES(6,'srv-db2.contoso.com',1,0,'activated','2026-03-03T09:14:07.210000000Z',NULL,'2026-08-30T09:14:07.210000000Z',1,0,NULL);
INSERT INTO machines VALUES(7,'srv-file1.contoso.com',1,0,'unknown',NULL,NULL,NULL,0,0,NULL);
INSERT INTO machines VALUES(8,'srv-web1.contoso.com',1,0,'unknown',NULL,NULL,NULL,0,0,NULL);
INSERT INTO machines VALUES(9,'srv-web3.contoso.com',1,0,'unknown',NULL,NULL,NULL,0,0,NULL);
INSERT INTO machines VALUES(10,'srv-web4.contoso.com',1,0,'unknown',NULL,NULL,NULL,0,0,NULL);
INSERT INTO machines VALUES(11,'ws-0230.branch.contoso.com',1,0,'activation_failing',NULL,'2026-03-06T06:55:03.900000000Z',NULL,3,3,NULL);
INSERT INTO machines VALUES(12,'ws-0412.contoso.com',1,0,'activation_failing',NULL,'2026-03-05T07:57:31.320000000Z','2026-04-01T07:57:31.320000000Z',2,2,NULL);
INSERT INTO machines VALUES(13,'ws-0501.contoso.com',1,0,'activation_failing',NULL,'2026-03-03T14:05:10.450000000Z','2026-04-01T02:05:10.450000000Z',4,4,NULL);
INSERT INTO machines VALUES(14,'ws-0502.contoso.com',1,0,'activation_failing',NULL,'2026-03-03T14:47:36.700000000Z','2026-04-01T02:47:36.700000000Z',4,4,NULL);
INSERT INTO machine_cmids VALUES(3,'a5c6d7e8-f901-4234-8567-89abcdef0123');
INSERT INTO machine_cmids VALUES(4,'36f27b39-2fd5-440b-be67-a09996d27a38');
INSERT INTO machine_cmids VALUES(5,'f8a1b2c3-d4e5-4f60-8a7b-9c0d1e2f3a4b');
INSERT INTO machine_cmids VALUES(6,'c1f0a4de-8b52-4d3f-a1c7-0e5b6d7f8a90');
INSERT INTO machine_cmids VALUES(7,'0b7d2c11-3a9e-4f66-9d40-5c8e1f2a3b4c');
INSERT INTO machine_cmids VALUES(8,'9d1a54a2-7a3c-4f0e-8f3b-52c7a2b1c0de');
INSERT INTO machine_cmids VALUES(9,'7e94d0c2-51ab-4e0d-8c33-a9b8c7d6e5f4');
INSERT INTO machine_cmids VALUES(10,'2d6c8f10-9e7b-4a25-b0d4-1f3e5a7c9b8d');
INSERT INTO machine_cmids VALUES(12,'4b0e6a77-2c1d-4f85-93aa-6d2e8c4b1f09');
INSERT INTO machine_cmids VALUES(13,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4');
INSERT INTO machine_cmids VALUES(14,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4');
INSERT INTO machine_products VALUES(3,'73111121-5638-40f6-bc11-f1d7b0d64300');
INSERT INTO machine_products VALUES(4,'68531fb9-5511-4989-97be-d11a0f55633f');
INSERT INTO machine_products VALUES(6,'ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03');
INSERT INTO machine_products VALUES(11,'73111121-5638-40f6-bc11-f1d7b0d64300');
INSERT INTO machine_products VALUES(12,'73111121-5638-40f6-bc11-f1d7b0d64300');
INSERT INTO machine_products VALUES(13,'73111121-5638-40f6-bc11-f1d7b0d64300');
INSERT INTO machine_products VALUES(14,'73111121-5638-40f6-bc11-f1d7b0d64300');
INSERT INTO findings VALUES(1,'response-lost','high',3,'confirmed','machine',3,'The KMS host answered, but the answer did not reach the client','kms1.contoso.com processed the request of lt-0077.contoso.com and granted it, but the client''s log, which goes on, has no answer to it (0x800706BE: RPC: the call failed after it was sent; the server may have run it). The answer was lost on its way back.','2026-03-06T09:20:44.550000000Z','2026-03-06T09:20:44.550000000Z',1);
INSERT INTO findings VALUES(2,'clock-skew','high',3,'confirmed','machine',4,'The clocks of the client and the KMS host are too far apart','The request was refused because of its time stamp (0xC004F06C). The clock of srv-app1.contoso.com is 5 h behind the clock of kms-old.contoso.com; a KMS host takes at most 4 hours, in UTC, whatever the time zones are.','2010-09-29T17:52:11.402000000Z','2010-09-29T21:46:30.118000000Z',2);
INSERT INTO findings VALUES(3,'host-publish-failed','high',3,'confirmed','machine',11,'The KMS host could not write its record into DNS, so this client finds none','ws-0230.branch.contoso.com found no KMS host in DNS (0x8007232B), and the KMS host''s own log says why: its last try to publish itself in the domain branch.contoso.com had failed. See the finding on the host.','2026-03-04T06:55:03.900000000Z','2026-03-06T06:55:03.900000000Z',3);
INSERT INTO findings VALUES(4,'path-blocked','high',3,'confirmed','machine',12,'The network path from this client to the KMS host is blocked','ws-0412.contoso.com got no answer from kms1.contoso.com (0x800706BA: No RPC server answered at the KMS host''s address and port). The host''s log covers that time and has no request of this client, but it served another client at 2026-03-05 07:38:41 UTC and another at 2026-03-05 08:06:56 UTC. So something between this client and the host stops the request.','2026-03-05T07:42:31.320000000Z','2026-03-05T07:57:31.320000000Z',2);
INSERT INTO findings VALUES(5,'duplicate-cmid','high',3,'confirmed','machine',13,'Machines are clones of one image and count as one','kms1.contoso.com counts only 13 machines where 25 are needed. ws-0501.contoso.com has the same client machine ID (91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4) as ws-0502.contoso.com, at the same time, and a KMS host counts each ID once, however many machines share it. Counted apart they would still lack 11 more machines.','2026-03-03T08:05:10.450000000Z','2026-03-03T14:05:10.450000000Z',4);
INSERT INTO findings VALUES(6,'duplicate-cmid','high',3,'confirmed','machine',14,'Machines are clones of one image and count as one','kms1.contoso.com counts only 13 machines where 25 are needed. ws-0502.contoso.com has the same client machine ID (91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4) as ws-0501.contoso.com, at the same time, and a KMS host counts each ID once, however many machines share it. Counted apart they would still lack 11 more machines.','2026-03-03T08:47:36.700000000Z','2026-03-03T14:47:36.700000000Z',4);
INSERT INTO findings VALUES(7,'count-below-threshold','high',3,'confirmed','host',2,'The KMS host counts fewer machines than its clients need, or nearly so','kms1.contoso.com told a client at 2026-03-03 14:47:37 UTC that it counts 13 machines, and 25 are needed. With a lower count it grants nothing to a client that needs more: client Windows needs 25, Windows Server and Office 5.','2026-03-03T14:47:37.700000000Z','2026-03-03T14:47:37.700000000Z',1);
INSERT INTO findings VALUES(8,'kms-host-publish-failing','high',3,'confirmed','host',2,'The KMS host cannot publish itself in DNS','kms1.contoso.com failed to write its SRV record into the DNS domain branch.contoso.com (0x80072338: The DNS server could not verify the signature of the update; last at 2026-03-08 03:00:05 UTC), and no later event says that it succeeded. Clients that look for a KMS host there may find none, or an old one.','2026-03-02T03:00:05.030000000Z','2026-03-08T03:00:05.030000000Z',7);
INSERT INTO advice VALUES(1,'confirm',1,'On the client: Test-NetConnection kms1.contoso.com -Port 1688');
INSERT INTO advice VALUES(1,'confirm',2,'Capture TCP port 1688 on the client with pktmon or Wireshark while slmgr /ato runs.');
INSERT INTO advice VALUES(1,'false_alarm',1,'A second try in the same minute succeeded.');
INSERT INTO advice VALUES(1,'fix',1,'Make sure that stateful firewalls let the answer back to the client.');
INSERT INTO advice VALUES(1,'fix',2,'Look for resets by intrusion prevention or RPC inspection, for NAT timeouts, and for an MTU that is too large.');
INSERT INTO advice VALUES(1,'fix',3,'Then on the client: slmgr /ato');
INSERT INTO advice VALUES(1,'reference',1,'https://learn.microsoft.com/windows-server/get-started/activation-troubleshoot-kms-general');
INSERT INTO advice VALUES(2,'confirm',1,'On the client: w32tm /query /status /verbose');
INSERT INTO advice VALUES(2,'confirm',2,'On the client: w32tm /stripchart /samples:3 /computer:kms-old.contoso.com');
INSERT INTO advice VALUES(2,'false_alarm',1,'A host that is older than its clients and lacks the update for them refuses with the same code while the clocks agree.');
INSERT INTO advice VALUES(2,'fix',1,'Find out which clock is wrong, the client''s or the host''s (if all clients fail at one host, it is the host''s).');
INSERT INTO advice VALUES(2,'fix',2,'On a domain member make the Windows Time service run and follow the domain (w32tm /config /syncfromflags:domhier /update).');
INSERT INTO advice VALUES(2,'fix',3,'On a virtual machine check which time source it follows, the hypervisor''s or the domain''s.');
INSERT INTO advice VALUES(2,'fix',4,'Run on the machine whose clock is wrong: w32tm /resync');
INSERT INTO advice VALUES(2,'fix',5,'Then on the client: slmgr /ato');
INSERT INTO advice VALUES(2,'reference',1,'https://learn.microsoft.com/troubleshoot/windows-server/licensing-and-activation/error-0xc004f074-activate-windows');
INSERT INTO advice VALUES(2,'reference',2,'https://learn.microsoft.com/troubleshoot/windows-server/licensing-and-activation/error-0xc004f06c-activate-windows');
INSERT INTO advice VALUES(3,'confirm',1,'On the client: nslookup -type=srv _vlmcs._tcp.branch.contoso.com');
INSERT INTO advice VALUES(3,'confirm',2,'In the DNS console: who may write the record _VLMCS under _tcp in branch.contoso.com?');
INSERT INTO advice VALUES(3,'false_alarm',1,'The record was written only seconds before, and other DNS servers did not have it yet.');
INSERT INTO advice VALUES(3,'fix',1,'Give the KMS host (or a group of all KMS hosts) the right to change the record _VLMCS in branch.contoso.com.');
INSERT INTO advice VALUES(3,'fix',2,'On the host: Restart-Service sppsvc, and wait for event 12294.');
INSERT INTO advice VALUES(3,'fix',3,'Then on the client: slmgr /ato');
INSERT INTO advice VALUES(3,'reference',1,'https://learn.microsoft.com/troubleshoot/windows-server/licensing-and-activation/event-12293-and-event-12294');
INSERT INTO advice VALUES(4,'confirm',1,'On this client and on one that works: Test-NetConnection kms1.contoso.com -Port 1688');
INSERT INTO advice VALUES(4,'confirm',2,'Compare their subnet, VPN and firewall profile.');
INSERT INTO advice VALUES(4,'false_alarm',1,'The host or its service was restarted just then (events 903 and 900 in its Application log).');
INSERT INTO advice VALUES(4,'false_alarm',2,'All the clients that were served stand in the host''s own subnet, and the whole way to other sites was down.');
INSERT INTO advice VALUES(4,'fix',1,'Open TCP port 1688 from this client''s subnet to kms1.contoso.com, on every firewall on the way.');
INSERT INTO advice VALUES(4,'fix',2,'Look at the client''s own firewall, third-party ones included.');
INSERT INTO advice VALUES(4,'fix',3,'Then on the client: slmgr /ato');
INSERT INTO advice VALUES(4,'reference',1,'https://learn.microsoft.com/windows-server/get-started/activation-troubleshoot-kms-general');
INSERT INTO advice VALUES(5,'confirm',1,'On each of them: slmgr /dlv, and compare the client machine ID (CMID)');
INSERT INTO advice VALUES(5,'confirm',2,'The image''s setupact.log (in Windows\System32\Sysprep\Panther, or Windows\Panther) must show that sysprep ran with /generalize.');
INSERT INTO advice VALUES(5,'false_alarm',1,'A machine that was renamed or set up anew keeps or changes its ID, one name after the other.');
INSERT INTO advice VALUES(5,'false_alarm',2,'Desktops that are reset at each log-off share an ID by design.');
INSERT INTO advice VALUES(5,'fix',1,'On each clone: slmgr /rearm, restart, slmgr /ato. Each machine has only a few rearms; slmgr /dlv shows how many are left.');
INSERT INTO advice VALUES(5,'fix',2,'Build the image anew with sysprep /generalize, and without SkipRearm set to 1 in the answer file.');
INSERT INTO advice VALUES(5,'reference',1,'https://learn.microsoft.com/troubleshoot/windows-client/licensing-and-activation/kms-current-count-not-increase');
INSERT INTO advice VALUES(6,'confirm',1,'On each of them: slmgr /dlv, and compare the client machine ID (CMID)');
INSERT INTO advice VALUES(6,'confirm',2,'The image''s setupact.log (in Windows\System32\Sysprep\Panther, or Windows\Panther) must show that sysprep ran with /generalize.');
INSERT INTO advice VALUES(6,'false_alarm',1,'A machine that was renamed or set up anew keeps or changes its ID, one name after the other.');
INSERT INTO advice VALUES(6,'false_alarm',2,'Desktops that are reset at each log-off share an ID by design.');
INSERT INTO advice VALUES(6,'fix',1,'On each clone: slmgr /rearm, restart, slmgr /ato. Each machine has only a few rearms; slmgr /dlv shows how many are left.');
INSERT INTO advice VALUES(6,'fix',2,'Build the image anew with sysprep /generalize, and without SkipRearm set to 1 in the answer file.');
INSERT INTO advice VALUES(6,'reference',1,'https://learn.microsoft.com/troubleshoot/windows-client/licensing-and-activation/kms-current-count-not-increase');
INSERT INTO advice VALUES(7,'confirm',1,'On kms1.contoso.com: slmgr /dlv ("Current count")');
INSERT INTO advice VALUES(7,'confirm',2,'Count the different CMIDs in its events 12290 of the last 30 days.');
INSERT INTO advice VALUES(7,'false_alarm',1,'A new host starts at 0.');
INSERT INTO advice VALUES(7,'false_alarm',2,'The count never goes above 50 (10 where only servers and Office ask), so 50 does not mean 50 machines.');
INSERT INTO advice VALUES(7,'fix',1,'Let the machines that exist ask this host: slmgr /ato on each.');
INSERT INTO advice VALUES(7,'fix',2,'Take surplus KMS hosts out of DNS, so that the clients meet at one.');
INSERT INTO advice VALUES(7,'fix',3,'Look for clones that share a client machine ID.');
INSERT INTO advice VALUES(7,'fix',4,'With too few machines use a MAK or activation through Active Directory.');
INSERT INTO advice VALUES(7,'reference',1,'https://learn.microsoft.com/windows-server/get-started/kms-activation-planning');
INSERT INTO advice VALUES(7,'reference',2,'https://learn.microsoft.com/windows-server/get-started/activation-troubleshoot-kms-general');
INSERT INTO advice VALUES(8,'confirm',1,'On the host: slmgr /dlv (is DNS publishing enabled?)');
INSERT INTO advice VALUES(8,'confirm',2,'From any machine: nslookup -type=srv _vlmcs._tcp.branch.contoso.com');
INSERT INTO advice VALUES(8,'confirm',3,'In the DNS console look who may write the record _VLMCS under _tcp (the first host that made it owns it).');
INSERT INTO advice VALUES(8,'false_alarm',1,'A domain stands in DnsDomainPublishList that no client uses.');
INSERT INTO advice VALUES(8,'false_alarm',2,'A single failure, and the next daily try succeeded.');
INSERT INTO advice VALUES(8,'fix',1,'Put all KMS hosts into a group and give it the right to change the record _VLMCS.');
INSERT INTO advice VALUES(8,'fix',2,'On the host: Restart-Service sppsvc, and look for event 12294.');
INSERT INTO advice VALUES(8,'fix',3,'If DNS takes no dynamic updates, make the record by hand and turn publishing off on the host (slmgr /cdns).');
INSERT INTO advice VALUES(8,'reference',1,'https://learn.microsoft.com/windows-server/get-started/common-troubleshooting-procedures-kms-dns');
INSERT INTO activations VALUES(1,4,'2010-09-29T17:52:11.402000000Z','68531fb9-5511-4989-97be-d11a0f55633f','failed','0xC004F06C','clock-skew','high','confirmed','The clocks of the client and the KMS host are too far apart','The request was refused because of its time stamp (0xC004F06C). The clock of srv-app1.contoso.com is 5 h behind the clock of kms-old.contoso.com; a KMS host takes at most 4 hours, in UTC, whatever the time zones are.',2);
INSERT INTO activations VALUES(2,4,'2010-09-29T21:46:30.118000000Z','68531fb9-5511-4989-97be-d11a0f55633f','failed','0xC004F06C','clock-skew','high','confirmed','The clocks of the client and the KMS host are too far apart','The request was refused because of its time stamp (0xC004F06C). The clock of srv-app1.contoso.com is 5 h behind the clock of kms-old.contoso.com; a KMS host takes at most 4 hours, in UTC, whatever the time zones are.',2);
INSERT INTO activations VALUES(3,13,'2026-03-03T08:05:10.450000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0xC004F038','duplicate-cmid','high','confirmed','Machines are clones of one image and count as one','kms1.contoso.com counts only 13 machines where 25 are needed. ws-0501.contoso.com has the same client machine ID (91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4) as ws-0502.contoso.com, at the same time, and a KMS host counts each ID once, however many machines share it. Counted apart they would still lack 11 more machines.',5);
INSERT INTO activations VALUES(4,14,'2026-03-03T08:47:36.700000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0xC004F038','duplicate-cmid','high','confirmed','Machines are clones of one image and count as one','kms1.contoso.com counts only 13 machines where 25 are needed. ws-0502.contoso.com has the same client machine ID (91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4) as ws-0501.contoso.com, at the same time, and a KMS host counts each ID once, however many machines share it. Counted apart they would still lack 11 more machines.',6);
INSERT INTO activations VALUES(5,6,'2026-03-03T09:14:07.210000000Z','ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03','renewed','0x00000000',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO activations VALUES(6,13,'2026-03-03T10:05:10.450000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0xC004F038','duplicate-cmid','high','confirmed','Machines are clones of one image and count as one','kms1.contoso.com counts only 13 machines where 25 are needed. ws-0501.contoso.com has the same client machine ID (91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4) as ws-0502.contoso.com, at the same time, and a KMS host counts each ID once, however many machines share it. Counted apart they would still lack 11 more machines.',5);
INSERT INTO activations VALUES(7,14,'2026-03-03T10:47:36.700000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0xC004F038','duplicate-cmid','high','confirmed','Machines are clones of one image and count as one','kms1.contoso.com counts only 13 machines where 25 are needed. ws-0502.contoso.com has the same client machine ID (91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4) as ws-0501.contoso.com, at the same time, and a KMS host counts each ID once, however many machines share it. Counted apart they would still lack 11 more machines.',6);
INSERT INTO activations VALUES(8,13,'2026-03-03T12:05:10.450000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0xC004F038','duplicate-cmid','high','confirmed','Machines are clones of one image and count as one','kms1.contoso.com counts only 13 machines where 25 are needed. ws-0501.contoso.com has the same client machine ID (91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4) as ws-0502.contoso.com, at the same time, and a KMS host counts each ID once, however many machines share it. Counted apart they would still lack 11 more machines.',5);
INSERT INTO activations VALUES(9,14,'2026-03-03T12:47:36.700000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0xC004F038','duplicate-cmid','high','confirmed','Machines are clones of one image and count as one','kms1.contoso.com counts only 13 machines where 25 are needed. ws-0502.contoso.com has the same client machine ID (91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4) as ws-0501.contoso.com, at the same time, and a KMS host counts each ID once, however many machines share it. Counted apart they would still lack 11 more machines.',6);
INSERT INTO activations VALUES(10,13,'2026-03-03T14:05:10.450000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0xC004F038','duplicate-cmid','high','confirmed','Machines are clones of one image and count as one','kms1.contoso.com counts only 13 machines where 25 are needed. ws-0501.contoso.com has the same client machine ID (91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4) as ws-0502.contoso.com, at the same time, and a KMS host counts each ID once, however many machines share it. Counted apart they would still lack 11 more machines.',5);
INSERT INTO activations VALUES(11,14,'2026-03-03T14:47:36.700000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0xC004F038','duplicate-cmid','high','confirmed','Machines are clones of one image and count as one','kms1.contoso.com counts only 13 machines where 25 are needed. ws-0502.contoso.com has the same client machine ID (91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4) as ws-0501.contoso.com, at the same time, and a KMS host counts each ID once, however many machines share it. Counted apart they would still lack 11 more machines.',6);
INSERT INTO activations VALUES(12,11,'2026-03-04T06:55:03.900000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0x8007232B','host-publish-failed','high','confirmed','The KMS host could not write its record into DNS, so this client finds none','ws-0230.branch.contoso.com found no KMS host in DNS (0x8007232B), and the KMS host''s own log says why: its last try to publish itself in the domain branch.contoso.com had failed. See the finding on the host.',3);
INSERT INTO activations VALUES(13,11,'2026-03-05T06:55:03.900000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0x8007232B','host-publish-failed','high','confirmed','The KMS host could not write its record into DNS, so this client finds none','ws-0230.branch.contoso.com found no KMS host in DNS (0x8007232B), and the KMS host''s own log says why: its last try to publish itself in the domain branch.contoso.com had failed. See the finding on the host.',3);
INSERT INTO activations VALUES(14,12,'2026-03-05T07:42:31.320000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0x800706BA','path-blocked','high','confirmed','The network path from this client to the KMS host is blocked','ws-0412.contoso.com got no answer from kms1.contoso.com (0x800706BA: No RPC server answered at the KMS host''s address and port). The host''s log covers that time and has no request of this client, but it served another client at 2026-03-05 07:38:41 UTC and another at 2026-03-05 08:06:56 UTC. So something between this client and the host stops the request.',4);
INSERT INTO activations VALUES(15,12,'2026-03-05T07:57:31.320000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0x800706BA','path-blocked','high','confirmed','The network path from this client to the KMS host is blocked','ws-0412.contoso.com got no answer from kms1.contoso.com (0x800706BA: No RPC server answered at the KMS host''s address and port). The host''s log covers that time and has no request of this client, but it served another client at 2026-03-05 07:38:41 UTC and another at 2026-03-05 08:06:56 UTC. So something between this client and the host stops the request.',4);
INSERT INTO activations VALUES(16,11,'2026-03-06T06:55:03.900000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0x8007232B','host-publish-failed','high','confirmed','The KMS host could not write its record into DNS, so this client finds none','ws-0230.branch.contoso.com found no KMS host in DNS (0x8007232B), and the KMS host''s own log says why: its last try to publish itself in the domain branch.contoso.com had failed. See the finding on the host.',3);
INSERT INTO activations VALUES(17,3,'2026-03-06T09:20:44.550000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','failed','0x800706BE','response-lost','high','confirmed','The KMS host answered, but the answer did not reach the client','kms1.contoso.com processed the request of lt-0077.contoso.com and granted it, but the client''s log, which goes on, has no answer to it (0x800706BE: RPC: the call failed after it was sent; the server may have run it). The answer was lost on its way back.',1);
INSERT INTO requests VALUES(1,1,4,1,'2010-09-29T17:52:11.402000000Z','68531fb9-5511-4989-97be-d11a0f55633f','36f27b39-2fd5-440b-be67-a09996d27a38','2010-09-29T17:52:00Z','<KMS Host FQDN>',1688,18000,NULL,5,67,NULL,65);
INSERT INTO requests VALUES(2,NULL,8,1,'2010-09-29T20:10:02.500000000Z','68531fb9-5511-4989-97be-d11a0f55633f','9d1a54a2-7a3c-4f0e-8f3b-52c7a2b1c0de','2010-09-29T20:10:00Z',NULL,NULL,2,NULL,5,NULL,NULL,64);
INSERT INTO requests VALUES(3,2,4,1,'2010-09-29T21:46:30.118000000Z','68531fb9-5511-4989-97be-d11a0f55633f','36f27b39-2fd5-440b-be67-a09996d27a38','2010-09-29T21:46:00Z','<KMS Host FQDN>',1688,18000,NULL,5,68,NULL,66);
INSERT INTO requests VALUES(4,3,13,2,'2026-03-03T08:05:10.450000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T08:05:00Z','kms1.contoso.com',1688,0,13,25,40,41,15);
INSERT INTO requests VALUES(5,4,14,2,'2026-03-03T08:47:36.700000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T08:47:00Z','kms1.contoso.com',1688,0,13,25,52,53,16);
INSERT INTO requests VALUES(6,5,6,2,'2026-03-03T09:14:07.210000000Z','ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03','c1f0a4de-8b52-4d3f-a1c7-0e5b6d7f8a90','2026-03-03T09:14:00Z','kms1.contoso.com',1688,1,13,5,31,32,17);
INSERT INTO requests VALUES(7,6,13,2,'2026-03-03T10:05:10.450000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T10:05:00Z','kms1.contoso.com',1688,0,13,25,43,44,18);
INSERT INTO requests VALUES(8,7,14,2,'2026-03-03T10:47:36.700000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T10:47:00Z','kms1.contoso.com',1688,0,13,25,55,56,19);
INSERT INTO requests VALUES(9,8,13,2,'2026-03-03T12:05:10.450000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T12:05:00Z','kms1.contoso.com',1688,0,13,25,46,47,20);
INSERT INTO requests VALUES(10,9,14,2,'2026-03-03T12:47:36.700000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T12:47:00Z','kms1.contoso.com',1688,0,13,25,58,59,21);
INSERT INTO requests VALUES(11,10,13,2,'2026-03-03T14:05:10.450000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T14:05:00Z','kms1.contoso.com',1688,0,13,25,49,50,22);
INSERT INTO requests VALUES(12,11,14,2,'2026-03-03T14:47:36.700000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T14:47:00Z','kms1.contoso.com',1688,0,13,25,61,62,23);
INSERT INTO requests VALUES(13,NULL,7,2,'2026-03-04T07:31:13.880000000Z','ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03','0b7d2c11-3a9e-4f66-9d40-5c8e1f2a3b4c','2026-03-04T07:31:00Z',NULL,NULL,13,NULL,5,NULL,NULL,24);
INSERT INTO requests VALUES(14,NULL,9,2,'2026-03-05T07:38:41.105000000Z','ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03','7e94d0c2-51ab-4e0d-8c33-a9b8c7d6e5f4','2026-03-05T07:38:00Z',NULL,NULL,41,NULL,5,NULL,NULL,25);
INSERT INTO requests VALUES(15,14,12,2,'2026-03-05T07:42:31.320000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','4b0e6a77-2c1d-4f85-93aa-6d2e8c4b1f09','2026-03-05T07:42:00Z','kms1.contoso.com',1688,NULL,NULL,25,36,NULL,NULL);
INSERT INTO requests VALUES(16,15,12,2,'2026-03-05T07:57:31.320000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','4b0e6a77-2c1d-4f85-93aa-6d2e8c4b1f09','2026-03-05T07:57:00Z','kms1.contoso.com',1688,NULL,NULL,25,38,NULL,NULL);
INSERT INTO requests VALUES(17,NULL,10,2,'2026-03-05T08:06:56.640000000Z','ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03','2d6c8f10-9e7b-4a25-b0d4-1f3e5a7c9b8d','2026-03-05T08:06:00Z',NULL,NULL,56,NULL,5,NULL,NULL,26);
INSERT INTO requests VALUES(18,17,3,2,'2026-03-06T09:20:44.550000000Z','73111121-5638-40f6-bc11-f1d7b0d64300','a5c6d7e8-f901-4234-8567-89abcdef0123','2026-03-06T09:20:00Z','kms1.contoso.com',1688,0,NULL,25,29,NULL,27);
INSERT INTO requests VALUES(19,NULL,5,2,'2026-03-06T10:02:20.015000000Z','ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03','f8a1b2c3-d4e5-4f60-8a7b-9c0d1e2f3a4b','2026-03-06T10:02:00Z',NULL,NULL,20,NULL,5,NULL,NULL,28);
INSERT INTO evidence VALUES(29,1,NULL);
INSERT INTO evidence VALUES(27,1,NULL);
INSERT INTO evidence VALUES(30,1,NULL);
INSERT INTO evidence VALUES(68,2,NULL);
INSERT INTO evidence VALUES(66,2,NULL);
INSERT INTO evidence VALUES(2,3,NULL);
INSERT INTO evidence VALUES(10,3,NULL);
INSERT INTO evidence VALUES(35,3,NULL);
INSERT INTO evidence VALUES(25,4,NULL);
INSERT INTO evidence VALUES(38,4,NULL);
INSERT INTO evidence VALUES(39,4,NULL);
INSERT INTO evidence VALUES(26,4,NULL);
INSERT INTO evidence VALUES(16,5,NULL);
INSERT INTO evidence VALUES(49,5,NULL);
INSERT INTO evidence VALUES(22,5,NULL);
INSERT INTO evidence VALUES(50,5,NULL);
INSERT INTO evidence VALUES(51,5,NULL);
INSERT INTO evidence VALUES(15,6,NULL);
INSERT INTO evidence VALUES(61,6,NULL);
INSERT INTO evidence VALUES(23,6,NULL);
INSERT INTO evidence VALUES(62,6,NULL);
INSERT INTO evidence VALUES(63,6,NULL);
INSERT INTO evidence VALUES(62,7,NULL);
INSERT INTO evidence VALUES(2,8,NULL);
INSERT INTO evidence VALUES(14,8,NULL);
INSERT INTO evidence VALUES(67,NULL,1);
INSERT INTO evidence VALUES(65,NULL,1);
INSERT INTO evidence VALUES(68,NULL,2);
INSERT INTO evidence VALUES(66,NULL,2);
INSERT INTO evidence VALUES(40,NULL,3);
INSERT INTO evidence VALUES(15,NULL,3);
INSERT INTO evidence VALUES(41,NULL,3);
INSERT INTO evidence VALUES(42,NULL,3);
INSERT INTO evidence VALUES(16,NULL,3);
INSERT INTO evidence VALUES(15,NULL,4);
INSERT INTO evidence VALUES(52,NULL,4);
INSERT INTO evidence VALUES(16,NULL,4);
INSERT INTO evidence VALUES(53,NULL,4);
INSERT INTO evidence VALUES(54,NULL,4);
INSERT INTO evidence VALUES(16,NULL,6);
INSERT INTO evidence VALUES(43,NULL,6);
INSERT INTO evidence VALUES(18,NULL,6);
INSERT INTO evidence VALUES(44,NULL,6);
INSERT INTO evidence VALUES(45,NULL,6);
INSERT INTO evidence VALUES(15,NULL,7);
INSERT INTO evidence VALUES(55,NULL,7);
INSERT INTO evidence VALUES(19,NULL,7);
INSERT INTO evidence VALUES(56,NULL,7);
INSERT INTO evidence VALUES(57,NULL,7);
INSERT INTO evidence VALUES(16,NULL,8);
INSERT INTO evidence VALUES(46,NULL,8);
INSERT INTO evidence VALUES(20,NULL,8);
INSERT INTO evidence VALUES(47,NULL,8);
INSERT INTO evidence VALUES(48,NULL,8);
INSERT INTO evidence VALUES(15,NULL,9);
INSERT INTO evidence VALUES(58,NULL,9);
INSERT INTO evidence VALUES(21,NULL,9);
INSERT INTO evidence VALUES(59,NULL,9);
INSERT INTO evidence VALUES(60,NULL,9);
INSERT INTO evidence VALUES(16,NULL,10);
INSERT INTO evidence VALUES(49,NULL,10);
INSERT INTO evidence VALUES(22,NULL,10);
INSERT INTO evidence VALUES(50,NULL,10);
INSERT INTO evidence VALUES(51,NULL,10);
INSERT INTO evidence VALUES(15,NULL,11);
INSERT INTO evidence VALUES(61,NULL,11);
INSERT INTO evidence VALUES(23,NULL,11);
INSERT INTO evidence VALUES(62,NULL,11);
INSERT INTO evidence VALUES(63,NULL,11);
INSERT INTO evidence VALUES(2,NULL,12);
INSERT INTO evidence VALUES(6,NULL,12);
INSERT INTO evidence VALUES(33,NULL,12);
INSERT INTO evidence VALUES(2,NULL,13);
INSERT INTO evidence VALUES(8,NULL,13);
INSERT INTO evidence VALUES(34,NULL,13);
INSERT INTO evidence VALUES(25,NULL,14);
INSERT INTO evidence VALUES(36,NULL,14);
INSERT INTO evidence VALUES(37,NULL,14);
INSERT INTO evidence VALUES(26,NULL,14);
INSERT INTO evidence VALUES(25,NULL,15);
INSERT INTO evidence VALUES(38,NULL,15);
INSERT INTO evidence VALUES(39,NULL,15);
INSERT INTO evidence VALUES(26,NULL,15);
INSERT INTO evidence VALUES(2,NULL,16);
INSERT INTO evidence VALUES(10,NULL,16);
INSERT INTO evidence VALUES(35,NULL,16);
INSERT INTO evidence VALUES(29,NULL,17);
INSERT INTO evidence VALUES(27,NULL,17);
INSERT INTO evidence VALUES(30,NULL,17);
INSERT INTO records VALUES(1,1,40214,2,'2026-03-02T03:00:04.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12294,'dns_published','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,9480,NULL,'["contoso.com"]');
INSERT INTO records VALUES(2,1,40215,2,'2026-03-02T03:00:05.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12293,'dns_publish_failed','failure','0x80072338',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'branch.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,10480,NULL,'["0x80072338","branch.contoso.com"]');
INSERT INTO records VALUES(3,1,40241,2,'2026-03-03T03:00:04.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12294,'dns_published','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,20928,NULL,'["contoso.com"]');
INSERT INTO records VALUES(4,1,40242,2,'2026-03-03T03:00:05.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12293,'dns_publish_failed','failure','0x80072338',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'branch.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,21160,NULL,'["0x80072338","branch.contoso.com"]');
INSERT INTO records VALUES(5,1,40269,2,'2026-03-04T03:00:04.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12294,'dns_published','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,28576,NULL,'["contoso.com"]');
INSERT INTO records VALUES(6,1,40270,2,'2026-03-04T03:00:05.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12293,'dns_publish_failed','failure','0x80072338',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'branch.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,28808,NULL,'["0x80072338","branch.contoso.com"]');
INSERT INTO records VALUES(7,1,40296,2,'2026-03-05T03:00:04.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12294,'dns_published','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,35976,NULL,'["contoso.com"]');
INSERT INTO records VALUES(8,1,40297,2,'2026-03-05T03:00:05.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12293,'dns_publish_failed','failure','0x80072338',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'branch.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,36208,NULL,'["0x80072338","branch.contoso.com"]');
INSERT INTO records VALUES(9,1,40324,2,'2026-03-06T03:00:04.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12294,'dns_published','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,43680,NULL,'["contoso.com"]');
INSERT INTO records VALUES(10,1,40325,2,'2026-03-06T03:00:05.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12293,'dns_publish_failed','failure','0x80072338',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'branch.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,43912,NULL,'["0x80072338","branch.contoso.com"]');
INSERT INTO records VALUES(11,1,40352,2,'2026-03-07T03:00:04.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12294,'dns_published','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,51392,NULL,'["contoso.com"]');
INSERT INTO records VALUES(12,1,40353,2,'2026-03-07T03:00:05.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12293,'dns_publish_failed','failure','0x80072338',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'branch.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,51624,NULL,'["0x80072338","branch.contoso.com"]');
INSERT INTO records VALUES(13,1,40379,2,'2026-03-08T03:00:04.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12294,'dns_published','unknown',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,58736,NULL,'["contoso.com"]');
INSERT INTO records VALUES(14,1,40380,2,'2026-03-08T03:00:05.030000000Z','kms1.contoso.com','Application','Microsoft-Windows-Security-SPP',12293,'dns_publish_failed','failure','0x80072338',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'branch.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,58968,NULL,'["0x80072338","branch.contoso.com"]');
INSERT INTO records VALUES(15,2,5530,2,'2026-03-03T08:05:10.850000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T08:05:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,'ws-0501.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,4608,NULL,'["","0x0","25","ws-0501.contoso.com","91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4","2026/3/3 8:05","0","2","41040","73111121-5638-40f6-bc11-f1d7b0d64300"]');
INSERT INTO records VALUES(16,2,5531,2,'2026-03-03T08:47:37.100000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T08:47:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,'ws-0502.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,6664,NULL,'["","0x0","25","ws-0502.contoso.com","91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4","2026/3/3 8:47","0","2","41040","73111121-5638-40f6-bc11-f1d7b0d64300"]');
INSERT INTO records VALUES(17,2,5532,2,'2026-03-03T09:14:08.210000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'c1f0a4de-8b52-4d3f-a1c7-0e5b6d7f8a90','2026-03-03T09:14:00Z',1,'licensed',249120,'ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03',5,NULL,NULL,NULL,NULL,'srv-db2.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,7120,NULL,'["","0x0","5","srv-db2.contoso.com","c1f0a4de-8b52-4d3f-a1c7-0e5b6d7f8a90","2026/3/3 9:14","1","1","249120","ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"]');
INSERT INTO records VALUES(18,2,5533,2,'2026-03-03T10:05:10.850000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T10:05:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,'ws-0501.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,7576,NULL,'["","0x0","25","ws-0501.contoso.com","91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4","2026/3/3 10:05","0","2","41040","73111121-5638-40f6-bc11-f1d7b0d64300"]');
INSERT INTO records VALUES(19,2,5534,2,'2026-03-03T10:47:37.100000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T10:47:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,'ws-0502.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,8040,NULL,'["","0x0","25","ws-0502.contoso.com","91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4","2026/3/3 10:47","0","2","41040","73111121-5638-40f6-bc11-f1d7b0d64300"]');
INSERT INTO records VALUES(20,2,5535,2,'2026-03-03T12:05:10.850000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T12:05:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,'ws-0501.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,8504,NULL,'["","0x0","25","ws-0501.contoso.com","91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4","2026/3/3 12:05","0","2","41040","73111121-5638-40f6-bc11-f1d7b0d64300"]');
INSERT INTO records VALUES(21,2,5536,2,'2026-03-03T12:47:37.100000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T12:47:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,'ws-0502.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,8968,NULL,'["","0x0","25","ws-0502.contoso.com","91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4","2026/3/3 12:47","0","2","41040","73111121-5638-40f6-bc11-f1d7b0d64300"]');
INSERT INTO records VALUES(22,2,5537,2,'2026-03-03T14:05:10.850000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T14:05:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,'ws-0501.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,9432,NULL,'["","0x0","25","ws-0501.contoso.com","91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4","2026/3/3 14:05","0","2","41040","73111121-5638-40f6-bc11-f1d7b0d64300"]');
INSERT INTO records VALUES(23,2,5538,2,'2026-03-03T14:47:37.100000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T14:47:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,'ws-0502.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,9896,NULL,'["","0x0","25","ws-0502.contoso.com","91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4","2026/3/3 14:47","0","2","41040","73111121-5638-40f6-bc11-f1d7b0d64300"]');
INSERT INTO records VALUES(24,2,5539,2,'2026-03-04T07:31:13.880000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'0b7d2c11-3a9e-4f66-9d40-5c8e1f2a3b4c','2026-03-04T07:31:00Z',0,'licensed',249120,'ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03',5,NULL,NULL,NULL,NULL,'srv-file1.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,10360,NULL,'["","0x0","5","srv-file1.contoso.com","0b7d2c11-3a9e-4f66-9d40-5c8e1f2a3b4c","2026/3/4 7:31","0","1","249120","ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"]');
INSERT INTO records VALUES(25,2,5540,2,'2026-03-05T07:38:41.105000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'7e94d0c2-51ab-4e0d-8c33-a9b8c7d6e5f4','2026-03-05T07:38:00Z',1,'licensed',249120,'ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03',5,NULL,NULL,NULL,NULL,'srv-web3.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,10824,NULL,'["","0x0","5","srv-web3.contoso.com","7e94d0c2-51ab-4e0d-8c33-a9b8c7d6e5f4","2026/3/5 7:38","1","1","249120","ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"]');
INSERT INTO records VALUES(26,2,5541,2,'2026-03-05T08:06:56.640000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'2d6c8f10-9e7b-4a25-b0d4-1f3e5a7c9b8d','2026-03-05T08:06:00Z',1,'licensed',249120,'ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03',5,NULL,NULL,NULL,NULL,'srv-web4.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,11288,NULL,'["","0x0","5","srv-web4.contoso.com","2d6c8f10-9e7b-4a25-b0d4-1f3e5a7c9b8d","2026/3/5 8:06","1","1","249120","ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"]');
INSERT INTO records VALUES(27,2,5542,2,'2026-03-06T09:20:45.050000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'a5c6d7e8-f901-4234-8567-89abcdef0123','2026-03-06T09:20:00Z',0,'licensed',239040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,'lt-0077.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,11752,NULL,'["","0x0","25","lt-0077.contoso.com","a5c6d7e8-f901-4234-8567-89abcdef0123","2026/3/6 9:20","0","1","239040","73111121-5638-40f6-bc11-f1d7b0d64300"]');
INSERT INTO records VALUES(28,2,5543,2,'2026-03-06T10:02:20.015000000Z','kms1.contoso.com','Key Management Service','Microsoft-Windows-Security-SPP',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'f8a1b2c3-d4e5-4f60-8a7b-9c0d1e2f3a4b','2026-03-06T10:02:00Z',1,'licensed',249120,'ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03',5,NULL,NULL,NULL,NULL,'srv-db1.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,12216,NULL,'["","0x0","5","srv-db1.contoso.com","f8a1b2c3-d4e5-4f60-8a7b-9c0d1e2f3a4b","2026/3/6 10:02","1","1","249120","ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"]');
INSERT INTO records VALUES(29,3,7763,3,'2026-03-06T09:20:44.550000000Z','lt-0077.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','failure','0x800706BE','0x00000000','kms1.contoso.com',1688,'a5c6d7e8-f901-4234-8567-89abcdef0123','2026-03-06T09:20:00Z',0,'licensed',239040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,29080,NULL,'["0x800706BE, 0x00000000, kms1.contoso.com:1688, a5c6d7e8-f901-4234-8567-89abcdef0123, 2026/03/06 09:20, 0, 1, 239040, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(30,3,7764,3,'2026-03-06T09:20:46.550000000Z','lt-0077.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0x800706BE',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'502ff3ba-669a-4674-bbb1-601f34a3b968','AutoActivateSilent','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'TimerEvent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,30632,NULL,'["hr=0x800706BE","RuleId=502ff3ba-669a-4674-bbb1-601f34a3b968;Action=AutoActivateSilent;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=TimerEvent"]');
INSERT INTO records VALUES(31,4,9019,6,'2026-03-03T09:14:07.210000000Z','srv-db2.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','success','0x00000000','0x00000000','kms1.contoso.com',1688,'c1f0a4de-8b52-4d3f-a1c7-0e5b6d7f8a90','2026-03-03T09:14:00Z',1,'licensed',249120,'ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03',5,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,16704,NULL,'["0x00000000, 0x00000000, kms1.contoso.com:1688, c1f0a4de-8b52-4d3f-a1c7-0e5b6d7f8a90, 2026/03/03 09:14, 1, 1, 249120, ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 5"]');
INSERT INTO records VALUES(32,4,9020,6,'2026-03-03T09:14:08.300000000Z','srv-db2.contoso.com','Application','Microsoft-Windows-Security-SPP',12289,'client_response','success','0x00000000','0x00000000',NULL,NULL,NULL,'2026-03-03T09:14:00Z',NULL,NULL,NULL,NULL,NULL,1,13,120,10080,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,18256,NULL,'["0x00000000, 0x00000000, 1, 0, 13, 120, 10080, 2026/03/03 09:14"]');
INSERT INTO records VALUES(33,5,685,11,'2026-03-04T06:55:03.900000000Z','ws-0230.branch.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0x8007232B',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'UserLogon',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,18688,NULL,'["hr=0x8007232B","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=UserLogon;SessionId=1"]');
INSERT INTO records VALUES(34,5,696,11,'2026-03-05T06:55:03.900000000Z','ws-0230.branch.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0x8007232B',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'UserLogon',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,22872,NULL,'["hr=0x8007232B","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=UserLogon;SessionId=1"]');
INSERT INTO records VALUES(35,5,708,11,'2026-03-06T06:55:03.900000000Z','ws-0230.branch.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0x8007232B',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'UserLogon',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,26584,NULL,'["hr=0x8007232B","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=UserLogon;SessionId=1"]');
INSERT INTO records VALUES(36,6,15927,12,'2026-03-05T07:42:31.320000000Z','ws-0412.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','failure','0x800706BA','0x00000000','kms1.contoso.com',1688,'4b0e6a77-2c1d-4f85-93aa-6d2e8c4b1f09','2026-03-05T07:42:00Z',0,'initial_grace',38880,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,27416,NULL,'["0x800706BA, 0x00000000, kms1.contoso.com:1688, 4b0e6a77-2c1d-4f85-93aa-6d2e8c4b1f09, 2026/03/05 07:42, 0, 2, 38880, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(37,6,15928,12,'2026-03-05T07:42:53.500000000Z','ws-0412.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0xC004F074',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'NetworkAvailable',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,28968,NULL,'["hr=0xC004F074","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=NetworkAvailable"]');
INSERT INTO records VALUES(38,6,15929,12,'2026-03-05T07:57:31.320000000Z','ws-0412.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','failure','0x800706BA','0x00000000','kms1.contoso.com',1688,'4b0e6a77-2c1d-4f85-93aa-6d2e8c4b1f09','2026-03-05T07:57:00Z',0,'initial_grace',38880,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,29608,NULL,'["0x800706BA, 0x00000000, kms1.contoso.com:1688, 4b0e6a77-2c1d-4f85-93aa-6d2e8c4b1f09, 2026/03/05 07:57, 0, 2, 38880, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(39,6,15930,12,'2026-03-05T07:57:53.500000000Z','ws-0412.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0xC004F074',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'NetworkAvailable',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,30392,NULL,'["hr=0xC004F074","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=NetworkAvailable"]');
INSERT INTO records VALUES(40,7,2222,13,'2026-03-03T08:05:10.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','success','0x00000000','0x00000000','kms1.contoso.com',1688,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T08:05:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,15096,NULL,'["0x00000000, 0x00000000, kms1.contoso.com:1688, 91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4, 2026/03/03 08:05, 0, 2, 41040, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(41,7,2223,13,'2026-03-03T08:05:11.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',12289,'client_response','failure','0xC004F038','0x04000000',NULL,NULL,NULL,'2026-03-03T08:05:00Z',NULL,NULL,NULL,NULL,NULL,0,13,120,10080,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,16648,NULL,'["0xC004F038, 0x04000000, 0, 0, 13, 120, 10080, 2026/03/03 08:05"]');
INSERT INTO records VALUES(42,7,2224,13,'2026-03-03T08:05:12.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0xC004F038',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'TimerEvent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,17240,NULL,'["hr=0xC004F038","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=TimerEvent"]');
INSERT INTO records VALUES(43,7,2225,13,'2026-03-03T10:05:10.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','success','0x00000000','0x00000000','kms1.contoso.com',1688,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T10:05:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,17864,NULL,'["0x00000000, 0x00000000, kms1.contoso.com:1688, 91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4, 2026/03/03 10:05, 0, 2, 41040, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(44,7,2226,13,'2026-03-03T10:05:11.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',12289,'client_response','failure','0xC004F038','0x04000000',NULL,NULL,NULL,'2026-03-03T10:05:00Z',NULL,NULL,NULL,NULL,NULL,0,13,120,10080,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,18648,NULL,'["0xC004F038, 0x04000000, 0, 0, 13, 120, 10080, 2026/03/03 10:05"]');
INSERT INTO records VALUES(45,7,2227,13,'2026-03-03T10:05:12.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0xC004F038',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'TimerEvent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,19240,NULL,'["hr=0xC004F038","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=TimerEvent"]');
INSERT INTO records VALUES(46,7,2229,13,'2026-03-03T12:05:10.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','success','0x00000000','0x00000000','kms1.contoso.com',1688,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T12:05:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,20088,NULL,'["0x00000000, 0x00000000, kms1.contoso.com:1688, 91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4, 2026/03/03 12:05, 0, 2, 41040, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(47,7,2230,13,'2026-03-03T12:05:11.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',12289,'client_response','failure','0xC004F038','0x04000000',NULL,NULL,NULL,'2026-03-03T12:05:00Z',NULL,NULL,NULL,NULL,NULL,0,13,120,10080,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,20872,NULL,'["0xC004F038, 0x04000000, 0, 0, 13, 120, 10080, 2026/03/03 12:05"]');
INSERT INTO records VALUES(48,7,2231,13,'2026-03-03T12:05:12.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0xC004F038',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'TimerEvent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,21464,NULL,'["hr=0xC004F038","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=TimerEvent"]');
INSERT INTO records VALUES(49,7,2233,13,'2026-03-03T14:05:10.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','success','0x00000000','0x00000000','kms1.contoso.com',1688,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T14:05:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,22360,NULL,'["0x00000000, 0x00000000, kms1.contoso.com:1688, 91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4, 2026/03/03 14:05, 0, 2, 41040, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(50,7,2234,13,'2026-03-03T14:05:11.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',12289,'client_response','failure','0xC004F038','0x04000000',NULL,NULL,NULL,'2026-03-03T14:05:00Z',NULL,NULL,NULL,NULL,NULL,0,13,120,10080,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,23144,NULL,'["0xC004F038, 0x04000000, 0, 0, 13, 120, 10080, 2026/03/03 14:05"]');
INSERT INTO records VALUES(51,7,2235,13,'2026-03-03T14:05:12.450000000Z','ws-0501.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0xC004F038',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'TimerEvent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,23736,NULL,'["hr=0xC004F038","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=TimerEvent"]');
INSERT INTO records VALUES(52,8,2622,14,'2026-03-03T08:47:36.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','success','0x00000000','0x00000000','kms1.contoso.com',1688,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T08:47:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,15096,NULL,'["0x00000000, 0x00000000, kms1.contoso.com:1688, 91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4, 2026/03/03 08:47, 0, 2, 41040, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(53,8,2623,14,'2026-03-03T08:47:37.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',12289,'client_response','failure','0xC004F038','0x04000000',NULL,NULL,NULL,'2026-03-03T08:47:00Z',NULL,NULL,NULL,NULL,NULL,0,13,120,10080,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,16648,NULL,'["0xC004F038, 0x04000000, 0, 0, 13, 120, 10080, 2026/03/03 08:47"]');
INSERT INTO records VALUES(54,8,2624,14,'2026-03-03T08:47:38.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0xC004F038',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'TimerEvent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,17240,NULL,'["hr=0xC004F038","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=TimerEvent"]');
INSERT INTO records VALUES(55,8,2626,14,'2026-03-03T10:47:36.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','success','0x00000000','0x00000000','kms1.contoso.com',1688,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T10:47:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,18088,NULL,'["0x00000000, 0x00000000, kms1.contoso.com:1688, 91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4, 2026/03/03 10:47, 0, 2, 41040, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(56,8,2627,14,'2026-03-03T10:47:37.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',12289,'client_response','failure','0xC004F038','0x04000000',NULL,NULL,NULL,'2026-03-03T10:47:00Z',NULL,NULL,NULL,NULL,NULL,0,13,120,10080,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,18872,NULL,'["0xC004F038, 0x04000000, 0, 0, 13, 120, 10080, 2026/03/03 10:47"]');
INSERT INTO records VALUES(57,8,2628,14,'2026-03-03T10:47:38.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0xC004F038',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'TimerEvent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,19464,NULL,'["hr=0xC004F038","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=TimerEvent"]');
INSERT INTO records VALUES(58,8,2629,14,'2026-03-03T12:47:36.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','success','0x00000000','0x00000000','kms1.contoso.com',1688,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T12:47:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,20088,NULL,'["0x00000000, 0x00000000, kms1.contoso.com:1688, 91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4, 2026/03/03 12:47, 0, 2, 41040, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(59,8,2630,14,'2026-03-03T12:47:37.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',12289,'client_response','failure','0xC004F038','0x04000000',NULL,NULL,NULL,'2026-03-03T12:47:00Z',NULL,NULL,NULL,NULL,NULL,0,13,120,10080,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,20872,NULL,'["0xC004F038, 0x04000000, 0, 0, 13, 120, 10080, 2026/03/03 12:47"]');
INSERT INTO records VALUES(60,8,2631,14,'2026-03-03T12:47:38.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0xC004F038',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'TimerEvent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,21464,NULL,'["hr=0xC004F038","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=TimerEvent"]');
INSERT INTO records VALUES(61,8,2633,14,'2026-03-03T14:47:36.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','success','0x00000000','0x00000000','kms1.contoso.com',1688,'91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4','2026-03-03T14:47:00Z',0,'initial_grace',41040,'73111121-5638-40f6-bc11-f1d7b0d64300',25,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,22360,NULL,'["0x00000000, 0x00000000, kms1.contoso.com:1688, 91d3e5c7-0f2b-4a68-b7c9-d8e0f1a2b3c4, 2026/03/03 14:47, 0, 2, 41040, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"]');
INSERT INTO records VALUES(62,8,2634,14,'2026-03-03T14:47:37.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',12289,'client_response','failure','0xC004F038','0x04000000',NULL,NULL,NULL,'2026-03-03T14:47:00Z',NULL,NULL,NULL,NULL,NULL,0,13,120,10080,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,23144,NULL,'["0xC004F038, 0x04000000, 0, 0, 13, 120, 10080, 2026/03/03 14:47"]');
INSERT INTO records VALUES(63,8,2635,14,'2026-03-03T14:47:38.700000000Z','ws-0502.contoso.com','Application','Microsoft-Windows-Security-SPP',8198,'scheduler_failed','failure','0xC004F038',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'73111121-5638-40f6-bc11-f1d7b0d64300',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eeba1977-569e-4571-b639-7623d8bfecc0','AutoActivate','55c92734-d682-4d71-983e-d6ec3f16059f',1440,'TimerEvent',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,23736,NULL,'["hr=0xC004F038","RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;NotificationInterval=1440;Trigger=TimerEvent"]');
INSERT INTO records VALUES(64,9,871,1,'2010-09-29T20:10:02.500000000Z','kms-old.contoso.com','Key Management Service','Microsoft-Windows-Security-Licensing-SLC',12290,'host_request','success','0x00000000',NULL,NULL,NULL,'9d1a54a2-7a3c-4f0e-8f3b-52c7a2b1c0de','2010-09-29T20:10:00Z',0,'licensed',249120,'68531fb9-5511-4989-97be-d11a0f55633f',5,NULL,NULL,NULL,NULL,'srv-web1.contoso.com',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,4608,NULL,'["0x0,5,srv-web1.contoso.com,9d1a54a2-7a3c-4f0e-8f3b-52c7a2b1c0de,2010/9/29 20:10,0,1,249120,68531fb9-5511-4989-97be-d11a0f55633f"]');
INSERT INTO records VALUES(65,9,872,1,'2010-09-29T22:52:11.950000000Z','kms-old.contoso.com','Key Management Service','Microsoft-Windows-Security-Licensing-SLC',12290,'host_request','failure','0xC004F06C',NULL,NULL,NULL,'36f27b39-2fd5-440b-be67-a09996d27a38','2010-09-29T17:52:00Z',0,'initial_grace',41760,'68531fb9-5511-4989-97be-d11a0f55633f',5,NULL,NULL,NULL,NULL,'<KMS Client name>',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,6688,NULL,'["0xC004F06C,5,<KMS Client name>,36f27b39-2fd5-440b-be67-a09996d27a38,2010/9/29 17:52,0,2,41760,68531fb9-5511-4989-97be-d11a0f55633f"]');
INSERT INTO records VALUES(66,9,873,1,'2010-09-30T02:46:30.700000000Z','kms-old.contoso.com','Key Management Service','Microsoft-Windows-Security-Licensing-SLC',12290,'host_request','failure','0xC004F06C',NULL,NULL,NULL,'36f27b39-2fd5-440b-be67-a09996d27a38','2010-09-29T21:46:00Z',0,'initial_grace',41520,'68531fb9-5511-4989-97be-d11a0f55633f',5,NULL,NULL,NULL,NULL,'<KMS Client name>',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,7160,NULL,'["0xC004F06C,5,<KMS Client name>,36f27b39-2fd5-440b-be67-a09996d27a38,2010/9/29 21:46,0,2,41520,68531fb9-5511-4989-97be-d11a0f55633f"]');
INSERT INTO records VALUES(67,10,3150,4,'2010-09-29T17:52:11.402000000Z','srv-app1.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','failure','0xC004F06C','0x00000000','<KMS Host FQDN>',1688,'36f27b39-2fd5-440b-be67-a09996d27a38','2010-09-29T17:52:00Z',0,'initial_grace',41760,'68531fb9-5511-4989-97be-d11a0f55633f',5,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,19992,NULL,'["0xC004F06C, 0x00000000, <KMS Host FQDN>:1688, 36f27b39-2fd5-440b-be67-a09996d27a38, 2010/09/29 17:52, 0, 2, 41760, 68531fb9-5511-4989-97be-d11a0f55633f, 5"]');
INSERT INTO records VALUES(68,10,3160,4,'2010-09-29T21:46:30.118000000Z','srv-app1.contoso.com','Application','Microsoft-Windows-Security-SPP',12288,'client_request','failure','0xC004F06C','0x00000000','<KMS Host FQDN>',1688,'36f27b39-2fd5-440b-be67-a09996d27a38','2010-09-29T21:46:00Z',0,'initial_grace',41520,'68531fb9-5511-4989-97be-d11a0f55633f',5,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,24008,NULL,'["0xC004F06C, 0x00000000, <KMS Host FQDN>:1688, 36f27b39-2fd5-440b-be67-a09996d27a38, 2010/09/29 21:46, 0, 2, 41520, 68531fb9-5511-4989-97be-d11a0f55633f, 5"]');
