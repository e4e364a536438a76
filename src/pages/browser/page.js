/*
 * The page around the program: takes files, hands them to a worker (worker.js), shows how far it is and what comes of it.
 * What a log or a file says becomes text of the page (textContent) and nothing else; the report is a document of its own in
 * a frame without rights.
 */
'use strict';

(function () {
    var NAMES_SHOWN = 200; /* of what was given and of what was not read */
    var SAY_EVERY = 15000; /* milliseconds from one spoken word about the progress to the next */
    var COLUMNS_LEAST = 60;
    var COLUMNS_MOST = 110;

    /* What the report can be saved as: formats of `analyze` (src/report/formats.c) and tables as --table names them. */
    var SAVES = [
        {format: 'html', table: 'findings', text: 'HTML', name: 'sppwhy-report.html', type: 'text/html'},
        {format: 'json', table: 'findings', text: 'JSON', name: 'sppwhy-report.json', type: 'application/json'},
        {format: 'csv', table: 'findings', text: 'CSV: findings', name: 'sppwhy-findings.csv', type: 'text/csv'},
        {format: 'csv', table: 'machines', text: 'machines', name: 'sppwhy-machines.csv', type: 'text/csv'},
        {format: 'csv', table: 'activations', text: 'activations', name: 'sppwhy-activations.csv', type: 'text/csv'},
        {format: 'markdown', table: 'findings', text: 'Markdown', name: 'sppwhy-report.md', type: 'text/markdown'},
    ];

    function at(id) {
        return document.getElementById(id);
    }

    /* A name may hold anything: what cannot be seen, or turns the direction of writing, is shown by its number. */
    function plain(text) {
        return text.replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, function (c) {
            return '\\u{' + c.codePointAt(0).toString(16).toUpperCase() + '}';
        });
    }

    function item(text) {
        var li = document.createElement('li');
        li.textContent = plain(text);
        return li;
    }

    function count(number, one, many) {
        return number.toLocaleString('en') + ' ' + (number === 1 ? one : many);
    }

    /* As the program writes sizes. */
    function size(bytes) {
        var units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
        var unit = 0;
        while (bytes >= 1000 && unit < units.length - 1) {
            bytes /= 1000;
            unit++;
        }
        return (unit === 0 ? String(bytes) : bytes.toFixed(1)) + ' ' + units[unit];
    }

    function time(seconds) {
        return seconds < 60 ? Math.ceil(seconds) + ' s' : Math.floor(seconds / 60) + ' min ' + Math.ceil(seconds % 60) + ' s';
    }

    function say(text) {
        at('status').textContent = text;
    }

    /* Of many things the first, and how many more. */
    function list(into, texts) {
        into.replaceChildren.apply(into, texts.slice(0, NAMES_SHOWN).map(item));
        if (texts.length > NAMES_SHOWN) {
            into.append(item('and ' + (texts.length - NAMES_SHOWN).toLocaleString('en') + ' more'));
        }
    }

    /* ---- the program, out of the page itself ---- */

    async function unpacked(id) {
        var bytes = Uint8Array.from(atob(at(id).textContent), function (c) {
            return c.charCodeAt(0);
        });
        var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
        return new Response(stream).arrayBuffer();
    }

    var program = null;

    /* Where the worker's script is, and the compiled module: made once. */
    function load() {
        program = program || Promise.all([unpacked('worker'), unpacked('engine').then(function (bytes) {
            return WebAssembly.compile(bytes);
        })]).then(function (both) {
            return {script: URL.createObjectURL(new Blob([both[0]], {type: 'text/javascript'})), module: both[1]};
        });
        return program;
    }

    /* A worker that was asked for the first thing. */
    async function ask(message, hear) {
        var there = await load();
        var worker = new Worker(there.script);
        worker.onmessage = function (event) {
            hear(event.data);
        };
        worker.onerror = function (event) {
            event.preventDefault();
            hear({failed: event.message || 'the worker ended', fault: true});
        };
        message.module = there.module;
        worker.postMessage(message);
        return worker;
    }

    function fault(answer) {
        if (!answer.fault) {
            return answer.failed;
        }
        return /memory|allocation|oom/i.test(answer.failed) && !/access out of bounds/.test(answer.failed)
            ? 'Memory ran out. Fewer logs at once need less; the program sppwhy itself has no such limit.'
            : 'A fault of sppwhy, not of your logs: ' + answer.failed + '. Please report it.';
    }

    /* ---- what was given ---- */

    var given = new Map(); /* path: file */

    function topOf(path) {
        return path.split('/')[0];
    }

    function sameFile(a, b) {
        return a !== undefined && a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
    }

    /* A second thing of the same name gets a number; the same thing again does not count. "-" would mean standard input. */
    function nameFor(top, files) {
        var wanted = top === '-' ? '-.' : top;
        var tops = new Set(Array.from(given.keys(), topOf));
        if (!tops.has(wanted)) {
            return wanted;
        }
        if (files.every(function (each) { return sameFile(given.get(each.path), each.file); })) {
            return null;
        }
        var dot = wanted.lastIndexOf('.') > 0 ? wanted.lastIndexOf('.') : wanted.length;
        for (var n = 2;; n++) {
            var other = wanted.slice(0, dot) + ' (' + n + ')' + wanted.slice(dot);
            if (!tops.has(other)) {
                return other;
            }
        }
    }

    /* files: [{path, file}...]; reads what there is from then on. */
    function take(files) {
        var groups = new Map();
        files.forEach(function (each) {
            var top = topOf(each.path);
            groups.set(top, (groups.get(top) || []).concat([each]));
        });
        groups.forEach(function (group, top) {
            var name = nameFor(top, group);
            group.forEach(function (each) {
                if (name !== null) {
                    given.set(name + each.path.slice(top.length), each.file);
                }
            });
        });
        showGiven();
        if (given.size === 0) {
            trouble('There is no file in it.', []);
        } else {
            read();
        }
    }

    function showGiven() {
        var tops = new Map();
        given.forEach(function (file, path) {
            var top = topOf(path);
            var sum = tops.get(top) || {files: 0, bytes: 0, folder: path !== top};
            sum.files++;
            sum.bytes += file.size;
            tops.set(top, sum);
        });
        list(at('given-list'), Array.from(tops, function (each) {
            var sum = each[1];
            return each[0] + (sum.folder ? '/, ' + count(sum.files, 'file', 'files') : '') + ', ' + size(sum.bytes);
        }));
        at('given').hidden = given.size === 0;
    }

    function startOver() {
        stop();
        given.clear();
        showGiven();
        clear();
        say('');
        at('files').focus();
    }

    /* ---- choosing, dropping, pasting ---- */

    function chosen(event) {
        var files = Array.from(event.target.files, function (file) {
            return {path: file.webkitRelativePath || file.name, file: file};
        });
        event.target.value = ''; /* the same may be chosen again */
        if (files.length !== 0) {
            take(files);
        }
    }

    function some(reader) {
        return new Promise(function (done, failed) {
            reader.readEntries(done, failed);
        });
    }

    async function walkEntry(entry, into) {
        if (entry.isFile) {
            into.push({path: entry.fullPath.replace(/^\/+/, ''), file: await new Promise(function (done, failed) {
                entry.file(done, failed);
            })});
            return;
        }
        var reader = entry.createReader();
        for (var entries = await some(reader); entries.length !== 0; entries = await some(reader)) {
            for (var i = 0; i < entries.length; i++) {
                await walkEntry(entries[i], into);
            }
        }
    }

    async function walkHandle(handle, path, into) {
        if (handle.kind === 'file') {
            into.push({path: path, file: await handle.getFile()});
            return;
        }
        for await (var child of handle.values()) {
            await walkHandle(child, path + '/' + child.name, into);
        }
    }

    /* Chromium gives a page that is a file handles only, others know entries only. */
    async function walkFolder(entry, handle, into) {
        if (handle === null) {
            await walkEntry(entry, into);
        } else {
            await walkHandle(await handle, entry.name, into);
        }
    }

    /* What is dropped must be asked for before anything is waited for: afterwards it is gone. */
    async function dropped(transfer) {
        var files = [];
        var folders = [];
        Array.from(transfer.items).forEach(function (one) {
            var entry = one.kind === 'file' && one.webkitGetAsEntry ? one.webkitGetAsEntry() : null;
            var file = one.kind === 'file' ? one.getAsFile() : null;
            if (entry !== null && entry.isDirectory) {
                folders.push({entry: entry, handle: one.getAsFileSystemHandle ? one.getAsFileSystemHandle() : null});
            } else if (file !== null) {
                files.push({path: file.name, file: file});
            }
        });
        for (var i = 0; i < folders.length; i++) {
            try {
                await walkFolder(folders[i].entry, folders[i].handle, files);
            } catch (refused) {
                trouble('This browser does not show the page what is in the folder ' + folders[i].entry.name +
                    '. Use "Choose a folder".', []);
                return;
            }
        }
        if (files.length !== 0 || folders.length !== 0) {
            take(files);
        }
    }

    function takeTransfer(transfer) {
        var text = transfer.getData('text/plain');
        if (Array.from(transfer.items).some(function (one) { return one.kind === 'file'; })) {
            dropped(transfer);
        } else if (text !== '') {
            at('text').value = text;
            explainText();
        }
    }

    var depth = 0; /* dragenter and dragleave come for each element on the way */

    function listenForDrops() {
        window.addEventListener('dragenter', function (event) {
            event.preventDefault();
            depth++;
            at('veil').hidden = false;
        });
        window.addEventListener('dragleave', function () {
            depth--;
            at('veil').hidden = depth <= 0;
        });
        window.addEventListener('dragover', function (event) {
            event.preventDefault();
            event.dataTransfer.dropEffect = 'copy';
        });
        window.addEventListener('drop', function (event) {
            event.preventDefault();
            depth = 0;
            at('veil').hidden = true;
            takeTransfer(event.dataTransfer);
        });
        window.addEventListener('paste', function (event) {
            if (event.target.closest && event.target.closest('input, textarea') && event.clipboardData.files.length === 0) {
                return;
            }
            event.preventDefault();
            takeTransfer(event.clipboardData);
        });
    }

    /* ---- reading ---- */

    var reader = null; /* the worker */
    var reading = 0;   /* which one; what an older one still says does not count */
    var begun = 0;
    var spoken = 0;
    var unread = [];
    var addresses = [];

    function stop() {
        reading++;
        if (reader !== null) {
            reader.terminate();
        }
        reader = null;
        at('work').hidden = true;
        document.title = 'Why did the Windows activation fail?';
    }

    /* Takes away what an earlier reading left. */
    function clear() {
        unread = [];
        at('trouble').hidden = true;
        at('result').hidden = true;
        at('unread').hidden = true;
        at('report').removeAttribute('srcdoc');
        at('saves').replaceChildren();
        addresses.forEach(function (address) {
            URL.revokeObjectURL(address);
        });
        addresses = [];
    }

    function totalBytes() {
        return Array.from(given.values()).reduce(function (sum, file) {
            return sum + file.size;
        }, 0);
    }

    /* As the program's own line: what matters most first. */
    function showProgress(now, total) {
        var seconds = (performance.now() - begun) / 1000;
        var rate = now.bytes / seconds;
        var known = now.bytes <= total; /* what an archive unpacks to is more than its size */
        var bar = at('progress');
        var text = now.read + ' of ' + count(now.sources, 'log', 'logs') + ' read, ' + size(now.bytes);
        if (known && total !== 0) {
            bar.max = total;
            bar.value = now.bytes;
            text += ' of ' + size(total);
            text += rate >= 1 ? ', ' + size(rate) + '/s, ' + time((total - now.bytes) / rate) + ' left' : '';
            document.title = Math.floor(100 * now.bytes / total) + ' %, reading logs';
        } else {
            bar.removeAttribute('value');
        }
        at('progress-text').textContent = text;
        if (performance.now() - spoken >= SAY_EVERY) {
            spoken = performance.now();
            say(text);
        }
    }

    function showUnread() {
        at('unread').hidden = unread.length === 0;
        at('unread').open = unread.length !== 0 && unread.length <= 5;
        at('unread-count').textContent = count(unread.length, 'thing was not read, or not whole', 'things were not read, or not whole');
        list(at('unread-list'), unread);
    }

    function trouble(text, more) {
        var p = document.createElement('p');
        var ul = document.createElement('ul');
        p.textContent = plain(text);
        list(ul, more);
        at('trouble').replaceChildren(p, ul);
        at('trouble').hidden = false;
        say('');
    }

    function showSave(save, blob) {
        var address = URL.createObjectURL(new Blob([blob], {type: save.type}));
        var link = document.createElement('a');
        var li = document.createElement('li');
        addresses.push(address);
        link.href = address;
        link.download = save.name;
        link.textContent = save.text;
        li.append(link);
        at('saves').append(li);
        return address;
    }

    function writeNext(i) {
        if (i < SAVES.length) {
            reader.postMessage({write: SAVES[i].format, table: SAVES[i].table});
        }
    }

    /* The frame is a document without an address, so that its ways lead within it. */
    async function showReport(address, blob) {
        var mine = reading;
        var html = await blob.text();
        if (mine !== reading) {
            return;
        }
        at('whole').href = address;
        at('report').srcdoc = html;
        at('result').hidden = false;
        showUnread();
        at('result-heading').focus();
        at('result').scrollIntoView();
    }

    function written(answer) {
        var i = at('saves').children.length;
        var address = showSave(SAVES[i], answer.written);
        if (i === 0) {
            showReport(address, answer.written);
        }
        writeNext(i + 1);
    }

    function done(what) {
        at('work').hidden = true;
        document.title = 'Report: why did the Windows activation fail?';
        say(count(what.logs, 'log', 'logs') + ' of ' + count(what.machines, 'machine', 'machines') + ' read in ' +
            ((performance.now() - begun) / 1000).toFixed(1) + ' s: ' + count(what.findings, 'finding', 'findings') + '.');
        writeNext(0);
    }

    function heard(answer, total) {
        if (answer.progress) {
            showProgress(answer.progress, total);
        } else if (answer.unread) {
            unread.push(answer.unread.path + ': ' + answer.unread.message);
        } else if (answer.done) {
            done(answer.done);
        } else if (answer.written) {
            written(answer);
        } else {
            stop();
            trouble(fault(answer), unread.length > 1 ? unread : []); /* one alone is what the message tells */
        }
    }

    async function read() {
        stop();
        clear();
        var mine = reading;
        var total = totalBytes();
        begun = performance.now();
        spoken = begun;
        at('progress').removeAttribute('value');
        at('progress-text').textContent = 'Looking through ' + count(given.size, 'file', 'files') + ', ' + size(total);
        at('work').hidden = false;
        say('Reading ' + count(given.size, 'file', 'files') + ', ' + size(total) + '.');
        at('stop').focus();
        try {
            var worker = await ask({read: Array.from(given, function (each) {
                return {path: each[0], file: each[1]};
            })}, function (answer) {
                if (mine === reading) {
                    heard(answer, total);
                }
            });
            if (mine === reading) {
                reader = worker;
            } else {
                worker.terminate();
            }
        } catch (refused) {
            stop();
            trouble(fault({failed: String(refused), fault: true}), []);
        }
    }

    function stopped() {
        stop();
        say('Stopped: nothing was reported.');
        at('again').focus();
    }

    /* ---- explaining ---- */

    var explainer = null;

    /* As many columns as the text has room for, within what reads well. */
    function columns() {
        var pre = at('explanation');
        var probe = document.createElement('span');
        probe.textContent = '0'.repeat(100);
        pre.replaceChildren(probe);
        var fit = Math.floor(pre.clientWidth / (probe.getBoundingClientRect().width / 100));
        return Math.max(COLUMNS_LEAST, Math.min(COLUMNS_MOST, fit));
    }

    function showExplained(answer) {
        at('explanation').textContent = answer.explained !== undefined ? answer.explained : fault(answer);
        at('explained-heading').focus();
        at('explained').scrollIntoView({block: 'nearest'});
    }

    async function explain(text) {
        var asked = {explain: text};
        if (text.trim() === '') {
            at('explained').hidden = true;
            return;
        }
        at('explained').hidden = false;
        asked.columns = columns();
        at('explanation').textContent = 'One moment';
        if (explainer !== null) {
            explainer.terminate();
        }
        explainer = null;
        explainer = await ask(asked, showExplained);
    }

    function explainText() {
        explain(at('text').value);
    }

    /* What has events is read like a log, and judged together with those that were given. */
    function addText() {
        if (at('text').value.trim() !== '') {
            take([{path: 'pasted.txt', file: new File([at('text').value], 'pasted.txt')}]);
        }
    }

    /* ---- all of it ---- */

    if (typeof WebAssembly !== 'object' || typeof DecompressionStream !== 'function' || typeof Worker !== 'function') {
        return; /* the page says what it needs */
    }
    at('unfit').hidden = true;
    at('main').hidden = false;
    at('files').addEventListener('change', chosen);
    at('folder').addEventListener('change', chosen);
    at('stop').addEventListener('click', stopped);
    at('again').addEventListener('click', read);
    at('over').addEventListener('click', startOver);
    at('look-up').addEventListener('submit', function (event) {
        event.preventDefault();
        explain(at('what').value);
    });
    at('paste').addEventListener('submit', function (event) {
        event.preventDefault();
        explainText();
    });
    at('add').addEventListener('click', addText);
    listenForDrops();
}());
