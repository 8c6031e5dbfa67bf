/* Years that play: every step came with the figure (layouts/figures/frames.py), so nothing is asked of the server. */
(function () {
  'use strict';
  var STEP = 1200;

  function wire(box) {
    if (box.playerWired) { return; }
    box.playerWired = true;
    var card = box.closest('.figure-card'), slider = box.querySelector('.year-slider'), button = box.querySelector('.play');
    var shown = box.querySelector('.year-shown'), link = box.querySelector('.year-link'), timer = null;
    var start = Number(box.getAttribute('data-player')), before = {};

    function graph() { return card.querySelector('.js-plotly-plot'); }
    function frames() { var found = graph(); return found && found.layout && found.layout.meta; }

    function words(step, number) {
      var title = card.querySelector('h2'), sub = card.querySelector('.sub');
      if (before.title === undefined && title && sub) { before = { title: title.textContent, sub: sub.textContent }; }
      slider.value = number;
      slider.setAttribute('aria-valuetext', step.said || step.day);
      shown.textContent = step.said || step.day;
      link.href = step.href;
      link.hidden = number === start;
      if (!step.title || !title || !sub) { return; }
      title.textContent = number === start ? before.title : step.title;
      sub.textContent = number === start ? before.sub : before.sub.replace(frames().steps[start].day, step.day);
    }

    function show(number) {
      var told = frames(), step = told && told.steps && told.steps[number];
      if (!step) { return; }
      words(step, number);
      if (told.kind === 'map') { map(graph(), told, step, card); } else { line(graph(), step); }
    }

    function stop() {
      clearInterval(timer);
      timer = null;
      face(button, 'play-fill', button.getAttribute('data-stopped'));
    }
    function play() {
      face(button, 'pause-fill', button.getAttribute('data-play'));
      if (Number(slider.value) >= Number(slider.max)) { show(0); }
      timer = setInterval(function () {
        if (!box.isConnected || Number(slider.value) >= Number(slider.max)) { stop(); return; }
        show(Number(slider.value) + 1);
      }, STEP);
    }
    slider.addEventListener('input', function () { if (timer) { stop(); } show(Number(slider.value)); });
    button.addEventListener('click', function () { if (timer) { stop(); } else { play(); } });
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) { still(box, card, graph, frames); }
  }

  function face(button, icon, words) {
    button.querySelector('i').className = 'bi bi-' + icon;
    button.querySelector('span').textContent = words;
  }

  function map(graph, told, step, card) {
    var data = graph.data.map(function (trace, index) {
      var area = step.areas[index];
      if (!area) { return trace; }
      var meta = Object.assign({}, trace.meta, { spoken: area[1].split('<br>').join('. ') });
      return Object.assign({}, trace, told.fills[area[0]], { text: area[1], meta: meta });
    });
    var notes = step.labels.map(function (label) {
      return Object.assign({ x: label[0], y: label[1], text: label[2] }, told.styles[label[3]]);
    });
    window.Plotly.react(graph, data, Object.assign({}, graph.layout, { annotations: notes }), graph._context);
    var legend = card.querySelector('.legend');
    if (legend && step.legend) { legend.outerHTML = step.legend; }
  }

  function line(graph, step) {
    var shapes = (graph.layout.shapes || []).filter(function (shape) { return shape.name !== 'player'; });
    shapes.push({ name: 'player', type: 'line', x0: step.at, x1: step.at, yref: 'paper', y0: 0, y1: 1, line: { color: '#B35C00', width: 2 } });
    window.Plotly.relayout(graph, { shapes: shapes });
  }

  /* Without motion: a small map for every year, side by side. */
  function still(box, card, graph, frames) {
    var told = frames();
    if (!told || told.kind !== 'map') { setTimeout(function () { if (box.isConnected && !told) { still(box, card, graph, frames); } }, 300); return; }
    var list = document.createElement('ul'), shapes = graph().data, range = graph().layout;
    var left = range.xaxis.range[0], right = range.xaxis.range[1], low = range.yaxis.range[0], high = range.yaxis.range[1];
    list.className = 'still-years';
    list.setAttribute('aria-label', box.getAttribute('data-still'));
    told.steps.forEach(function (step) {
      var paths = step.areas.map(function (area, index) {
        return '<path d="' + path(shapes[index], high) + '" fill="' + told.fills[area[0]].fillcolor + '" stroke="#fff" stroke-width="1.5"></path>';
      });
      var item = document.createElement('li');
      item.innerHTML = '<figure><svg aria-hidden="true" viewBox="' + left + ' 0 ' + (right - left) + ' ' + (high - low) + '">' + paths.join('') + '</svg><figcaption></figcaption></figure>';
      item.querySelector('figcaption').textContent = step.day;
      list.appendChild(item);
    });
    box.after(list);
  }

  function path(trace, high) {
    var parts = '', open = false;
    trace.x.forEach(function (x, index) {
      if (x === null) { open = false; return; }
      parts += (open ? 'L' : 'M') + Math.round(x) + ' ' + Math.round(high - trace.y[index]);
      open = true;
    });
    return parts;
  }

  new MutationObserver(function () {
    document.querySelectorAll('[data-player]').forEach(wire);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
