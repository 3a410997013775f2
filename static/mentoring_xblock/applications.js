/* The application in the browser: what is typed is never lost, and a week is drawn while it is said.

   A draft is saved on the server after a pause of 1.2 s, one save at a time (data-mn-save gives the address). What the
   server does not have yet stays in sessionStorage under data-mn-draft-key, and comes back after a reload; lost saves
   are tried again after 2, 4, 8 ... 60 s and as soon as the browser is on line. An application that has been sent has
   no data-mn-save: changes to it stay on this device until they are sent as a whole.

   Hooks: [data-mn-paper] the form, data-mn-unsaved: its text stands nowhere yet; [data-mn-state] the state line, with
   template[data-mn-say]; [data-mn-kept] tells that text was brought back; [data-mn-again]; [data-mn-leave];
   [data-mn-limit] with [data-mn-left], [data-mn-over] and [data-mn-number]; [data-mn-hours] with [data-mn-rules],
   [data-mn-rule], [data-mn-blank-rule], [data-mn-add-rule], [data-mn-drop-rule], [data-mn-week]; [data-mn-unpreview]. */
(function () {
  'use strict';
  if (window.MentoringApplication) { return; }

  var PAUSE = 1200;
  var RETRIES = [2000, 4000, 8000, 16000, 32000, 60000];
  var LOOKS = { saved: 'mn-state-saved', saving: 'mn-state-saving', kept: 'mn-state-kept', changed: 'mn-state-kept' };
  var OWN = { version: true, page: true };
  var DAY = 24 * 60;
  var made = 0;

  function each(list, action) { Array.prototype.forEach.call(list, action); }

  function store(act) {
    // A browser may refuse storage altogether; then the page works as if there were none.
    try { return act(window.sessionStorage); } catch (error) { return null; }
  }

  function values(form) { return window.Mentoring.toObject(new FormData(form)); }

  function typed(form) {
    var all = values(form);
    Object.keys(OWN).forEach(function (name) { delete all[name]; });
    return JSON.stringify(all);
  }

  // ---- the counter of a text ----

  function count(input) {
    var left = Number(input.dataset.mnLimit) - Array.from(input.value).length;
    var field = input.closest('[data-mn-field]');
    [['left', left >= 0, left], ['over', left < 0, -left]].forEach(function (one) {
      var line = field.querySelector('[data-mn-' + one[0] + ']');
      line.hidden = !one[1];
      line.querySelector('[data-mn-number]').textContent = String(one[2]);
    });
  }

  // ---- weekly hours ----

  function minutes(text) {
    var parts = /^(\d\d):(\d\d)/.exec(text);
    return parts ? Number(parts[1]) * 60 + Number(parts[2]) : null;
  }

  /** Draw what the rules say: a line a day, thick where somebody is free; a night goes on on the next day. */
  function draw(box) {
    var days = [[], [], [], [], [], [], []];
    each(box.querySelectorAll('[data-mn-rules] > [data-mn-rule]'), function (rule) {
      var day = Number(rule.querySelector('select').value);
      var times = rule.querySelectorAll('input');
      var start = minutes(times[0].value);
      var end = minutes(times[1].value);
      if (start === null || end === null) { return; }
      if (start < end) { days[day].push([start, end]); return; }
      days[day].push([start, DAY]);
      if (end > 0) { days[(day + 1) % 7].push([0, end]); }
    });
    each(box.querySelectorAll('[data-mn-week] g'), function (group, day) {
      group.replaceChildren.apply(group, days[day].map(function (part) {
        var line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
        line.setAttribute('class', 's-go');
        [['x1', part[0]], ['x2', part[1]]].forEach(function (one) {
          line.setAttribute(one[0], (one[1] / DAY * 100).toFixed(1) + '%');
        });
        line.setAttribute('y1', '7');
        line.setAttribute('y2', '7');
        return line;
      }));
    });
    var add = box.querySelector('[data-mn-add-rule]');
    add.disabled = box.querySelector('[data-mn-rules]').children.length >= Number(box.dataset.mnMost);
  }

  function addRule(box) {
    made += 1;
    var copy = document.importNode(box.querySelector('[data-mn-blank-rule]').content, true);
    each(copy.querySelectorAll('[id], [for]'), function (node) {
      ['id', 'for'].forEach(function (name) {
        if (node.hasAttribute(name)) { node.setAttribute(name, node.getAttribute(name).replace(/NEW$/, 'new' + made)); }
      });
    });
    var row = copy.querySelector('[data-mn-rule]');
    box.querySelector('[data-mn-rules]').appendChild(copy);
    return row;
  }

  function dropRule(box, row) {
    var next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    (next ? next.querySelector('[data-mn-drop-rule]') : box.querySelector('[data-mn-add-rule]')).focus();
  }

  // ---- what is typed ----

  function Paper(form, swapIn) {
    var line = form.querySelector('[data-mn-state]');
    var again = form.querySelector('[data-mn-again]');
    var key = 'mentoring-application-' + form.dataset.mnDraftKey;
    var url = form.dataset.mnSave;
    var unsaved = 'mnUnsaved' in form.dataset;
    var stored = typed(form);
    var dirtyFrom = unsaved ? null : stored;
    var chosen = {};
    var running = false;
    var ended = false;
    var fails = 0;
    var timer = 0;

    function dirty() { return !ended && typed(form) !== dirtyFrom; }

    function say(name, text) {
      var content = form.querySelector('template[data-mn-say="' + name + '"]').content.cloneNode(true);
      var slot = content.querySelector('[data-mn-text]');
      if (slot) { slot.textContent = text || ''; }
      line.className = 'mn-state ' + (LOOKS[name] || 'mn-state-failed');
      line.dataset.mnNow = name;
      line.replaceChildren(content);
      again.hidden = ['kept', 'failed', 'expired'].indexOf(name) < 0;
    }

    function keep() {
      var value = JSON.stringify(values(form));
      store(function (storage) { storage.setItem(key, value); });
    }
    function forget() { store(function (storage) { storage.removeItem(key); }); }

    function later(delay) {
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    }

    function changed() {
      if (!dirty()) { forget(); return; }
      keep();
      if (!url) { say('changed'); return; }
      if (!fails) { later(PAUSE); }
    }

    function save(leaving) {
      clearTimeout(timer);
      if (!url || (running && !leaving) || !dirty()) { return; }
      var sent = typed(form);
      running = true;
      say('saving');
      window.Mentoring.post(url, values(form), leaving === true).then(
        function (answer) { running = false; answered(answer, sent); },
        function () { running = false; lost('kept'); }
      );
    }

    function answered(answer, sent) {
      if (ended) { return; }
      var json = answer.body !== null && typeof answer.body === 'object';
      if (answer.status === 200 && json) {
        fails = 0;
        dirtyFrom = sent;
        form.elements.version.value = String(answer.body.version);
        say('saved', answer.body.state);
        if (dirty()) { keep(); later(PAUSE); } else { forget(); }
        return;
      }
      if (answer.status === 409 && !json) { ended = true; forget(); swapIn(answer.body); return; }
      if (json) { dirtyFrom = sent; say('refused', answer.body.message); return; }
      lost(answer.status < 300 || answer.status === 401 || answer.status === 403 ? 'expired' : 'failed');
    }

    function lost(how) {
      if (ended) { return; }
      say(how);
      later(RETRIES[Math.min(fails, RETRIES.length - 1)]);
      fails += 1;
    }

    /** Put back what was typed here before, with the version that it was typed upon. */
    function bringBack() {
      var kept = null;
      try { kept = JSON.parse(store(function (storage) { return storage.getItem(key); }) || 'null'); } catch (error) { kept = null; }
      if (!kept || typeof kept !== 'object') { return; }
      each(form.querySelectorAll('[data-mn-hours]'), function (box) {
        var starts = kept[box.dataset.mnField + '__start'];
        var rows = box.querySelector('[data-mn-rules]');
        while (Array.isArray(starts) && rows.children.length < Math.min(starts.length, Number(box.dataset.mnMost))) { addRule(box); }
      });
      var seen = {};
      each(form.elements, function (field) {
        var name = (field.name || '').replace(/\[\]$/, '');
        if (!name || field.closest('[data-mn-blank-rule]')) { return; }
        var value = kept[name];
        if (field.type === 'checkbox' || field.type === 'radio') {
          field.checked = value !== undefined && [].concat(value).indexOf(field.value) >= 0;
        } else if (Array.isArray(value)) {
          seen[name] = seen[name] || 0;
          field.value = value[seen[name]] === undefined ? '' : value[seen[name]];
          seen[name] += 1;
        } else if (typeof value === 'string') { field.value = value; }
      });
      if (!dirty()) { forget(); return; }
      form.querySelector('[data-mn-kept]').hidden = false;
      changed();
    }

    /** Take back what is chosen by choosing it once more, so that an answer can be left open again. */
    function takeBack(field) {
      field.checked = false;
      chosen[field.name] = null;
      changed();
    }

    form.addEventListener('input', function (event) {
      if (event.target.dataset.mnLimit) { count(event.target); }
      var box = event.target.closest('[data-mn-hours]');
      if (box) { draw(box); }
      changed();
    });
    form.addEventListener('change', changed);
    form.addEventListener('keydown', function (event) {
      // No browser takes this key for a click on what is chosen already.
      if (event.key === ' ' && event.target.type === 'radio' && event.target.checked) {
        event.preventDefault();
        takeBack(event.target);
      }
    });
    form.addEventListener('click', function (event) {
      var field = event.target;
      if (field.type === 'radio') {
        if (chosen[field.name] === field) { takeBack(field); } else { chosen[field.name] = field; }
        return;
      }
      var button = event.target.closest('button');
      var box = button && button.closest('[data-mn-hours]');
      if (!button) { return; }
      if (button.matches('[data-mn-again]')) { fails = 0; save(); }
      if (button.matches('[data-mn-unpreview]')) {
        form.querySelector('[data-mn-preview]').replaceChildren();
        form.querySelector('[data-mn-preview-button]').focus();
      }
      if (button.matches('[data-mn-add-rule]')) { addRule(box).querySelector('select').focus(); }
      if (button.matches('[data-mn-drop-rule]')) { dropRule(box, button.closest('[data-mn-rule]')); }
      if (box) { draw(box); changed(); }
    });
    each(form.querySelectorAll('[data-mn-limit]'), count);
    if (unsaved) { changed(); } else { bringBack(); }
    each(form.querySelectorAll('[data-mn-hours]'), draw);
    each(form.querySelectorAll('input[type="radio"]:checked'), function (field) { chosen[field.name] = field; });

    return {
      /** The form is being sent or put aside: no save may come after it. */
      hold: function () { ended = true; clearTimeout(timer); },
      goOn: function () { ended = false; keep(); },
      forget: forget,
      leave: function () { if (document.contains(form) && dirty()) { keep(); save(true); } },
      retry: function () { if (fails) { fails = 0; save(); } },
    };
  }

  window.MentoringApplication = function MentoringApplication(runtime, element, args) { // eslint-disable-line no-unused-vars
    var root = window.Mentoring.start(element);
    if (!root || root.mnApplication) { return; }
    root.mnApplication = true;
    var paper = null;
    var form = null;

    function swapIn(markup) {
      var page = root.querySelector('[data-mn-application]');
      window.htmx.swap(page, markup, { swapStyle: 'outerHTML', swapDelay: 0, settleDelay: 0 });
      attach();
    }
    function attach() {
      var found = root.querySelector('[data-mn-paper]');
      if (found === form) { return; }
      form = found;
      paper = found ? Paper(found, swapIn) : null;
    }

    /** Whether a request ends what is typed: it is sent, thrown away, or left as it was. */
    function ends(asked) {
      return Boolean(paper && asked && (asked === form || asked.matches('[data-mn-withdraw-now], [data-mn-leave]')));
    }

    root.addEventListener('htmx:beforeRequest', function (event) {
      if (ends(event.detail.elt)) { paper.hold(); }
    });
    root.addEventListener('htmx:afterRequest', function (event) {
      // Not answered: the form stays as it is, and is kept on this device.
      if (ends(event.detail.elt) && !event.detail.successful && document.contains(form)) { paper.goOn(); }
    });
    root.addEventListener('htmx:beforeSwap', function (event) {
      var taken = event.detail.xhr.status < 400 || event.detail.xhr.status === 409;
      if (taken && ends(event.detail.requestConfig && event.detail.requestConfig.elt)) { paper.forget(); }
    });
    root.addEventListener('htmx:afterSettle', attach);
    window.addEventListener('online', function () { if (paper) { paper.retry(); } });
    window.addEventListener('pagehide', function () { if (paper) { paper.leave(); } });
    attach();
  };
}());
