/* The editor in Studio: gathers the form, sends it as JSON, and shows what is wrong where it is wrong.
   One global, `MentoringStudio`; `element` may be a DOM node or a jQuery object. */
(function () {
  'use strict';

  function cookie(name) {
    var found = document.cookie.split('; ').filter(function (pair) { return pair.indexOf(name + '=') === 0; })[0];
    return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
  }

  function each(list, action) { Array.prototype.forEach.call(list, action); }

  /** The named inputs of one part, rows left out, as a plain object. */
  function values(part) {
    var out = {};
    each(part.querySelectorAll('input[name], textarea[name], select[name]'), function (input) {
      var row = input.closest('[data-mn-row]');
      if (row !== (part.matches('[data-mn-row]') ? part : null)) { return; }
      out[input.name] = input.type === 'checkbox' ? input.checked : input.value;
    });
    return out;
  }

  /** The whole form: its own fields, and each list of rows as a list of objects. */
  function gather(form) {
    var out = values(form);
    each(form.querySelectorAll('[data-mn-rows]'), function (list) {
      var rows = [];
      each(list.querySelector('[data-mn-list]').children, function (row) { rows.push(values(row)); });
      out[list.dataset.mnRows] = rows;
    });
    return out;
  }

  function post(url, value) {
    return fetch(url, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': cookie('csrftoken') },
      body: JSON.stringify(value),
    });
  }

  window.MentoringStudio = function MentoringStudio(runtime, element, args) {
    var root = element.jquery ? element[0] : element;
    var form = root.querySelector('[data-mn-editor]');
    var status = form.querySelector('[data-mn-status]');
    var made = 0;

    function say(what) { status.textContent = status.dataset[what] || ''; }

    function show(markup) {
      var box = form.querySelector('[data-mn-form]');
      box.innerHTML = markup;
      var first = box.querySelector('[aria-invalid="true"], [role="alert"]');
      if (first && first.matches('[role="alert"]')) { first.setAttribute('tabindex', '-1'); }
      var closed = first && first.closest('details');
      if (closed) { closed.open = true; }
      if (first) { first.focus(); }
    }

    function failed(what) {
      say(what);
      runtime.notify('error', { title: status.dataset[what], message: status.dataset[what] });
    }

    function save(event) {
      event.preventDefault();
      say('saving');
      runtime.notify('save', { state: 'start', message: status.dataset.saving });
      post(args.save, gather(form)).then(function (answer) {
        if (answer.ok) { say(''); runtime.notify('save', { state: 'end' }); return null; }
        if (answer.status === 403) { failed('refused'); return null; }
        if (answer.status !== 422) { failed('failed'); return null; }
        return answer.text().then(function (markup) { show(markup); failed('wrong'); });
      }, function () { failed('failed'); });
    }

    function start() {
      post(args.start, gather(form)).then(function (answer) {
        if (!answer.ok) { failed(answer.status === 403 ? 'refused' : 'failed'); return null; }
        return answer.text().then(function (markup) {
          show(markup);
          form.querySelector('input, textarea, select').focus();
        });
      }, function () { failed('failed'); });
    }

    function add(list) {
      made += 1;
      var copy = document.importNode(list.querySelector('template').content, true);
      each(copy.querySelectorAll('[id], [for], [aria-describedby]'), function (node) {
        ['id', 'for', 'aria-describedby'].forEach(function (name) {
          if (node.hasAttribute(name)) { node.setAttribute(name, node.getAttribute(name).replace(/NEW/g, 'new' + made)); }
        });
      });
      var row = copy.querySelector('[data-mn-row]');
      list.querySelector('[data-mn-list]').appendChild(copy);
      row.querySelector('input:not([type="hidden"]), textarea').focus();
      say('added');
    }

    function remove(row) {
      var next = row.nextElementSibling || row.previousElementSibling;
      var list = row.closest('[data-mn-rows]');
      row.remove();
      (next ? next.querySelector('[data-mn-remove]') : list.querySelector('[data-mn-add]')).focus();
      say('removed');
    }

    function move(row, button, up) {
      var other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other) { return; }
      row.parentNode.insertBefore(up ? row : other, up ? other : row);
      button.focus();
      say('moved');
    }

    form.addEventListener('submit', save);
    form.addEventListener('click', function (event) {
      var button = event.target.closest('button');
      if (!button) { return; }
      var row = button.closest('[data-mn-row]');
      if (button.matches('[data-mn-cancel]')) { runtime.notify('cancel', {}); }
      if (button.matches('[data-mn-start]')) { start(); }
      if (button.matches('[data-mn-add]')) { add(button.closest('[data-mn-rows]')); }
      if (button.matches('[data-mn-remove]')) { remove(row); }
      if (button.matches('[data-mn-up]')) { move(row, button, true); }
      if (button.matches('[data-mn-down]')) { move(row, button, false); }
    });
  };
}());
