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
      belong();
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

    function start(chosen) {
      post(args.start, Object.assign(gather(form), { preset: chosen })).then(function (answer) {
        if (!answer.ok) { failed(answer.status === 403 ? 'refused' : 'failed'); return null; }
        return answer.text().then(function (markup) {
          show(markup);
          form.querySelector('input, textarea, select').focus();
        });
      }, function () { failed('failed'); });
    }

    function append(list) {
      made += 1;
      var copy = document.importNode(list.querySelector('template').content, true);
      each(copy.querySelectorAll('[id], [for], [aria-describedby]'), function (node) {
        ['id', 'for', 'aria-describedby'].forEach(function (name) {
          if (node.hasAttribute(name)) { node.setAttribute(name, node.getAttribute(name).replace(/NEW/g, 'new' + made)); }
        });
      });
      var row = copy.querySelector('[data-mn-row]');
      var key = row.querySelector('[name="key"]');
      if (key) { key.value = 'row:' + made; }
      list.querySelector('[data-mn-list]').appendChild(copy);
      return row;
    }

    function add(list) {
      var row = append(list);
      var before = row.previousElementSibling && row.previousElementSibling.querySelector('[name="frame"]');
      if (before) { row.querySelector('[name="frame"]').append(new Option('', before.value, true, true)); }
      belong();
      row.querySelector('input:not([type="hidden"]), textarea').focus();
      say('added');
    }

    /** What questions call a prompt by: its id, or the key that a new one has. */
    function reference(row) { return row.querySelector('[name="id"]').value || row.querySelector('[name="key"]').value; }

    function prompts() { return form.querySelectorAll('[data-mn-rows="frames"] > [data-mn-list] > [data-mn-row]'); }

    /** Questions belong to prompts as they stand in the form now. Where there is one, nothing is to be chosen. */
    function belong() {
      each(form.querySelectorAll('[data-mn-list] select[name="frame"]'), function (select) {
        var chosen = select.value;
        select.textContent = '';
        each(prompts(), function (row) {
          var words = written(row) || row.querySelector('[data-mn-words]').textContent;
          select.append(new Option(words, reference(row), false, reference(row) === chosen));
        });
        select.closest('.mn-field').hidden = select.options.length < 2;
      });
    }

    /** The words of a row as they are compared: without a difference of capitals and spaces. */
    function same(words) { return words.trim().replace(/\s+/g, ' ').toLocaleLowerCase(); }

    /** Lines, as they come from a mail or a spreadsheet, become rows; those whose words are there already do not. */
    function paste(list) {
      var box = list.querySelector('[data-mn-lines]');
      var single = list.querySelector('[data-mn-lines-in]').value;
      var there = { en: {}, fi: {} };
      var fresh = 0;
      var known = 0;
      each(list.querySelectorAll('[data-mn-list] input[name^="name__"]'), function (input) {
        if (input.value.trim()) { there[input.name.slice(6)][same(input.value)] = true; }
      });
      each(box.value.split(/[\r\n]+/), function (line) {
        var columns = line.split('\t');
        var words = { en: '', fi: '' };
        if (!line.trim()) { return; }
        if (columns.length > 1) { words = { en: columns[0].trim(), fi: columns[1].trim() }; } else { words[single] = line.trim(); }
        if (there.en[same(words.en)] || there.fi[same(words.fi)]) { known += 1; return; }
        var row = append(list);
        ['en', 'fi'].forEach(function (code) {
          row.querySelector('[name="name__' + code + '"]').value = words[code];
          if (words[code]) { there[code][same(words[code])] = true; }
        });
        fresh += 1;
      });
      box.value = '';
      box.focus();
      status.textContent = status.dataset.pasted.replace('#new', fresh).replace('#known', known);
    }

    function remove(row) {
      var next = row.nextElementSibling || row.previousElementSibling;
      var list = row.closest('[data-mn-rows]');
      if (list.dataset.mnRows === 'frames') {
        each(form.querySelectorAll('[data-mn-list] select[name="frame"]'), function (select) {
          if (select.value === reference(row)) { select.closest('[data-mn-row]').remove(); }
        });
      }
      row.remove();
      belong();
      (next ? next.querySelector('[data-mn-remove]') : list.querySelector('[data-mn-add]')).focus();
      say('removed');
    }

    function move(row, button, up) {
      var other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other) { return; }
      row.parentNode.insertBefore(up ? row : other, up ? other : row);
      belong();
      button.focus();
      say('moved');
    }

    /** What a row is called, in the first language in which it is. */
    function written(row) {
      var inputs = row.querySelectorAll('[name^="label__"], [name^="name__"]');
      return Array.prototype.map.call(inputs, function (input) { return input.value.trim(); }).filter(Boolean)[0];
    }

    /** A folded row says what stands in it now. */
    function folded(details) {
      var words = written(details);
      var kind = details.querySelector('[name="kind"]');
      var title = details.querySelector('[data-mn-words]');
      kind = kind ? kind.selectedOptions[0].textContent : '';
      title.textContent = words || kind || title.textContent;
      if (kind) { details.querySelector('[data-mn-kind]').textContent = kind; }
    }

    form.addEventListener('toggle', function (event) {
      if (event.target.matches('[data-mn-folds]') && !event.target.open) { folded(event.target); }
    }, true);
    form.addEventListener('submit', save);
    form.addEventListener('input', function (event) {
      if (event.target.closest('[data-mn-rows="frames"]') && event.target.matches('[name^="name__"]')) { belong(); }
    });
    form.addEventListener('click', function (event) {
      var button = event.target.closest('button');
      if (!button) { return; }
      var row = button.closest('[data-mn-row]');
      if (button.matches('[data-mn-cancel]')) { runtime.notify('cancel', {}); }
      if (button.matches('[data-mn-start]')) { start(button.value); }
      if (button.matches('[data-mn-add]')) { add(button.closest('[data-mn-rows]')); }
      if (button.matches('[data-mn-paste]')) { paste(button.closest('[data-mn-rows]')); }
      if (button.matches('[data-mn-remove]')) { remove(row); }
      if (button.matches('[data-mn-up]')) { move(row, button, true); }
      if (button.matches('[data-mn-down]')) { move(row, button, false); }
    });
    belong();
  };
}());
