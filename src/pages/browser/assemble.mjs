/*
 * Puts the page together: assemble.mjs BROWSER REPORT ENGINE VERSION OUT. BROWSER is this folder, REPORT that of the HTML
 * report, ENGINE where engine.js and engine.wasm are. The Content-Security-Policy allows by hash the page's one script and
 * one style sheet, and those of the report that it shows; there is no other way for anything to run.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const MOST_BYTES = 2 * 1024 * 1024; /* as large as a page may be that is sent by mail */
const [browser, report, engine, version, out] = process.argv.slice(2);
const text = (...path) => readFileSync(join(...path), 'utf8');
const hash = (content) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
const packed = (content) => gzipSync(content, { level: 9 }).toString('base64').replace(/.{1,120}/g, '$&\n');

/* The colors are those of the report: its sheet up to where it speaks of the page. */
const sheet = text(report, 'style.css');
const colors = sheet.slice(0, sheet.indexOf('/* ---- the page ---- */'));
if (!colors.includes('--ground')) {
    throw new Error('the style sheet of the report does not begin with its colors any more');
}
const style = colors + text(browser, 'page.css');
const script = text(browser, 'page.js');
const policy = [
    "default-src 'none'",
    `script-src ${hash(script)} ${hash(text(report, 'script.js'))} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)} ${hash(sheet)}`,
    'worker-src blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
].join('; ');

const parts = {
    policy,
    style,
    script,
    version,
    worker: packed(readFileSync(join(engine, 'engine.js'), 'utf8') + text(browser, 'worker.js')),
    engine: packed(readFileSync(join(engine, 'engine.wasm'))),
};
const page = text(browser, 'page.html').replace(/\{\{(\w+)\}\}/g, (whole, name) => {
    if (!(name in parts)) {
        throw new Error(`page.html: there is no part called ${name}`);
    }
    return parts[name];
});
const bytes = Buffer.byteLength(page);
if (bytes > MOST_BYTES) {
    throw new Error(`the page has ${bytes} bytes, more than ${MOST_BYTES}`);
}
writeFileSync(out, page);
