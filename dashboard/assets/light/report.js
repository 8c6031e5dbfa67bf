/* What the light pages gain where there is a script: one step at a time, a draft that lives in this tab only, the way out. */
(function () {
  'use strict';
  var KEY = 'report', form = document.getElementById('report');

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function one(selector, within) { return (within || document).querySelector(selector); }
  function drop() { try { sessionStorage.removeItem(KEY); } catch (error) { /* a browser that keeps nothing */ } }
  function say(words) { var live = document.getElementById('shell-live'); if (live) { live.textContent = words; } }

  /* the way out: another page at once, and this one is not what Back leads to */
  var escapes = [], gone = false;
  function leave() {
    var link = one('[data-leave]');
    gone = true; // hiding what is being typed in tells that it changed
    drop();
    document.body.hidden = true;
    document.title = '';
    location.replace(link.getAttribute('data-leave'));
  }
  document.addEventListener('click', function (event) {
    if (event.target.closest('[data-leave]')) { event.preventDefault(); leave(); }
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') { escapes = []; return; }
    var now = Date.now();
    escapes = escapes.filter(function (then) { return now - then < 3000; }).concat(now);
    if (escapes.length >= 3) { leave(); }
  });

  if (!form) {
    if (one('.receipt-number')) { drop(); }
    return;
  }

  /* the draft: in this tab alone, gone with it; the mark goes along, so that a second sending is the same report */
  var fields = all('input[name],select[name],textarea[name]', form).filter(function (field) {
    return field.type !== 'file' && field.name !== 'short' && field.name !== 'proof';
  });
  function save(sent) {
    if (gone) { return; }
    var kept = sent === true || once() ? { sent: ['1'] } : {};
    fields.forEach(function (field) {
      if (field.type === 'radio' || field.type === 'checkbox') {
        if (field.checked) { kept[field.name] = (kept[field.name] || []).concat(field.value); }
      } else if (field.value) { kept[field.name] = [field.value]; }
    });
    try { sessionStorage.setItem(KEY, JSON.stringify(kept)); } catch (error) { /* nothing to do */ }
  }
  function once() { try { return Boolean(JSON.parse(sessionStorage.getItem(KEY) || '{}').sent); } catch (error) { return false; } }
  function restore() {
    var kept = {};
    try { kept = JSON.parse(sessionStorage.getItem(KEY) || '{}'); } catch (error) { return; }
    fields.forEach(function (field) {
      var values = kept[field.name];
      if (!values || (!kept.sent && (field.name === 'attempt' || field.name === 'words'))) { return; }
      if (field.type === 'radio' || field.type === 'checkbox') { field.checked = values.indexOf(field.value) >= 0; }
      else if (field.name === 'institution') { chosen = values[0]; }
      else { field.value = values[0]; }
    });
  }

  /* institutions of the chosen area, found by name */
  var area = one('[name=area]', form), list = one('[name=institution]', form), chosen = list ? list.value : '';
  var search = one('[data-search]', form), options = list ? all('option', list).slice(1) : [];
  function fill() {
    if (!list) { return; }
    var wanted = (one('input', search).value || '').toLocaleLowerCase().trim();
    while (list.options.length > 1) { list.remove(1); }
    options.forEach(function (option) {
      if (!wanted || option.textContent.toLocaleLowerCase().indexOf(wanted) >= 0) { list.appendChild(option); }
    });
    list.value = chosen;
    if (list.selectedIndex < 0) { list.selectedIndex = 0; }
    search.hidden = options.length < 8;
  }
  function load() {
    if (!list) { return; }
    var code = area.value;
    options = [];
    fill();
    if (!code) { return; }
    fetch('/report/institutions?area=' + encodeURIComponent(code) + '&lang=' + document.documentElement.lang, { credentials: 'omit' })
      .then(function (answer) { return answer.json(); })
      .then(function (rows) {
        if (area.value !== code) { return; }
        options = rows.map(function (row) {
          var option = document.createElement('option');
          option.value = row[0];
          option.textContent = row[1];
          return option;
        });
        fill();
      }, function () { /* the place can be written */ });
  }
  if (list) {
    one('[data-show]', form).hidden = true;
    area.addEventListener('change', function () { chosen = ''; load(); });
    list.addEventListener('change', function () { chosen = list.value; });
    one('input', search).addEventListener('input', fill);
  }

  /* anonymous unless somebody wants to be reached */
  var anonymous = one('[data-anonymous]', form), reach = one('[data-reach]', form);
  function reached() {
    var hidden = one('input', anonymous).checked;
    reach.hidden = hidden;
    all('input', reach).forEach(function (field) { field.disabled = hidden; });
  }
  if (anonymous) {
    anonymous.hidden = false;
    one('input', anonymous).checked = !all('input', reach).some(function (field) { return field.value; });
    one('input', anonymous).addEventListener('change', reached);
  }

  /* reminders: what looks like a surname; too many or too large files */
  function remind(field, words) {
    var note = one('.reminder', field.parentNode);
    if (!words) { if (note) { note.remove(); } return; }
    if (!note) {
      note = document.createElement('p');
      note.className = 'reminder';
      note.setAttribute('role', 'status');
      field.after(note);
    }
    if (note.textContent !== words) { note.textContent = words; }
  }
  var surname = null;
  try { surname = new RegExp(form.getAttribute('data-surname') || '(?!)', 'u'); } catch (error) { /* an old browser */ }
  all('textarea', form).forEach(function (field) {
    if (field.name === 'alleged_text') { return; }
    field.addEventListener('input', function () {
      remind(field, surname && surname.test(field.value) ? form.getAttribute('data-surname-words') : '');
    });
  });
  var files = one('[name=files]', form);
  function tooMuch() {
    if (!files || !files.files) { return ''; }
    var size = Array.prototype.reduce.call(files.files, function (sum, file) { return sum + file.size; }, 0);
    if (files.files.length > 5) { return form.getAttribute('data-many'); }
    return size > 20 * 1024 * 1024 ? form.getAttribute('data-large') : '';
  }
  if (files) { files.addEventListener('change', function () { remind(files, tooMuch()); }); }

  /* one step at a time */
  var steps = form.getAttribute('data-report') === 'long' ? all('.step', form) : [], at = 0;
  var back = one('[data-back]', form), next = one('[data-next]', form), send = one('[data-send]', form);
  function show(number, quiet) {
    at = number;
    steps.forEach(function (step, place) { step.hidden = place !== at; });
    back.hidden = at === 0;
    next.hidden = at === steps.length - 1;
    send.hidden = !next.hidden;
    var line = document.getElementById('report-step');
    line.textContent = line.getAttribute('data-words').replace('{n}', at + 1) + ' \u00b7 ' + steps[at].getAttribute('data-step');
    all('.progress-bars i').forEach(function (bar, place) { bar.className = place <= at ? 'past' : ''; });
    all('.other-form').forEach(function (other) { other.hidden = at > 0; });
    if (quiet) { return; }
    window.scrollTo(0, 0);
    one('.step-title', steps[at]).focus({ preventScroll: true });
  }
  if (steps.length) {
    one('.report-progress').hidden = false;
    document.body.classList.add('stepped');
    back.addEventListener('click', function () { show(at - 1); });
    next.addEventListener('click', function () { save(); show(at + 1); });
    form.addEventListener('keydown', function (event) {
      if (event.key === 'Enter' && event.target.tagName === 'INPUT' && at < steps.length - 1) { event.preventDefault(); next.click(); }
    });
    var wrong = one('.form-field.wrong', form), first = wrong ? steps.indexOf(wrong.closest('.step')) : 0;
    show(Math.max(first, 0), true);
    all('.form-errors a').forEach(function (link) {
      link.addEventListener('click', function (event) {
        var field = one(link.getAttribute('href')), place = field ? steps.indexOf(field.closest('.step')) : -1;
        if (place < 0) { return; }
        event.preventDefault();
        show(place, true);
        var target = field.matches('input,select,textarea') ? field : one('input,select,textarea', field);
        (target || field).focus();
      });
    });
  }

  if (!form.hasAttribute('data-again')) { restore(); }
  if (anonymous) {
    if (all('input', reach).some(function (field) { return field.value; })) { one('input', anonymous).checked = false; }
    reached();
  }
  if (list && area.value && (!options.length || (chosen && list.value !== chosen))) { load(); }
  form.addEventListener('input', save);
  form.addEventListener('change', save);
  var summary = one('.form-errors[role=alert]');
  if (summary) { summary.tabIndex = -1; summary.focus({ preventScroll: true }); summary.scrollIntoView({ block: 'center' }); }

  /* one sending */
  form.addEventListener('submit', function (event) {
    if (send.getAttribute('aria-disabled') === 'true') { event.preventDefault(); return; }
    if (tooMuch()) { event.preventDefault(); remind(files, tooMuch()); files.focus(); return; }
    save(true);
    send.setAttribute('aria-disabled', 'true');
    send.setAttribute('data-words', send.textContent);
    send.textContent = form.getAttribute('data-sending');
    say(form.getAttribute('data-sending'));
  });
  window.addEventListener('pageshow', function (event) {
    if (event.persisted && send.getAttribute('data-words')) {
      send.removeAttribute('aria-disabled');
      send.textContent = send.getAttribute('data-words');
    }
  });

  /* a proof of work, a little at a time: where very many reports come from one network it tells people from programs */
  var ROUND = [], START = [];
  (function () {
    for (var number = 2, found = 0; found < 64; number++) {
      var prime = true;
      for (var divisor = 2; divisor * divisor <= number; divisor++) { if (number % divisor === 0) { prime = false; break; } }
      if (!prime) { continue; }
      if (found < 8) { START.push((Math.sqrt(number) % 1) * 4294967296 | 0); }
      ROUND.push((Math.cbrt(number) % 1) * 4294967296 | 0);
      found++;
    }
  })();
  function zeros(text) {
    var words = new Int32Array(64), length = text.length, block = Math.ceil((length + 9) / 64) * 16, data = new Int32Array(block), hash = START.slice();
    for (var place = 0; place < length; place++) { data[place >> 2] |= text.charCodeAt(place) << (24 - (place % 4) * 8); }
    data[length >> 2] |= 0x80 << (24 - (length % 4) * 8);
    data[block - 1] = length * 8;
    for (var start = 0; start < block; start += 16) {
      var now = hash.slice();
      for (var i = 0; i < 64; i++) {
        if (i < 16) { words[i] = data[start + i]; } else {
          var x = words[i - 15], y = words[i - 2];
          words[i] = (words[i - 16] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + words[i - 7] + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10)) | 0;
        }
        var e = now[4], a = now[0];
        var t1 = (now[7] + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + ((e & now[5]) ^ (~e & now[6])) + ROUND[i] + words[i]) | 0;
        var t2 = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + ((a & now[1]) ^ (a & now[2]) ^ (now[1] & now[2]))) | 0;
        now = [(t1 + t2) | 0, now[0], now[1], now[2], (now[3] + t1) | 0, now[4], now[5], now[6]];
      }
      for (var part = 0; part < 8; part++) { hash[part] = (hash[part] + now[part]) | 0; }
    }
    return Math.clz32(hash[0]);
  }
  var attempt = one('[name=attempt]', form), proof = one('[name=proof]', form), tried = 0;
  (function work() {
    for (var until = tried + 300; tried < until; tried++) {
      if (zeros(attempt.value + ':' + tried) >= 16) { proof.value = String(tried); return; }
    }
    setTimeout(work, 8);
  })();
})();
