/* The URL is the state: plain links and selects change it in place, and everything on the page reads it. */
(function () {
  'use strict';
  var FILTERS = ['indicator', 'as_of', 'population', 'ministry', 'type', 'age', 'sex', 'disability', 'release', 'lang'];

  function go(url) {
    var samePage = url.pathname === location.pathname;
    if (url.href === location.href) { return; }
    history.pushState(null, '', url.pathname + url.search + url.hash);
    window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
    if (!samePage) {
      window.scrollTo(0, 0);
      var main = document.getElementById('main');
      if (main) { main.focus({ preventScroll: true }); }
      closeMenu();
    }
  }
  window.portal = { go: go, say: say };

  function say(words) {
    var live = document.getElementById('shell-live');
    if (live) { live.textContent = ''; setTimeout(function () { live.textContent = words; }, 50); }
  }

  function inPlace(link, event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) { return false; }
    if (document.body.hasAttribute('data-plain')) { return false; }
    if (link.target || link.hasAttribute('download') || link.hasAttribute('data-full') || link.hasAttribute('data-language')) { return false; }
    var url = new URL(link.href, location.href);
    if (url.origin !== location.origin || /^\/(api|download|assets)\//.test(url.pathname)) { return false; }
    return !(url.hash && url.pathname === location.pathname && url.search === location.search);
  }

  function kept(path) {
    var now = new URLSearchParams(location.search), query = new URLSearchParams();
    FILTERS.forEach(function (key) { if (now.get(key)) { query.set(key, now.get(key)); } });
    var text = query.toString().replace(/%2C/g, ',');
    return path + (text ? '?' + text : '');
  }

  function follow() {
    document.querySelectorAll('[data-nav]').forEach(function (link) {
      var path = link.getAttribute('data-nav');
      var here = path === '/' ? location.pathname === '/' : location.pathname.indexOf(path) === 0;
      if (here) { link.setAttribute('aria-current', 'page'); } else { link.removeAttribute('aria-current'); }
      link.href = kept(path);
    });
    document.querySelectorAll('[data-language]').forEach(function (link) {
      var query = new URLSearchParams(location.search);
      query.set('lang', link.getAttribute('data-language'));
      link.href = location.pathname + '?' + query.toString().replace(/%2C/g, ',');
    });
    var brand = document.querySelector('.brand');
    if (brand) { brand.href = kept('/'); }
  }

  document.addEventListener('click', function (event) {
    closeOthers(event.target);
    var link = event.target.closest && event.target.closest('a[href]');
    if (link && inPlace(link, event)) { event.preventDefault(); go(new URL(link.href, location.href)); return; }
    var button = event.target.closest && event.target.closest('button');
    if (!button) { return; }
    if (button.classList.contains('burger')) { toggleMenu(button); }
    if (button.hasAttribute('data-sheet')) { sheet(button.getAttribute('data-sheet') === 'open'); }
    if (button.hasAttribute('data-table-of')) { twin(button); }
    if (button.hasAttribute('data-fullscreen')) { fullscreen(document.getElementById(button.getAttribute('data-fullscreen'))); }
    if (button.hasAttribute('data-share')) { share(button); }
  });

  document.addEventListener('change', function (event) {
    var select = event.target.closest && event.target.closest('select[data-filter]');
    if (!select) { return; }
    var key = select.getAttribute('data-filter'), url = new URL(location.href);
    if (select.value) { url.searchParams.set(key, select.value); } else { url.searchParams.delete(key); }
    if (key === 'ministry') { url.searchParams.delete('type'); }
    url.search = url.search.replace(/%2C/g, ',');
    go(url);
  });

  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') { return; }
    document.querySelectorAll('details[data-menu][open]').forEach(function (menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    });
    if (document.querySelector('.sheet.open')) { sheet(false); }
  });

  function closeOthers(target) {
    document.querySelectorAll('details[data-menu][open]').forEach(function (menu) {
      if (!menu.contains(target)) { menu.open = false; }
    });
  }

  function toggleMenu(button) {
    var open = document.getElementById('shell-menu').classList.toggle('open');
    button.setAttribute('aria-expanded', String(open));
  }
  function closeMenu() {
    var menu = document.getElementById('shell-menu'), burger = document.querySelector('.burger');
    if (menu) { menu.classList.remove('open'); }
    if (burger) { burger.setAttribute('aria-expanded', 'false'); }
  }

  function sheet(open) {
    var box = document.getElementById('filter-sheet'), opener = document.querySelector('[data-sheet=open]');
    box.classList.toggle('open', open);
    opener.setAttribute('aria-expanded', String(open));
    document.querySelectorAll('#shell-header, #shell-footer, .page, .filters > :not(.sheet)').forEach(function (part) { part.inert = open; });
    if (open) {
      box.setAttribute('role', 'dialog');
      box.setAttribute('aria-modal', 'true');
      box.setAttribute('aria-labelledby', 'filter-sheet-title');
      box.querySelector('select').focus();
    } else {
      ['role', 'aria-modal', 'aria-labelledby'].forEach(function (name) { box.removeAttribute(name); });
      opener.focus();
    }
  }

  function twin(button) {
    var card = document.getElementById(button.getAttribute('data-table-of'));
    var table = card.querySelector('.twin'), stage = card.querySelector('.stage'), open = table.hidden;
    table.hidden = !open;
    stage.hidden = open;
    button.setAttribute('aria-expanded', String(open));
    if (open) { table.focus(); } else { window.dispatchEvent(new Event('resize')); }
  }

  function fullscreen(card) {
    if (document.fullscreenElement) { document.exitFullscreen(); } else if (card.requestFullscreen) { card.requestFullscreen(); }
  }
  document.addEventListener('fullscreenchange', function () { setTimeout(function () { window.dispatchEvent(new Event('resize')); }, 60); });

  function share(button) {
    var address = new URL(button.getAttribute('data-share'), location.href).href, done = button.getAttribute('data-done');
    function fallback() {
      var field = document.createElement('textarea');
      field.value = address;
      document.body.appendChild(field);
      field.select();
      document.execCommand('copy');
      field.remove();
      button.focus();
      say(done);
    }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(address).then(function () { say(done); }, fallback);
    } else { fallback(); }
    button.classList.add('done');
  }

  /* Annotations say by their name whether they are for wide or narrow screens; the style sheet hides the others. */
  function label(graph) {
    if (!graph.layout) { return; }
    var notes = graph.layout.annotations || [];
    graph.querySelectorAll('.annotation').forEach(function (node) {
      var note = notes[Number(node.getAttribute('data-index'))];
      if (note && note.name) { node.classList.add('annotation-' + note.name); }
    });
  }
  function wire(graph) {
    if (graph.portalWired || !graph.on) { return; }
    graph.portalWired = true;
    graph.on('plotly_afterplot', function () { label(graph); quiet(graph); });
    label(graph);
    quiet(graph);
  }
  function quiet(graph) {
    graph.querySelectorAll('svg.main-svg').forEach(function (svg) { svg.setAttribute('aria-hidden', 'true'); svg.setAttribute('focusable', 'false'); });
  }

  window.addEventListener('popstate', function () { setTimeout(follow, 0); });
  window.addEventListener('_dashprivate_pushstate', function () { setTimeout(follow, 0); });
  var lastSearch = null;
  new MutationObserver(function () {
    document.querySelectorAll('.js-plotly-plot').forEach(wire);
    var nav = document.getElementById('shell-menu');
    if (nav && (lastSearch !== location.href || !nav.querySelector('[aria-current]'))) { lastSearch = location.href; follow(); }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
