/*
 * The worker behind the page: it has the program (engine.c, as WebAssembly) and the files, and nothing else. One
 * worker reads once; the page ends it to stop it. It is put behind what emscripten made, which gives createEngine().
 *
 * From the page:  {read: [{path, file}...], module}   {write: format, table}   {explain: text, columns, module}
 * To the page:    {progress}  {unread}  {done}  {written}  {explained}  {failed}
 */
'use strict';

(function () {
    var READ_AHEAD = 4194304; /* a browser takes about as long for a few bytes as for this much */
    var FOLDER = '/in';
    var PASTED = '/pasted'; /* a text to be explained */
    var engine = null;
    var chunks = [];
    var printed = [];

    var page = {
        progress: function (bytes, read, sources) {
            self.postMessage({progress: {bytes: bytes, read: read, sources: sources}});
        },
        unread: function (path, message) {
            self.postMessage({unread: {path: path, message: message}});
        },
        read: function (logs, machines, findings) {
            self.postMessage({done: {logs: logs, machines: machines, findings: findings}});
        },
        failed: function (message) {
            self.postMessage({failed: message});
        },
        take: function (bytes) {
            chunks.push(bytes);
        },
    };

    async function start(module) {
        engine = engine || await createEngine({
            page: page,
            noInitialRun: true,
            print: function (line) {
                printed.push(line);
            },
            printErr: function (line) {
                printed.push(line);
            },
            instantiateWasm: function (imports, take) {
                WebAssembly.instantiate(module, imports).then(take);
                return {};
            },
        });
        return engine;
    }

    /* Files are read where they are, a piece at a time: their size does not count. */
    function readLazily(files) {
        var reader = new FileReaderSync();
        var ahead = {node: null, at: 0, bytes: new Uint8Array(0)};
        files.stream_ops.read = function (stream, buffer, offset, length, position) {
            var node = stream.node;
            if (position >= node.size) {
                return 0;
            }
            length = Math.min(length, node.size - position);
            if (ahead.node !== node || position < ahead.at || position + length > ahead.at + ahead.bytes.length) {
                var end = position + Math.max(length, READ_AHEAD);
                var bytes;
                try {
                    bytes = new Uint8Array(reader.readAsArrayBuffer(node.contents.slice(position, end)));
                } catch (refused) { /* it changed or went away since it was chosen */
                    throw new engine.FS.ErrnoError(29); /* EIO */
                }
                ahead = {node: node, at: position, bytes: bytes};
            }
            length = Math.min(length, ahead.bytes.length - (position - ahead.at));
            buffer.set(ahead.bytes.subarray(position - ahead.at, position - ahead.at + length), offset);
            return length;
        };
    }

    function mount(given) {
        var files = engine.FS.filesystems.WORKERFS;
        var create = files.createNode;
        readLazily(files);
        /* When a file was last changed counts for some; emscripten asks for it where browsers no longer tell. */
        files.createNode = function (parent, name, mode, device, contents) {
            var node = create(parent, name, mode, device, contents);
            if (contents && contents.lastModified) {
                node.timestamp = contents.lastModified;
            }
            return node;
        };
        engine.FS.mkdir(FOLDER);
        engine.FS.mount(files, {blobs: given.map(function (each) {
            return {name: each.path, data: each.file};
        })}, FOLDER);
        engine.FS.chdir(FOLDER);
    }

    async function read(given, module) {
        await start(module);
        mount(given);
        engine._engine_read();
    }

    function write(format, table) {
        chunks = [];
        var status = engine.ccall('engine_write', 'number', ['string', 'string'], [format, table]);
        if (status === 0) {
            self.postMessage({written: new Blob(chunks), format: format, table: table, heap: engine.HEAPU8.length});
        }
        chunks = [];
    }

    /* As the program takes a file: events first, then a message alone, then words. */
    async function explain(text, columns, module) {
        await start(module);
        printed = [];
        engine.FS.writeFile(PASTED, text);
        var status = engine.ccall('engine_explain', 'number', ['string', 'string'], [PASTED, String(columns)]);
        self.postMessage({explained: printed.join('\n').replaceAll(PASTED, 'the text'), status: status});
    }

    self.onmessage = async function (event) {
        var asked = event.data;
        try {
            if (asked.read) {
                await read(asked.read, asked.module);
            } else if (asked.write) {
                write(asked.write, asked.table);
            } else {
                await explain(asked.explain, asked.columns, asked.module);
            }
        } catch (fault) {
            self.postMessage({failed: String(fault && fault.message || fault), fault: true});
        }
    };
}());
