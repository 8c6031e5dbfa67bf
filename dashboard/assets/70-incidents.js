/* The officers' queue lives: what is new appears, deadlines count on, a sound and keys for who wants them. */
(function () {
  'use strict';
  var EVERY = 1000, HIDDEN = 10000, WHOLE = 60000, MINUTE = 60000, HOUR = 3600000, DAY = 86400000, NEAR = 6 * HOUR;
  var LOOKS = { overdue: 'alarm-fill', soon: 'hourglass-split', calm: 'check-circle' };
  var board, offset = 0, number = 0, failures = 0, fresh = 0, known = {}, title = '', lastWhole = 0, lastUsed = Date.now(), sounding = null;

  function byId(id) { return document.getElementById(id); }
  function told(name) { return board.getAttribute('data-' + name) || ''; }
  function kept(name, otherwise) { try { return localStorage.getItem('incidents.' + name) || otherwise; } catch (error) { return otherwise; } }
  function keep(name, value) { try { localStorage.setItem('incidents.' + name, value); } catch (error) { /* a browser that keeps nothing */ } }

  /* deadlines */
  function length(time) {
    var hours = time >= HOUR, days = time >= 2 * DAY;
    var count = days ? Math.floor(time / DAY) : hours ? Math.floor(time / HOUR) : Math.max(1, Math.floor(time / MINUTE));
    return told(days ? 'days' : hours ? 'hours' : 'minutes').replace('{number}', count);
  }
  function tick() {
    var now = Date.now() + offset;
    document.querySelectorAll('.due-pill[data-due]').forEach(function (pill) {
      var left = Date.parse(pill.getAttribute('data-due')) - now, atOnce = pill.hasAttribute('data-at-once');
      var look = atOnce ? (left > -HOUR ? 'soon' : 'overdue') : left <= 0 ? 'overdue' : pill.hasAttribute('data-today') || left <= NEAR ? 'soon' : 'calm';
      var words = atOnce && look === 'soon' ? told('at-once') : told(look === 'overdue' ? 'over' : 'left').replace('{time}', length(Math.abs(left)));
      var span = pill.querySelector('span');
      if (span.textContent !== words) { span.textContent = words; }
      if (!pill.classList.contains(look)) {
        pill.className = 'due-pill ' + look;
        pill.querySelector('.bi').className = 'bi bi-' + LOOKS[look];
      }
    });
  }

  /* what has changed */
  function address(whole) {
    var query = new URLSearchParams({ since: number, state: told('state'), mine: told('mine'), q: told('search'), case: told('chosen') });
    if (whole) { query.set('whole', '1'); }
    if (Date.now() - lastUsed < MINUTE) { query.set('used', '1'); }
    return '/incidents/changes?' + query;
  }
  function poll() {
    var whole = Date.now() - lastWhole > WHOLE;
    if (whole) { lastWhole = Date.now(); }
    fetch(address(whole), { headers: { Accept: 'application/json' }, cache: 'no-store', redirect: 'manual' }).then(function (answer) {
      if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 404) { return gone(); }
      if (!answer.ok) { throw new Error('no answer'); }
      return answer.json().then(show);
    }).then(function (over) { failures = 0; if (!over) { byId('incidents-lost').hidden = true; next(); } }, function () {
      failures += 1;
      if (failures > 3) { byId('incidents-lost').hidden = false; }
      next();
    });
  }
  function next() { setTimeout(poll, document.hidden ? HIDDEN : Math.min(EVERY * Math.pow(2, failures), 30000)); }
  function gone() {
    var line = byId('incidents-lost');
    line.querySelector('span').textContent = told('signed-out');
    line.hidden = false;
    return true;
  }
  function show(answer) {
    offset = Date.parse(answer.now) - Date.now();
    if (answer.parts) {
      put('incidents-head', answer.parts['incidents-head']);
      put('incidents-tabs', answer.parts['incidents-tabs']);
      putQueue(answer.parts['incidents-queue']);
      if (answer.changed.indexOf(told('chosen')) >= 0) { putPanel(answer.parts['incidents-panel']); }
      announce(answer);
    }
    number = answer.number;
    tick();
  }
  function put(id, markup) {
    var part = byId(id), focused = part.contains(document.activeElement) && document.activeElement;
    var mark = focused && (focused.id ? '#' + CSS.escape(focused.id) : focused.getAttribute('href') ? 'a[href="' + CSS.escape(focused.getAttribute('href')) + '"]' : '');
    if (part.innerHTML === markup) { return; }
    part.innerHTML = markup;
    var again = mark && part.querySelector(mark);
    if (again) { again.focus({ preventScroll: true }); }
  }
  function putQueue(markup) {
    var ticked = Array.from(document.querySelectorAll('#incidents-queue input:checked')).map(function (box) { return box.id; });
    put('incidents-queue', markup);
    ticked.forEach(function (id) { var box = byId(id); if (box) { box.checked = true; } });
  }
  function typing(panel) {
    return panel.contains(document.activeElement) && /^(TEXTAREA|SELECT|INPUT)$/.test(document.activeElement.tagName) ||
      Array.from(panel.querySelectorAll('textarea, input:not([type=hidden]), select')).some(function (field) {
        if (field.tagName === 'SELECT') { return Array.from(field.options).some(function (one) { return one.selected !== one.defaultSelected && one.selected && one.value; }); }
        return field.value !== field.defaultValue;
      });
  }
  function putPanel(markup) {
    var panel = byId('incidents-panel');
    if (!typing(panel)) { return putFolded(panel, markup); }
    if (panel.querySelector('.panel-changed')) { return; }
    var box = document.createElement('div'), words = document.createElement('p'), button = document.createElement('button');
    box.className = 'panel-changed';
    box.setAttribute('role', 'status');
    words.textContent = told('say-panel');
    button.type = 'button';
    button.className = 'button';
    button.textContent = told('say-show');
    button.addEventListener('click', function () { location.reload(); });
    box.append(words, button);
    panel.prepend(box);
  }
  function putFolded(panel, markup) {
    var open = Array.from(panel.querySelectorAll('details[open]')).map(function (part) { return part.id; });
    put(panel.id, markup);
    open.forEach(function (id) { var part = byId(id); if (part) { part.open = true; } });
  }
  function announce(answer) {
    var arrived = Object.keys(answer.new).filter(function (id) { return !known[id]; });
    arrived.forEach(function (id) {
      known[id] = true;
      var row = document.querySelector('#incidents-queue tr[data-case="' + CSS.escape(id) + '"]');
      if (row) { row.classList.add('fresh'); }
    });
    if (arrived.length) {
      fresh += arrived.length;
      document.title = '(' + fresh + ') ' + title;
      window.portal.say(told('say-new').replace('{number}', fresh));
      beep();
    } else if (answer.changed.length) { window.portal.say(told('say-changed')); }
    bell(answer.unread);
  }
  function bell(count) {
    var summary = document.querySelector('.bell > summary'), shown = summary && summary.querySelector('.bell-count');
    if (!summary || !count) { return; }
    if (!shown) {
      shown = document.createElement('b');
      shown.className = 'bell-count';
      shown.setAttribute('aria-hidden', 'true');
      summary.append(shown);
    }
    shown.textContent = count < 100 ? count : '99+';
  }
  function seen() {
    lastUsed = Date.now();
    if (fresh && !document.hidden) { fresh = 0; document.title = title; }
  }

  /* the sound: two notes, made here; a browser lets a page sound only after it was touched */
  function beep() {
    if (kept('sound', 'on') !== 'on') { return; }
    try {
      sounding = sounding || new AudioContext();
      if (sounding.state !== 'running') { return; }
      [660, 880].forEach(function (pitch, place) {
        var note = sounding.createOscillator(), gain = sounding.createGain(), at = sounding.currentTime + place * 0.18;
        note.frequency.value = pitch;
        gain.gain.setValueAtTime(0.0001, at);
        gain.gain.exponentialRampToValueAtTime(0.15, at + 0.02);
        gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
        note.connect(gain).connect(sounding.destination);
        note.start(at);
        note.stop(at + 0.17);
      });
      board.setAttribute('data-sounded', String(Number(told('sounded')) + 1));
    } catch (error) { /* a device without sound */ }
  }
  function allowSound() {
    try {
      sounding = sounding || new AudioContext();
      if (sounding.state === 'suspended') { sounding.resume(); }
    } catch (error) { /* a device without sound */ }
  }
  function showSound() {
    var button = byId('incidents-sound'), on = kept('sound', 'on') === 'on';
    button.hidden = false;
    button.setAttribute('aria-pressed', String(on));
    button.querySelector('.bi').className = 'bi bi-' + (on ? 'volume-up' : 'volume-mute');
  }

  /* keys */
  function showKeys() {
    var off = kept('keys', 'on') !== 'on', button = byId('incidents-keys');
    byId('incidents-help-open').hidden = false;
    button.setAttribute('aria-pressed', String(off));
    button.textContent = button.getAttribute(off ? 'data-on' : 'data-off');
  }
  function rows() { return Array.from(document.querySelectorAll('#incidents-queue tr[data-case]')); }
  function present() {
    var all = rows(), focused = document.activeElement.closest && document.activeElement.closest('tr[data-case]');
    return all.indexOf(focused) >= 0 ? all.indexOf(focused) : all.findIndex(function (row) { return row.getAttribute('data-case') === told('chosen'); });
  }
  function step(by) {
    var all = rows(), at = present();
    var row = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
    if (row) { row.querySelector('th a').focus(); row.scrollIntoView({ block: 'nearest' }); }
  }
  function assign() {
    var row = rows()[present()], button = byId('assign-me'), id = row && row.getAttribute('data-case');
    if (button && (!id || id === told('chosen'))) { button.click(); return; }
    if (id && told('me')) { post('/incidents/' + id + '/assign', { seen: row.getAttribute('data-seen'), back: told('state'), 'assign-person': told('me') }); }
  }
  function post(action, fields) {
    var form = document.createElement('form');
    form.method = 'post';
    form.action = action;
    Object.keys(fields).forEach(function (name) {
      var field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = fields[name];
      form.append(field);
    });
    document.body.append(form);
    form.submit();
  }
  var KEYS = { j: function () { step(1); }, k: function () { step(-1); }, a: assign, '?': function () { byId('incidents-help').showModal(); } };
  function pressed(event) {
    seen();
    var inField = event.target.closest && event.target.closest('input:not([type=checkbox]), textarea, select, dialog, [contenteditable]');
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField || kept('keys', 'on') !== 'on') { return; }
    if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
  }
  function clicked(event) {
    seen();
    allowSound();
    var button = event.target.closest && event.target.closest('button');
    if (!button) { return; }
    if (button.id === 'incidents-sound') { keep('sound', kept('sound', 'on') === 'on' ? 'off' : 'on'); showSound(); }
    if (button.id === 'incidents-keys') { keep('keys', kept('keys', 'on') === 'on' ? 'off' : 'on'); showKeys(); }
    if (button.id === 'incidents-help-open') { byId('incidents-help').showModal(); }
  }

  document.addEventListener('DOMContentLoaded', function () {
    board = byId('incidents');
    if (!board) { return; }
    title = document.title;
    number = Number(told('number'));
    offset = Date.parse(told('now')) - Date.now();
    lastWhole = Date.now();
    told('known').split(' ').forEach(function (id) { known[id] = true; });
    showSound();
    showKeys();
    document.addEventListener('keydown', pressed);
    document.addEventListener('click', clicked);
    document.addEventListener('pointermove', seen, { passive: true });
    setInterval(tick, 1000);
    next();
  });
})();
