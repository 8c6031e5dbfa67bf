/* A link to a part of a page (/methods#states) finds it although the page is filled after it has loaded. */
(function () {
  'use strict';
  var PATIENCE = 15000, started = Date.now(), moved = false;

  function target() {
    var id = decodeURIComponent(location.hash.slice(1));
    return id ? document.getElementById(id) : null;
  }
  function reveal() {
    var node = target();
    if (!node) { return; }
    for (var part = node; part; part = part.parentElement) { if (part.tagName === 'DETAILS') { part.open = true; } }
    node.scrollIntoView();
  }
  function begin() { started = Date.now(); moved = false; reveal(); }

  ['wheel', 'touchstart', 'keydown', 'mousedown'].forEach(function (name) {
    window.addEventListener(name, function () { moved = true; }, { passive: true });
  });
  window.addEventListener('hashchange', begin);
  window.addEventListener('_dashprivate_pushstate', function () { setTimeout(begin, 0); });
  new MutationObserver(function () {
    if (location.hash && !moved && Date.now() - started < PATIENCE) { reveal(); }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
