/*
 * For the test of the page: put into it by WebDriver before anything is given to it. Remembers what the page makes
 * addresses of and what its workers say; the page itself knows nothing of tests.
 */
const blobs = new Map();
const makeAddress = URL.createObjectURL.bind(URL);
URL.createObjectURL = (blob) => {
    const address = makeAddress(blob);
    blobs.set(address, blob);
    return address;
};

window.heap = 0;
const RealWorker = window.Worker;
window.Worker = function (script) {
    if (window.silent) { /* a worker that is never done */
        return { terminate() {}, postMessage() {} };
    }
    const worker = new RealWorker(script);
    worker.addEventListener('message', (event) => {
        window.heap = event.data.heap || window.heap;
    });
    return worker;
};

const waitFor = (there) => new Promise((done) => {
    const look = () => (there() ? done() : setTimeout(look, 10));
    look();
});
const byId = (id) => document.getElementById(id);
const SAVES = 6;

/* What an earlier reading left must not be taken for what comes: a browser may look for files long after it was told to. */
window.forget = () => {
    byId('saves').replaceChildren();
    byId('trouble').hidden = true;
};

/* Done or failed: the message of the failure, or null. */
window.settled = async () => {
    await waitFor(() => document.querySelectorAll('#saves li').length === SAVES || !byId('trouble').hidden);
    return byId('trouble').hidden ? null : byId('trouble').innerText;
};

/* What the link of that name would save. */
window.saved = async (name) => {
    const link = document.querySelector(`#saves a[download="${name}"]`);
    return link ? blobs.get(link.href).text() : null;
};

window.unreadThings = () => Array.from(document.querySelectorAll('#unread-list li, #trouble li'), (li) => li.textContent);

/* Hands files to the page as its own control would. */
window.give = (files) => {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    byId('files').files = transfer.files;
    byId('files').dispatchEvent(new Event('change'));
};

/* A control of the test's own, whose files are given one by one; the JSON of each, or null. */
window.ownControl = () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.id = 'test-files';
    document.body.append(input);
};
window.oneByOne = async () => {
    const answers = [];
    for (const file of byId('test-files').files) {
        byId('over').click();
        window.give([file]);
        await window.settled();
        answers.push(await window.saved('sppwhy-report.json'));
    }
    byId('over').click();
    return answers;
};

window.explained = async () => {
    await waitFor(() => byId('explanation').textContent !== 'One moment');
    return byId('explanation').textContent;
};

/* Controls that a screen reader could not name. */
window.unnamed = () => Array.from(document.querySelectorAll('button, input, textarea, a[href], iframe, progress, summary'))
    .filter((e) => e.checkVisibility())
    .filter((e) => !(e.textContent.trim() || e.title || e.getAttribute('aria-labelledby') || (e.labels && e.labels.length)))
    .map((e) => e.outerHTML.slice(0, 80));
