/* The explorer: searching the tree of indicators, copying a table and its citation. */
(function () {
  'use strict';

  /* The same folding as geo.areas.fold: no case, apostrophes or punctuation. */
  function fold(words) {
    return words.normalize('NFC').toLowerCase().replace(/['`\u00B4\u2018\u2019\u201B\u02B9\u02BC\u02BB\u2032"\u201C\u201D\u00AB\u00BB]/g, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  }

  function search(line) {
    var tree = document.getElementById(line.getAttribute('data-tree-search')), found = 0;
    var wanted = fold(line.value).split(' ').filter(Boolean);
    if (!tree) { return; }
    tree.querySelectorAll('li[data-words]').forEach(function (item) {
      var words = item.getAttribute('data-words');
      item.hidden = !wanted.every(function (part) { return words.indexOf(part) >= 0; });
      if (!item.hidden) { found += 1; }
    });
    tree.querySelectorAll('[data-tree-group]').forEach(function (group) { group.hidden = !group.querySelector('li:not([hidden])'); });
    var told = document.getElementById('indicators-found');
    var text = !wanted.length ? '' : found ? line.getAttribute('data-found').replace('{n}', found) : line.getAttribute('data-none');
    if (told && told.textContent !== text) { told.textContent = text; }
  }

  function shownText(cell) {
    var copy = cell.cloneNode(true);
    copy.querySelectorAll('.visually-hidden').forEach(function (part) { part.remove(); });
    return copy.textContent.trim();
  }

  function tableText(box) {
    if (box.querySelector('.grid')) { return window.portal.gridText(box.querySelector('.grid')); }
    return Array.from(box.querySelectorAll('tr')).map(function (row) {
      return Array.from(row.children).map(shownText).join('\t');
    }).join('\n');
  }

  function citation(line) {
    var copy = line.cloneNode(true), link = copy.querySelector('.permalink');
    link.textContent = link.href;
    return copy.textContent.trim();
  }

  function copy(words, done) {
    function fallback() {
      var field = document.createElement('textarea');
      field.value = words;
      document.body.appendChild(field);
      field.select();
      document.execCommand('copy');
      field.remove();
      window.portal.say(done);
    }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(words).then(function () { window.portal.say(done); }, fallback);
    } else { fallback(); }
  }

  document.addEventListener('input', function (event) {
    if (event.target.hasAttribute && event.target.hasAttribute('data-tree-search')) { search(event.target); }
  });

  document.addEventListener('keydown', function (event) {
    var line = event.target.closest && event.target.closest('[data-tree-search]');
    if (!line || event.key !== 'Enter') { return; }
    var first = document.querySelector('#' + line.getAttribute('data-tree-search') + ' li:not([hidden]) a');
    if (first && line.value) { first.click(); }
  });

  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('button');
    if (!button) { return; }
    var done = button.getAttribute('data-done');
    if (button.hasAttribute('data-copy-table')) { copy(tableText(document.getElementById(button.getAttribute('data-copy-table'))), done); }
    if (button.hasAttribute('data-copy-cite')) { copy(citation(document.getElementById(button.getAttribute('data-copy-cite'))), done); }
  });

  new MutationObserver(function () {
    document.querySelectorAll('[data-tree-search]').forEach(function (line) { if (line.value) { search(line); } });
    document.querySelectorAll('details[data-narrow-closed]:not([data-seen])').forEach(function (fold) {
      fold.setAttribute('data-seen', '1');
      if (innerWidth <= Number(fold.getAttribute('data-narrow-closed'))) { fold.open = false; }
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
