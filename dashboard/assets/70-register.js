/* The register: what is typed goes into the URL; on wide screens the pages become one list that loads as it is scrolled. */
(function () {
  'use strict';
  var WIDE = window.matchMedia('(min-width: 768px)'), PAUSE = 350, timer = null;

  function search(form) {
    var url = new URL(location.href), field = form.querySelector('[name=q]');
    if (field.value.trim()) { url.searchParams.set('q', field.value.trim()); } else { url.searchParams.delete('q'); }
    url.searchParams.delete('page');
    url.search = url.search.replace(/%2C/g, ',');
    window.portal.go(url);
  }
  document.addEventListener('submit', function (event) {
    if (!event.target.matches('.register-search')) { return; }
    event.preventDefault();
    clearTimeout(timer);
    search(event.target);
  });
  document.addEventListener('input', function (event) {
    var form = event.target.closest && event.target.closest('.register-search');
    if (!form) { return; }
    clearTimeout(timer);
    timer = setTimeout(function () { search(form); }, PAUSE);
  });
  function refill() {
    var field = document.getElementById('register-q'), words = new URLSearchParams(location.search).get('q') || '';
    if (field && document.activeElement !== field && field.value !== words) { field.value = words; }
  }
  window.addEventListener('popstate', refill);
  window.addEventListener('_dashprivate_pushstate', function () { setTimeout(refill, 0); });

  /* One tbody a page of rows, as high as they are; those out of sight are empty. Rows are grids then, not table rows (a
     table would be laid out as a whole at every step), so their roles are told. */
  var AHEAD = 3, NEAR = 0.8, HEIGHT = 48, PATIENCE = 80, AGAIN = 3000;
  var ROLES = { THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row', TH: 'columnheader' };

  function lengthen(box) {
    var table = box.querySelector('table'), scroller = box.querySelector('.scrolling'), first = table.tBodies[0];
    var total = Number(box.getAttribute('data-register')), size = Number(box.getAttribute('data-page-size'));
    var pages = Math.ceil(total / size), given = Number(first.getAttribute('data-page'));
    var kept = {}, bodies = [], waiting = {}, soon = null, planned = false;
    if (pages < 2) { return; }
    box.classList.add('endless');
    table.setAttribute('role', 'table');
    table.querySelectorAll('thead, thead tr, thead th').forEach(function (part) { part.setAttribute('role', ROLES[part.tagName]); });
    kept[given] = first.innerHTML;
    for (var page = 1; page <= pages; page += 1) {
      var body = page === given ? first : document.createElement('tbody');
      body.setAttribute('data-page', page);
      body.setAttribute('role', ROLES.TBODY);
      body.style.height = HEIGHT * (page < pages ? size : total - size * (pages - 1)) + 'px';
      bodies[page] = body;
      table.appendChild(body);
    }
    function within(more, does, otherwise) {
      if (!box.isConnected) { return; }
      var top = scroller.scrollTop / (HEIGHT * size), bottom = (scroller.scrollTop + scroller.clientHeight) / (HEIGHT * size);
      var low = Math.max(1, Math.floor(top - more) + 1), high = Math.min(pages, Math.floor(bottom + more) + 1);
      for (var page = 1; page <= pages; page += 1) {
        if (page >= low && page <= high) { does(page); } else if (otherwise) { otherwise(page); }
      }
    }
    function fill(page) { if (kept[page] && !bodies[page].firstChild) { bodies[page].innerHTML = kept[page]; } }
    function empty(page) { if (bodies[page].firstChild) { bodies[page].textContent = ''; } }
    function ask(page) {
      if (waiting[page] || kept[page]) { return; }
      waiting[page] = true;
      var query = new URLSearchParams(location.search);
      query.set('page', page);
      fetch('/institutions/rows?' + query.toString(), { credentials: 'same-origin' })
        .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer.status); })
        .then(function (text) { kept[page] = text; within(NEAR, fill); })
        .catch(function () { setTimeout(function () { waiting[page] = false; }, AGAIN); });
    }
    function show() {
      planned = false;
      within(NEAR, fill, empty);
      soon = soon || setTimeout(function () { soon = null; within(0, ask); within(AHEAD, ask); }, PATIENCE);
    }
    scroller.addEventListener('scroll', function () {
      if (!planned) { planned = true; requestAnimationFrame(show); }
    }, { passive: true });
    if (given > 1) { scroller.scrollTop = (given - 1) * size * HEIGHT; }
    show();
  }

  function dots(graph) {
    if (graph.dotsWired || !graph.on) { return; }
    graph.dotsWired = true;
    graph.on('plotly_click', function (event) {
      var point = event.points && event.points[0];
      if (point && typeof point.customdata === 'string' && point.customdata.charAt(0) === '/') {
        window.portal.go(new URL(point.customdata, location.href));
      }
    });
  }

  function narrow() {
    document.querySelectorAll('details.facets').forEach(function (facets) {
      if (facets.narrowed === undefined) { facets.narrowed = true; facets.open = WIDE.matches; }
    });
  }

  new MutationObserver(function () {
    narrow();
    var field = document.getElementById('register-q');
    if (field && !field.met) { field.met = true; refill(); }
    document.querySelectorAll('#register-map .js-plotly-plot').forEach(dots);
    document.querySelectorAll('[data-register]').forEach(function (box) {
      if (!box.met) { box.met = true; if (WIDE.matches) { lengthen(box); } }
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
