/*
 * Makes the table of machines sortable and searchable; the report reads without it. It holds no data: it works
 * on the page itself, by text only. It has neither a less-than sign nor an ampersand, so that the page
 * is well-formed XML, too.
 */
'use strict';

(function () {
    var table = document.getElementById('machine-table');
    var body = table.tBodies[0];
    var rows = Array.from(body.rows);
    var folds = Array.from(document.querySelectorAll('details.fold'));
    var all = rows.concat(Array.from(document.querySelectorAll('table.fold tbody tr')));
    var search = document.getElementById('search');
    var result = document.getElementById('search-result');

    /* ---- sorting ---- */

    /* What a cell sorts by: its number where it has one, else its text. */
    function key(row, column) {
        var cell = row.cells[column];
        var value = cell.getAttribute('data-v');
        return value === null ? cell.textContent.trim().toLowerCase() : Number(value);
    }

    function compare(a, b) {
        if (a.key === b.key) {
            return a.place - b.place;
        }
        return a.key > b.key ? 1 : -1;
    }

    function sortBy(column, ascending) {
        var keyed = rows.map(function (row, place) {
            return {row: row, key: key(row, column), place: place};
        });
        keyed.sort(function (a, b) {
            return ascending ? compare(a, b) : compare({key: b.key, place: a.place}, {key: a.key, place: b.place});
        });
        keyed.forEach(function (each) {
            body.appendChild(each.row);
        });
    }

    /* A heading is sorted by its button. Numbers begin with the largest, which is the worst. */
    function makeSortable(heading, column) {
        var button = document.createElement('button');
        button.type = 'button';
        button.textContent = heading.textContent;
        heading.textContent = '';
        heading.appendChild(button);
        button.addEventListener('click', function () {
            var before = heading.getAttribute('aria-sort');
            var numbers = rows.length > 0 ? rows[0].cells[column].hasAttribute('data-v') : false;
            var ascending = before === null ? !numbers : before === 'descending';
            Array.from(table.tHead.rows[0].cells).forEach(function (each) {
                each.removeAttribute('aria-sort');
            });
            heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
            sortBy(column, ascending);
        });
    }

    Array.from(table.tHead.rows[0].cells).forEach(makeSortable);

    /* ---- searching ---- */

    var texts = null;
    var tiles = [];

    function sectionOf(row) {
        return document.getElementById(row.getAttribute('data-section') || '');
    }

    /* What a row is found by: its own text, and the causes, codes and hosts in its data-s. */
    function textOf(row) {
        return (row.textContent + ' ' + row.getAttribute('data-s')).toLowerCase();
    }

    function show(row, shown) {
        var section = sectionOf(row);
        row.hidden = !shown;
        if (section !== null) {
            section.hidden = !shown;
        }
    }

    /* A fold opens for what is found in it, and is as before when nothing is looked for. */
    function showFold(fold, searching) {
        var found = Array.from(fold.querySelectorAll('tbody tr')).some(function (row) {
            return !row.hidden;
        });
        fold.hidden = !found;
        fold.open = searching ? found : false;
    }

    /* Every word must be somewhere in it; the machines' sections follow the table. */
    function filter() {
        var words = search.value.toLowerCase().split(' ').filter(Boolean);
        var found = 0;
        texts = texts || all.map(textOf);
        all.forEach(function (row, i) {
            var fits = words.every(function (word) {
                return texts[i].includes(word);
            });
            show(row, fits);
            found += fits ? 1 : 0;
        });
        folds.forEach(function (fold) {
            showFold(fold, words.length !== 0);
        });
        tiles.forEach(function (tile) {
            tile.button.setAttribute('aria-pressed', String(tile.word === search.value));
        });
        result.textContent = words.length === 0 ? '' : found + ' of ' + all.length + ' machines';
    }

    var waiting = 0;
    search.addEventListener('input', function () {
        clearTimeout(waiting);
        waiting = setTimeout(filter, 120);
    });
    document.getElementById('search-box').hidden = false;

    /* ---- going to a part that a search has hidden or that is folded, and printing what is folded ---- */

    function reveal() {
        var target = document.getElementById(location.hash.slice(1));
        var fold = target === null ? null : target.closest('details');
        if (target !== null) {
            if (target.closest('[hidden]') !== null) {
                search.value = '';
                filter();
            }
            if (fold !== null) {
                fold.open = true;
            }
            target.scrollIntoView();
        }
    }

    window.addEventListener('hashchange', reveal);

    var opened = [];
    window.addEventListener('beforeprint', function () {
        opened = Array.from(document.querySelectorAll('main:not(.fleet) details:not([open])'));
        opened.forEach(function (each) {
            each.open = true;
        });
    });
    window.addEventListener('afterprint', function () {
        opened.forEach(function (each) {
            each.open = false;
        });
    });

    /* ---- a tile shows the machines that it counts; once more, and all are there again ---- */

    Array.from(document.querySelectorAll('li.tile[data-search]')).forEach(function (tile) {
        var button = document.createElement('button');
        var word = tile.getAttribute('data-search');
        button.type = 'button';
        button.append.apply(button, Array.from(tile.childNodes));
        button.setAttribute('aria-pressed', 'false');
        tile.appendChild(button);
        tiles.push({button: button, word: word});
        button.addEventListener('click', function () {
            search.value = search.value === word ? '' : word;
            filter();
            document.getElementById('machines').scrollIntoView();
        });
    });

    /* ---- steps that are done stay ticked, as far as the browser keeps anything for this page ---- */

    function kept(name, value) {
        try {
            if (value !== undefined) {
                localStorage.setItem(name, value);
            }
            return localStorage.getItem(name);
        } catch (refused) {
            return null;
        }
    }

    Array.from(document.querySelectorAll('input[data-step]')).forEach(function (box) {
        var name = 'sppwhy-' + box.getAttribute('data-step');
        box.checked = kept(name) === 'done';
        box.addEventListener('change', function () {
            kept(name, box.checked ? 'done' : '');
        });
    });

    /* ---- commands are copied by a button ---- */

    if (navigator.clipboard) {
        Array.from(document.querySelectorAll('#troubles code.command')).forEach(function (command) {
            var button = document.createElement('button');
            button.type = 'button';
            button.className = 'copy';
            button.textContent = 'Copy';
            button.setAttribute('aria-label', 'Copy ' + command.textContent);
            button.addEventListener('click', function (event) {
                event.preventDefault(); /* or the step that it is in is ticked */
                navigator.clipboard.writeText(command.textContent).then(function () {
                    button.textContent = 'Copied';
                });
            });
            command.after(button);
        });
    }

    /* ---- in the frame of docs/page.md the document has no address: there a link within it would lead out of it ---- */

    if (location.protocol === 'about:') {
        document.addEventListener('click', function (event) {
            var link = event.target.closest('a[href^="#"]');
            var target = link === null ? null : document.getElementById(link.getAttribute('href').slice(1));
            if (target !== null) {
                event.preventDefault();
                location.hash = link.getAttribute('href');
                target.scrollIntoView();
            }
        });
    }
}());
