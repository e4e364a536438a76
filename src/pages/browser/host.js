/*
 * What engine.c calls in its worker, as a library of emscripten's: the functions of `this.page` (worker.js), with
 * texts in place of pointers.
 */
var host = {
    page_progress: function (bytes, read, sources) {
        Module.page.progress(bytes, read, sources);
    },
    page_unread: function (path, message) {
        Module.page.unread(UTF8ToString(path), UTF8ToString(message));
    },
    page_read: function (logs, machines, findings) {
        Module.page.read(logs, machines, findings);
    },
    page_failed: function (message) {
        Module.page.failed(UTF8ToString(message));
    },
    page_take: function (bytes, count) {
        Module.page.take(HEAPU8.slice(bytes, bytes + count));
    },
};

/* Older versions of emscripten drop the upper half of an offset: beyond 2 GiB they read from another place. */
if (/doReadv\(stream, iov, iovcnt, \w*low\)/.test(String(LibraryManager.library.fd_pread))) {
    host.fd_pread__deps = ['$FS'];
    host.fd_pread__sig = 'iiiiiii';
    host.fd_pread = function (fd, vectors, count, low, high, got) {
        try {
            var stream = FS.getStream(fd);
            if (!stream) {
                return {{{ cDefine('EBADF') }}};
            }
            HEAP32[got >> 2] = SYSCALLS.doReadv(stream, vectors, count, high * 4294967296 + (low >>> 0));
            return 0;
        } catch (e) {
            if (!(e instanceof FS.ErrnoError)) {
                throw e;
            }
            return e.errno;
        }
    };
}

mergeInto(LibraryManager.library, host);
