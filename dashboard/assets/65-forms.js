// What forms gain where there is a script: showing a password, copying and printing; the account's menu closes itself.
(function () {
  'use strict';

  function reveal(line) {
    var button = document.createElement('button'), icon = document.createElement('i');
    button.type = 'button';
    button.className = 'button ghost';
    button.setAttribute('aria-pressed', 'false');
    icon.className = 'bi bi-eye';
    icon.setAttribute('aria-hidden', 'true');
    button.append(icon, line.getAttribute('data-reveal'));
    button.addEventListener('click', function () {
      var shown = line.type === 'password';
      line.type = shown ? 'text' : 'password';
      icon.className = shown ? 'bi bi-eye-slash' : 'bi bi-eye';
      button.setAttribute('aria-pressed', String(shown));
    });
    line.after(button);
    if (line.form) { line.form.addEventListener('submit', function () { line.type = 'password'; }); }
  }

  function copy(button) {
    var lines = Array.from(document.getElementById(button.getAttribute('data-copy')).children);
    var text = lines.map(function (line) { return line.textContent; }).join('\n');
    navigator.clipboard.writeText(text).then(function () { window.portal.say(button.getAttribute('data-done')); });
  }

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-reveal]').forEach(reveal);
    document.querySelectorAll('[data-print]').forEach(function (button) { button.hidden = false; });
    if (navigator.clipboard && window.isSecureContext) {
      document.querySelectorAll('[data-copy]').forEach(function (button) { button.hidden = false; });
    }
  });

  document.addEventListener('click', function (event) {
    var button = event.target.closest('button');
    document.querySelectorAll('details.account[open]').forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
    if (button && button.hasAttribute('data-copy')) { copy(button); }
    if (button && button.hasAttribute('data-print')) { window.print(); }
  });

  document.addEventListener('keydown', function (event) {
    var menu = document.querySelector('details.account[open]');
    if (event.key === 'Escape' && menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });
})();
