/* Unpacks the long reading parts of a page, which arrive as one attribute (layouts/markup.py, everything escaped there). */
(function () {
  'use strict';
  function unpack(box) {
    var packed = box.getAttribute('data-markup');
    if (box.unpacked === packed) { return; }
    box.unpacked = packed;
    box.innerHTML = packed;
    var named = location.hash && document.getElementById(location.hash.slice(1));
    if (named && box.contains(named)) { named.scrollIntoView(); }
  }
  new MutationObserver(function () {
    document.querySelectorAll('[data-markup]').forEach(unpack);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-markup'] });
})();
