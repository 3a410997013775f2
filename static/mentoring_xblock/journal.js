/* The journal's paper: saves while somebody types, and loses nothing that was typed.

   What is typed is kept on this device (drafts.js) a moment later, and until it stands on the server; nothing can be typed
   before there is a place to keep it. A save follows a pause of 1.2 s, and comes at the latest 15 s after the first unsaved
   change. One runs at a time. Each names the page that sends it (`once_key`) and its number (`step`), so that a repeated,
   late or crossing save is no conflict. Lost saves are tried again after 2, 4, 8 ... 60 s, and as soon as the browser is back
   on line. A page that is left sends what it has with `keepalive`. What a page that is gone has kept here is taken up by the
   next one: the newest text of the entry on the paper goes on there, and others are sent.

   Hooks in the page (stable; tests and templates rely on them):
     [data-mn-journal]       the whole journal; data-mn-draft-key (its name on this device), data-mn-device (the address of
                             the keys), data-mn-save
     [data-mn-paper]         the form that is typed into; data-mn-unsaved: its text stands nowhere yet;
                             data-mn-first: the page that made its entry
     [data-mn-field=NAME]    one field, with [data-mn-limit] on the input, [data-mn-left], [data-mn-over] with
                             [data-mn-number], and [data-mn-error]
     [data-mn-state]         the state line (role=status); data-mn-now tells which state it shows
     template[data-mn-say=S] its words: opening, waiting, unkept, saved, saving, kept, failed, expired, invalid, refused;
                             [data-mn-text] is filled. [data-mn-state-here] repeats them at the field that is written in
     [data-mn-again]         "Try again"
     [data-mn-left-here]     text on this device that can't be saved as it is; [data-mn-go-on] puts it on the paper, with
                             data-mn-blank, the address of a blank one
     [data-mn-desk]          holds the paper and what stands beside it, or a conflict, or the offer to undo a deletion
     [data-mn-conflict]      both texts after a conflict; [data-mn-keep=mine|other|both] its buttons
     [data-mn-preview], [data-mn-preview-button], [data-mn-unpreview]
     [data-mn-list], [data-mn-side], [data-mn-panel], [data-mn-together]  refresh themselves on the event
                             mn-journal-made
     [data-mn-handing]       handing the entry over to a group; what is beside it may be another one then
     [data-mn-passage]       the choice to share passages, which [data-mn-passages] holds
     [data-mn-new], [data-mn-open-entry], [data-mn-share], [data-mn-withdraw], [data-mn-delete], [data-mn-restore],
     [data-mn-history], [data-mn-comment], [data-mn-thread], [data-mn-open-shared], [data-mn-reading], [data-mn-page]
*/
(function () {
  'use strict';
  if (window.MentoringJournal) { return; }

  var PAUSE = 1200;
  var LONGEST = 15000;
  var RETRIES = [2000, 4000, 8000, 16000, 32000, 60000];
  /** What is typed lies on this device so long after the last key, and at the latest after the first one. */
  var KEPT = 150;
  var KEPT_LONGEST = 400;
  /** Browsers send 64 KiB of a page that is left; more is taken up from this device. */
  var KEEPALIVE = 60 * 1024;
  /** The key takes so long that the page says what it waits for, and so long that there is no connection. */
  var SLOW = 300;
  var STUCK = 5000;
  /** Parts that fetch themselves again; nothing that the writer asked for. */
  var QUIET = '[data-mn-list], [data-mn-side], [data-mn-panel], [data-mn-together]';
  var BUSY = '.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added';
  /** How the state line looks; every other state looks failed. */
  var LOOKS = { saved: 'mn-state-saved', saving: 'mn-state-saving', opening: 'mn-state-saving', kept: 'mn-state-kept' };
  /** Losses that say that the text lies on this device. */
  var KEEPING = ['kept', 'failed', 'expired'];
  /** Outcomes after which the server holds what the paper shows. */
  var SAFE = ['clean', 'saved'];

  function length(text) { return Array.from(text).length; }

  /** What came back of a save: saved, conflict, expired (the host asks to sign in), failed (later it may work), or refused. */
  function outcome(answer) {
    var json = answer.body !== null && typeof answer.body === 'object';
    if (answer.status === 200 && json) { return 'saved'; }
    if (answer.status === 409) { return 'conflict'; }
    // A page where JSON was due is the host asking to sign in.
    if (answer.status < 300 || answer.status === 401 || answer.status === 403) { return 'expired'; }
    if (answer.status >= 500 || answer.status === 429) { return 'failed'; }
    return answer.status === 422 && json ? 'invalid' : 'refused';
  }

  /** One form that is typed into; nothing can be until `open`. `journal` gives the url and what to do with a conflict. */
  function Paper(form, journal) {
    var line = form.querySelector('[data-mn-state]');
    var copy = form.querySelector('[data-mn-state-here]');
    var again = form.querySelector('[data-mn-again]');
    var told = Array.from(line.childNodes);
    var stored = form.hasAttribute('data-mn-unsaved') ? null : snapshot();
    var device = null;
    var kept = true;
    var opened = null;
    var opening = new Promise(function (done) { opened = done; });
    var refused = null;
    var running = null;
    var timer = 0;
    var since = 0;
    var keeping = 0;
    var keepingSince = 0;
    var fails = 0;
    var left = null;
    var held = false;
    var ended = false;

    function hidden(name) { return form.elements[name]; }
    function page() { return hidden('once_key').value; }
    function frame() { return hidden('frame') ? hidden('frame').value : ''; }
    function inputs() { return form.querySelectorAll('[data-mn-field] input, [data-mn-field] textarea, [data-mn-field] select'); }
    function texts() {
      var out = {};
      inputs().forEach(function (input) {
        if (input.type !== 'radio' || input.checked) { out[input.name] = input.value; }
      });
      return out;
    }
    function snapshot() { return JSON.stringify(texts()); }
    function blank() {
      return Array.from(inputs()).every(function (input) { return !input.matches('textarea, [data-mn-limit]') || !input.value.trim(); });
    }
    /** Whether there is something that the server does not have; a new paper without a word is nothing. */
    function dirty() { return !ended && snapshot() !== stored && !(blank() && !hidden('entry').value); }

    /** What a save of this number sends. */
    function values(step) {
      return Object.assign({
        entry: hidden('entry').value || null,
        version: Number(hidden('version').value),
        once_key: page(),
        step: step,
      }, frame() ? { frame: frame() } : {}, texts());
    }

    function body() {
      hidden('step').value = String(Number(hidden('step').value) + 1);
      return values(Number(hidden('step').value));
    }

    // ---- what lies on this device ----

    function keepSoon() {
      keepingSince = keepingSince || Date.now();
      clearTimeout(keeping);
      keeping = setTimeout(keep, Math.max(0, Math.min(KEPT, keepingSince + KEPT_LONGEST - Date.now())));
    }

    /** Keep what is typed as the save that would come next; resolves to whether it is kept. */
    function keep() {
      clearTimeout(keeping);
      keepingSince = 0;
      if (ended || !device) { return Promise.resolve(kept); }
      if (!dirty() && !running) { device.drop(page()); return Promise.resolve(true); }
      return device.put(page(), values(Number(hidden('step').value) + 1)).then(function (done) {
        kept = done;
        if (!kept && !ended && KEEPING.indexOf(line.dataset.mnNow) >= 0) { say('unkept'); }
        return kept;
      });
    }

    /** Let nothing be typed, or again. A choice has no way to be read only. */
    function hold(on) {
      if (held === on) { return; }
      held = on;
      inputs().forEach(function (input) {
        input[input.matches('select, [type="radio"], [type="checkbox"]') ? 'disabled' : 'readOnly'] = held;
        describe(input, line.id, held);
      });
    }

    // ---- what the page says ----

    function say(name, text) {
      var template = form.querySelector('template[data-mn-say="' + name + '"]');
      var content = template.content.cloneNode(true);
      var slot = content.querySelector('[data-mn-text]');
      if (slot) { slot.textContent = text || ''; }
      line.dataset.mnNow = name;
      show('mn-state ' + (LOOKS[name] || 'mn-state-failed'), Array.from(content.childNodes));
      if (again) { again.hidden = KEEPING.concat('unkept').indexOf(name) < 0; }
    }

    function show(look, nodes) {
      line.className = look;
      line.replaceChildren.apply(line, nodes);
      repeat();
    }

    function repeat() {
      if (!copy) { return; }
      copy.className = line.className;
      copy.replaceChildren.apply(copy, Array.from(line.cloneNode(true).childNodes));
    }

    function describe(input, id, on) {
      var ids = (input.getAttribute('aria-describedby') || '').split(' ').filter(function (one) { return one && one !== id; });
      if (on) { ids.push(id); }
      if (ids.length) { input.setAttribute('aria-describedby', ids.join(' ')); } else { input.removeAttribute('aria-describedby'); }
    }

    function showErrors(fields) {
      form.querySelectorAll('[data-mn-field]').forEach(function (field) {
        var sentences = fields[field.dataset.mnField] || [];
        var box = field.querySelector('[data-mn-error]');
        var input = field.querySelector('input, textarea, select');
        var fold = field.closest('details');
        if (fold && sentences.length) { fold.open = true; }
        box.hidden = !sentences.length;
        var folded = sentences.length && field.closest('details');
        if (folded) { folded.open = true; }
        box.querySelector('span').textContent = sentences.join(' ');
        if (sentences.length) { input.setAttribute('aria-invalid', 'true'); } else { input.removeAttribute('aria-invalid'); }
        describe(input, box.id, sentences.length > 0);
      });
    }

    /** The counter appears when a tenth of the room is left. */
    function count(input) {
      var limit = Number(input.dataset.mnLimit);
      var field = input.closest('[data-mn-field]');
      if (!limit || !field) { return; }
      var near = input.value.length > limit * 0.9;
      var left = near ? limit - length(input.value) : limit;
      [['left', near && left >= 0, left], ['over', near && left < 0, -left]].forEach(function (one) {
        var box = field.querySelector('[data-mn-' + one[0] + ']');
        box.hidden = !one[1];
        box.querySelector('[data-mn-number]').textContent = String(one[2]);
        describe(input, box.id, one[1]);
      });
    }

    /** Browsers without `field-sizing` let a text area grow with its text this way. */
    function grow(input) {
      if (input.tagName !== 'TEXTAREA' || (window.CSS && CSS.supports('field-sizing', 'content'))) { return; }
      input.style.blockSize = 'auto';
      input.style.blockSize = input.scrollHeight + 'px';
    }

    // ---- saving ----

    function later(delay) {
      clearTimeout(timer);
      timer = setTimeout(function () { save(); }, delay);
    }

    function changed(event) {
      if (!event.target.closest('[data-mn-field]')) { return; }
      count(event.target);
      grow(event.target);
      keepSoon();
      if (!dirty()) { return; }
      since = since || Date.now();
      if (!kept && !fails) { say('unkept'); }
      if (fails) { return; } // a retry is on its way and takes this text along
      later(Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
    }

    /** Send what is unsaved; resolves to clean, saved, lost, expired, invalid, refused or conflict. */
    function save() {
      clearTimeout(timer);
      if (!device) { return opening.then(save); }
      if (running) { return running.then(save); }
      if (!dirty()) { return Promise.resolve('clean'); }
      if (snapshot() === refused) { return Promise.resolve('invalid'); }
      running = send().then(function (how) { running = null; return how; });
      return running;
    }

    function send() {
      var sent = body();
      var text = snapshot();
      keep();
      say('saving');
      return window.Mentoring.post(journal.saveUrl, sent).then(
        function (answer) { return answered(answer, sent, text); },
        function () { return lost('kept'); }
      );
    }

    function answered(answer, sent, text) {
      var how = outcome(answer);
      if (ended) { return 'clean'; }
      if (how === 'saved') { return saved(answer.body, sent, text); }
      if (how === 'conflict') {
        // The server has kept both texts before it said so; what was typed since has to be one of them.
        if (snapshot() !== text) { hold(true); return send(); }
        device.drop(page());
        end();
        journal.conflict(answer.body);
        return how;
      }
      if (how === 'expired' || how === 'failed') { return lost(how); }
      hold(false);
      refused = text;
      fails = 0;
      if (how === 'invalid') { showErrors(answer.body.fields || {}); }
      say(how, answer.body.message);
      return how;
    }

    function saved(told, sent, text) {
      fails = 0;
      refused = null;
      hold(false);
      hidden('entry').value = told.entry;
      hidden('version').value = String(Math.max(Number(hidden('version').value), told.version));
      stored = text;
      since = dirty() ? Date.now() : 0;
      showErrors({});
      say('saved', told.state);
      if (told.created || !sent.entry) { journal.made(); } else if (told.counted) { journal.counted(); }
      if (dirty()) { keep(); later(PAUSE); } else { device.drop(page()); }
      return 'saved';
    }

    function lost(how) {
      hold(false);
      say(kept ? how : 'unkept');
      if (!ended) { later(RETRIES[Math.min(fails, RETRIES.length - 1)]); }
      fails += 1;
      return how === 'expired' ? 'expired' : 'lost';
    }

    /** The page is being left: send now, beside a save that may be under way, and ask to stay if that can't be enough. */
    function leave(event) {
      if (!device || !dirty()) { return; }
      var text = snapshot();
      keep();
      if (event.type === 'beforeunload' && (fails > 0 || !kept || text === refused || navigator.onLine === false)) {
        event.preventDefault();
      }
      if (text === left || text === refused) { return; }
      left = text;
      var sent = body();
      if (new TextEncoder().encode(JSON.stringify(sent)).length > KEEPALIVE) { return; }
      window.Mentoring.post(journal.saveUrl, sent, true).then(
        function (answer) { answered(answer, sent, text); },
        function () { left = null; lost('kept'); }
      );
    }

    /** Whether a text that was kept on this device is of the entry on this paper; it may have made it, and not know. */
    function isOf(value) {
      if (!value.entry && value.once_key === form.dataset.mnFirst) { return true; }
      return (value.entry || '') === hidden('entry').value && Boolean(value.entry || (value.frame || '') === frame());
    }

    /** Let it be typed on, from what this device has kept of it; that may be of an entry which is gone, and becomes new. */
    function open(found, value) {
      device = found;
      kept = found.kept;
      if (value) {
        if (isOf(value)) {
          hidden('version').value = String(value.version);
          hidden('once_key').value = value.once_key;
          hidden('step').value = String(value.step);
        }
        inputs().forEach(function (input) {
          if (typeof value[input.name] !== 'string') { return; }
          if (input.type === 'radio') { input.checked = input.value === value[input.name]; } else { input.value = value[input.name]; }
          count(input);
          grow(input);
        });
      }
      device.hold(page(), part);
      clearTimeout(slow);
      clearTimeout(stuck);
      hold(false);
      if (line.dataset.mnNow) {
        delete line.dataset.mnNow;
        show('mn-state', told);
      }
      form.dispatchEvent(new Event('input'));
      opened();
      if (!dirty()) { device.drop(page()); return; }
      keep().then(function (done) { if (done && value && value.once_key !== page()) { device.drop(value.once_key); } });
      if (value) { save(); } else { later(PAUSE); }
    }

    /** Another page goes on with what is kept of this one, under its key: have one of its own. */
    function part() {
      hidden('once_key').value = '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, function (digit) {
        return (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16);
      });
      hidden('step').value = '0';
      device.hold(page(), part);
      keep();
    }

    /** Another paper comes in the place of this one; what was typed meanwhile is kept on this device, or else sent. */
    function giveWay() {
      var unsent = device && dirty() && values(Number(hidden('step').value) + 1);
      end();
      if (!unsent) { return Promise.resolve(true); }
      return device.put(page(), unsent).then(function (done) {
        if (!done) { window.Mentoring.post(journal.saveUrl, unsent).catch(function () { return null; }); }
      });
    }

    function end() {
      ended = true;
      [timer, keeping, slow, stuck].forEach(clearTimeout);
    }

    form.addEventListener('input', changed);
    form.addEventListener('change', changed);
    form.addEventListener('focusout', function () { if (keepingSince) { keep(); } });
    form.addEventListener('submit', function (event) { event.preventDefault(); save(); });
    form.addEventListener('click', function (event) {
      if (event.target.closest('[data-mn-again]')) { fails = 0; save(); }
      if (event.target.closest('[data-mn-unpreview]')) {
        form.querySelector('[data-mn-preview]').replaceChildren();
        form.querySelector('[data-mn-preview-button]').focus();
      }
    });
    inputs().forEach(function (input) { count(input); grow(input); });
    window.Mentoring.editor(form);
    repeat();
    hold(true);
    var slow = setTimeout(function () { say('opening'); }, SLOW);
    var stuck = setTimeout(function () { say('waiting'); }, STUCK);

    return {
      form: form,
      entry: function () { return hidden('entry').value; },
      page: page,
      isOf: isOf,
      open: open,
      keep: keep,
      kept: function () { return kept; },
      dirty: dirty,
      save: save,
      retry: function () { if (fails) { fails = 0; save(); } },
      leave: leave,
      giveWay: giveWay,
      end: end,
      showError: function () { var wrong = form.querySelector('[aria-invalid="true"]'); if (wrong) { wrong.focus(); } },
    };
  }

  /** A journal on the page: one paper at a time, and everything around it. */
  function Journal(root, box) {
    var paper = null;
    var device = null;
    var sending = false;
    var timer = 0;
    /** What the server refuses of what is kept here, by page; the newest of it is offered. */
    var refusals = {};
    var offered = null;
    /** The meeting that the next blank paper is about, and its prompt. */
    var about = null;
    var journal = {
      saveUrl: box.dataset.mnSave,
      made: function () { ['[data-mn-list]', '[data-mn-side]', '[data-mn-panel]'].forEach(refresh); },
      counted: function () { refresh('[data-mn-panel]'); },
      conflict: function (markup) {
        var desk = box.querySelector('[data-mn-desk]');
        if (desk) { window.htmx.swap(desk, markup, { swapStyle: 'outerHTML', swapDelay: 0, settleDelay: 0 }); }
      },
    };
    var ready = window.Mentoring.drafts(box.dataset.mnDevice, box.dataset.mnDraftKey).then(function (found) {
      device = found;
      return takeOver();
    });

    function refresh(selector) {
      var part = box.querySelector(selector);
      if (!part) { return; }
      // A part that is on its way hears nothing.
      if (part.matches(BUSY)) { setTimeout(function () { refresh(selector); }, 50); return; }
      window.htmx.trigger(part, 'mn-journal-made');
    }

    /** Pages of before kept their text in this tab, as it was typed. */
    function takeOver() {
      var names = [];
      var prefix = 'mentoring-journal:' + box.dataset.mnDraftKey + ':';
      try { names = Object.keys(sessionStorage).filter(function (name) { return name.indexOf(prefix) === 0; }); } catch (error) { return null; }
      return Promise.all(names.map(function (name) {
        var value = null;
        try { value = JSON.parse(sessionStorage.getItem(name)); } catch (error) { value = null; }
        var done = value && value.once_key ? device.put(value.once_key, value) : Promise.resolve(true);
        return done.then(function (kept) { if (kept) { sessionStorage.removeItem(name); } });
      }));
    }

    /** Begin to watch the paper that is there now, and go on with what this device has kept of it, or with `chosen`. */
    function attach(chosen) {
      var form = box.querySelector('[data-mn-paper]');
      if (paper && paper.form === form) { return; }
      var before = paper && paper.giveWay();
      var here = paper = form ? Paper(form, journal) : null;
      Promise.all([ready, before]).then(function () { return device.all(); }).then(function (kept) {
        if (paper !== here) { return null; }
        var found = chosen || (paper && kept.filter(function (one) { return paper.isOf(one.value); })[0]);
        if (found) { delete refusals[found.page]; }
        if (paper) { paper.open(device, found && found.value); }
        return paper && paper.save();
      }).then(sendKept);
    }

    /** Send what pages that are gone have kept here, one after the other, the newest first. */
    function sendKept() {
      if (!device || sending || box.querySelector('[data-mn-conflict]')) { return; }
      sending = true;
      clearTimeout(timer);
      device.all().then(function (kept) {
        var others = kept.filter(function (each) { return !paper || paper.page() !== each.page; });
        var one = others.filter(function (each) { return !refusals[each.page]; })[0];
        if (!one) { offer(others[0] || null); }
        return one ? window.Mentoring.post(journal.saveUrl, one.value).then(function (answer) { return sent(one, answer); }) : false;
      }).catch(function () { return later(); }).then(function (more) {
        sending = false;
        if (more) { sendKept(); }
      });
    }

    function later() {
      timer = setTimeout(sendKept, RETRIES[RETRIES.length - 1]);
      return false;
    }

    /** Returns whether to go on with the next. */
    function sent(one, answer) {
      var how = outcome(answer);
      if (how === 'expired' || how === 'failed') { return later(); }
      if (how === 'invalid' || how === 'refused') {
        refusals[one.page] = how;
        return true;
      }
      device.drop(one.page);
      if (how === 'saved') {
        refresh('[data-mn-list]');
      } else if (!paper || !paper.dirty()) {
        if (paper) { paper.end(); }
        journal.conflict(answer.body);
      }
      return true;
    }

    function offer(one) {
      offered = one;
      box.querySelector('[data-mn-left-here]').hidden = !one;
    }

    /** Ask for the paper that the offered text belongs on: its entry's, or a blank one where that is gone. */
    function goOn(detail) {
      if (offered.value.entry && refusals[offered.page] === 'invalid') {
        detail.parameters.entry = offered.value.entry;
      } else {
        detail.path = detail.elt.dataset.mnBlank;
        detail.parameters.frame = offered.value.frame || '';
      }
    }

    function replacesPaper(detail) {
      return Boolean(paper && detail.target && detail.target.contains(paper.form));
    }

    /** Whatever is asked for, what was typed is saved first; what would take the paper away waits for that. */
    box.addEventListener('htmx:confirm', function (event) {
      var detail = event.detail;
      var quiet = detail.elt.matches(QUIET + ', [data-mn-preview-button]');
      if (!paper || quiet || !paper.dirty()) { return; }
      event.preventDefault();
      paper.save().then(function (how) {
        var stays = how === 'refused' && paper.kept();
        if (SAFE.indexOf(how) >= 0 || stays || (how !== 'conflict' && !replacesPaper(detail))) { detail.issueRequest(true); }
        else if (how === 'invalid') { paper.showError(); }
      });
    });
    /** The list and the side are told which entry is on the paper. */
    box.addEventListener('htmx:configRequest', function (event) {
      if (paper && event.detail.elt.matches(QUIET)) {
        event.detail.parameters.entry = paper.entry();
      }
      if (event.detail.elt.matches('[data-mn-go-on]')) { goOn(event.detail); }
      if (about && event.detail.elt.matches('[data-mn-new]')) {
        Object.assign(event.detail.parameters, about);
        about = null;
      }
    });
    box.addEventListener('htmx:afterSwap', function (event) {
      var asked = event.detail.requestConfig;
      var goesOn = asked && asked.elt.matches('[data-mn-go-on]');
      attach(goesOn ? offered : null);
      if (asked && event.target.matches('[data-mn-handing]')) { refresh('[data-mn-side]'); }
      if (!asked || asked.elt.matches(QUIET) || !event.target.matches('[data-mn-desk], [data-mn-side]')) { return; }
      refresh('[data-mn-list]');
      if (asked.elt.matches('[data-mn-delete], [data-mn-restore]')) {
        ['[data-mn-panel]', '[data-mn-together]'].forEach(refresh);
      }
    });
    /** Whoever wants to share passages is given what they selected last, in the field of its question. */
    box.addEventListener('change', function (event) {
      if (!event.target.matches('[data-mn-passage]')) { return; }
      var form = event.target.form;
      var picked = paper && window.Mentoring.passage(paper.form);
      var field = picked && form.elements[picked.name.replace('answer_', 'passage_')];
      form.querySelector('[data-mn-passages]').open = true;
      if (field && !field.value) { field.value = picked.text.trim(); }
    });
    window.addEventListener('online', function () { if (paper) { paper.retry(); } sendKept(); });
    ['pagehide', 'beforeunload'].forEach(function (name) {
      window.addEventListener(name, function (event) {
        if (paper && document.contains(paper.form)) { paper.leave(event); }
      });
    });
    document.addEventListener('visibilitychange', function () {
      if (document.visibilityState === 'hidden' && paper && document.contains(paper.form)) {
        paper.keep();
        paper.save();
      }
    });

    attach(null);
    /** Who came by a link about a meeting writes about that one; see mentoring.js. */
    ready.then(function () {
      var led = window.Mentoring.led('meeting:').split(':');
      var fresh = box.querySelector('[data-mn-new]');
      if (led.length < 2 || !fresh) { return; }
      about = { meeting: led[0], frame: led[1] };
      fresh.click();
    });
  }

  window.MentoringJournal = function MentoringJournal(runtime, element, args) { // eslint-disable-line no-unused-vars
    var root = window.Mentoring.start(element);
    var box = root && root.querySelector('[data-mn-journal]');
    if (!box || box.dataset.mnWatched) { return; }
    box.dataset.mnWatched = 'yes';
    Journal(root, box);
  };
}());
