/* Area maps by keyboard and pointer: one tab stop, arrows move to the neighbour that way, Enter or a click opens it. */
(function () {
  'use strict';
  var SIDES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  function areas(graph) {
    return (graph.data || []).map(function (trace, index) { return { trace: trace, index: index, meta: trace.meta }; })
      .filter(function (one) { return one.meta && one.meta.href && one.meta.at; });
  }

  function open(one) { if (one) { window.portal.go(new URL(one.meta.href, location.href)); } }

  function path(graph, index) {
    var trace = graph._fullData && graph._fullData[index];
    var group = trace && graph.querySelector('.scatterlayer .trace' + trace.uid);
    return group && group.querySelector('.fills path.js-fill');
  }

  function mark(graph, one) {
    graph.querySelectorAll('.map-focus').forEach(function (old) { old.remove(); });
    var source = one && path(graph, one.index);
    if (!source) { return; }
    var copy = source.cloneNode(false);
    copy.setAttribute('class', 'map-focus');
    copy.removeAttribute('style');
    source.closest('.scatterlayer').appendChild(copy);
  }

  function neighbour(all, from, side) {
    var best = null, least = Infinity;
    all.forEach(function (one) {
      var dx = one.meta.at[0] - from.meta.at[0], dy = one.meta.at[1] - from.meta.at[1];
      var along = dx * side[0] + dy * side[1], across = Math.abs(dx * side[1]) + Math.abs(dy * side[0]);
      if (one === from || along <= 0 || across > along * 2) { return; }
      var far = along + across * 1.5;
      if (far < least) { least = far; best = one; }
    });
    return best;
  }

  function wire(graph) {
    if (graph.mapWired || !graph.on) { return; }
    graph.mapWired = true;
    var root = graph.closest('[data-area-map]'), box = document.createElement('div'), live = document.createElement('div');
    box.className = 'map-keys';
    box.tabIndex = 0;
    box.setAttribute('role', 'application');
    box.setAttribute('aria-label', root.getAttribute('data-area-map'));
    live.className = 'visually-hidden';
    live.setAttribute('aria-live', 'polite');
    box.appendChild(live);
    root.appendChild(box);
    var current = null;
    function now() { return areas(graph).find(function (one) { return one.meta.code === current; }) || null; }
    function move(one) {
      if (!one) { return; }
      current = one.meta.code;
      mark(graph, one);
      live.textContent = one.meta.spoken;
    }
    box.addEventListener('keydown', function (event) {
      var all = areas(graph), here = now();
      if (SIDES[event.key]) { move(here ? neighbour(all, here, SIDES[event.key]) : all[0]); }
      else if (event.key === 'Home') { move(all[0]); }
      else if (event.key === 'End') { move(all[all.length - 1]); }
      else if (event.key === 'Enter' || event.key === ' ') { open(here); }
      else { return; }
      event.preventDefault();
    });
    box.addEventListener('focus', function () { mark(graph, now()); });
    box.addEventListener('blur', function () { mark(graph, null); });
    graph.on('plotly_afterplot', function () { mark(graph, document.activeElement === box ? now() : null); });
    graph.on('plotly_click', function (event) {
      var point = event.points && event.points[0];
      if (point) { open(areas(graph).find(function (one) { return one.index === point.curveNumber; })); }
    });
  }

  new MutationObserver(function () {
    document.querySelectorAll('[data-area-map] .js-plotly-plot').forEach(wire);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
