/* PNG and SVG of a card: a copy of its figure with title, subtitle, source and release inside. */
(function () {
  'use strict';
  var WIDTH = 1200, HEIGHT = 800, TOP = 110, BOTTOM = 70;

  function wrap(words, length) {
    var lines = [''];
    words.split(' ').forEach(function (word) {
      var last = lines[lines.length - 1];
      if ((last + ' ' + word).length > length && last) { lines.push(word); } else { lines[lines.length - 1] = last ? last + ' ' + word : word; }
    });
    return lines.join('<br>');
  }

  function text(card, selector) {
    var node = card.querySelector(selector);
    return node ? node.textContent.trim() : '';
  }

  function source(card) {
    return Array.prototype.map.call(card.querySelectorAll('.foot p'), function (line) {
      var copy = line.cloneNode(true);
      copy.querySelectorAll('a').forEach(function (link) { link.remove(); });
      return copy.textContent.trim();
    }).join(' \u00B7 ');
  }

  function note(words, y, size, anchor, weight) {
    return { text: words, xref: 'paper', yref: 'paper', x: 0, y: y, xanchor: 'left', yanchor: anchor, align: 'left', showarrow: false,
      font: { size: size, color: '#14202E', weight: weight || 400 } };
  }

  function legend(card) {
    var lines = [];
    card.querySelectorAll('.legend li').forEach(function (item) {
      var steps = item.querySelectorAll('.ramp-step');
      if (!steps.length) { lines.push(item.textContent.trim()); }
      steps.forEach(function (step) { lines.push('<span style="color:' + step.querySelector('.step').style.background + '">\u25A0</span> ' + step.title); });
    });
    return lines;
  }

  function figure(card, graph) {
    var layout = JSON.parse(JSON.stringify(graph.layout)), plot = HEIGHT - TOP - BOTTOM;
    layout.width = WIDTH;
    layout.height = HEIGHT;
    layout.autosize = false;
    layout.paper_bgcolor = '#FFFFFF';
    var margin = layout.margin || {};
    layout.margin = { l: Math.max(margin.l || 0, 30), r: Math.max(margin.r || 0, 30), t: TOP, b: BOTTOM + (margin.b || 0) };
    var notes = (layout.annotations || []).filter(function (one) { return one.name !== 'narrow'; });
    plot = HEIGHT - layout.margin.t - layout.margin.b;
    notes.push(note(wrap(text(card, 'h2'), 80), 1 + (TOP - 12) / plot, 24, 'top', 700));
    notes.push(note(wrap(text(card, '.sub'), 140), 1 + 12 / plot, 15, 'bottom'));
    notes.push(note(wrap(source(card), 165), -(layout.margin.b - 8) / plot, 13, 'bottom'));
    var lines = legend(card);
    if (lines.length) { notes.push(note(lines.join('<br>'), 0.01, 13, 'bottom')); }
    layout.annotations = notes;
    return { data: JSON.parse(JSON.stringify(graph.data)), layout: layout };
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('button[data-export]');
    if (!button || !window.Plotly) { return; }
    var card = document.getElementById(button.getAttribute('data-card')), graph = card.querySelector('.js-plotly-plot');
    var format = button.getAttribute('data-export'), title = text(card, 'h2');
    if (!graph) { return; }
    window.Plotly.toImage(figure(card, graph), { format: format, width: WIDTH, height: HEIGHT, scale: format === 'png' ? 2 : 1 }).then(function (address) {
      var link = document.createElement('a');
      link.href = address;
      link.download = card.id + '.' + format;
      link.setAttribute('data-full', '1');
      document.body.appendChild(link);
      link.click();
      link.remove();
      window.portal.say(title);
    });
  });
})();
