/* The journal's paper: saves while somebody types, and loses nothing that was typed.

   A save follows a pause of 1.2 s, and comes at the latest 15 s after the first unsaved change. One runs at a time. Each
   names the page that sends it (`once_key`) and its number (`step`), so that a repeated, late or crossing save is no
   conflict. Before a save is sent its text is put into sessionStorage, and taken out once it stands on the server; what
   is still there after a reload is sent first of all. Lost saves are tried again after 2, 4, 8 ... 60 s, and as soon as
   the browser is back on line. A page that is left sends what it has with `keepalive`.

   Hooks in the page (stable; tests and templates rely on them):
     [data-mn-journal]       the whole journal; data-mn-draft-key (name in sessionStorage), data-mn-save, data-mn-open
     [data-mn-paper]         the form that is typed into; data-mn-unsaved: its text stands nowhere yet
     [data-mn-field=NAME]    one field, with [data-mn-limit] on the input, [data-mn-left], [data-mn-over] with
                             [data-mn-number], and [data-mn-error]
     [data-mn-state]         the state line (role=status); data-mn-now tells which state it shows
     template[data-mn-say=S] its words: saved, saving, kept, failed, expired, invalid, refused; [data-mn-text] is filled
     [data-mn-words]         the word count; [data-mn-again] "Try again"
     [data-mn-desk]          holds the paper and what stands beside it, or a conflict, or the offer to undo a deletion
     [data-mn-conflict]      both texts after a conflict; [data-mn-keep=mine|other|both] its buttons
     [data-mn-preview], [data-mn-preview-button], [data-mn-unpreview]
     [data-mn-list], [data-mn-side], [data-mn-panel]  refresh themselves on the event mn-journal-made
     [data-mn-new], [data-mn-open-entry], [data-mn-share], [data-mn-withdraw], [data-mn-delete], [data-mn-restore],
     [data-mn-history], [data-mn-comment], [data-mn-thread], [data-mn-open-shared], [data-mn-reading], [data-mn-page]
*/
(function () {
  'use strict';
  if (window.MentoringJournal) { return; }

  var PAUSE = 1200;
  var LONGEST = 15000;
  var RETRIES = [2000, 4000, 8000, 16000, 32000, 60000];
  /** Parts that fetch themselves again; nothing that the writer asked for. */
  var QUIET = '[data-mn-list], [data-mn-side], [data-mn-panel]';
  /** How the state line looks; every other state looks failed. */
  var LOOKS = { saved: 'mn-state-saved', saving: 'mn-state-saving', kept: 'mn-state-kept' };
  /** Outcomes after which the server holds what the paper shows. */
  var SAFE = ['clean', 'saved'];

  function length(text) { return Array.from(text).length; }

  /** What is kept on this device, by entry; every failure of the storage is the same as an empty one. */
  function Keeper(prefix) {
    function name(entry) { return prefix + ':' + (entry || 'new'); }
    return {
      put: function (entry, value) {
        try { sessionStorage.setItem(name(entry), JSON.stringify(value)); } catch (error) { return false; }
        return true;
      },
      drop: function (entry) { try { sessionStorage.removeItem(name(entry)); } catch (error) { return; } },
      all: function () {
        var found = [];
        try {
          for (var i = 0; i < sessionStorage.length; i += 1) {
            var key = sessionStorage.key(i);
            if (key.indexOf(prefix + ':') === 0) { found.push(JSON.parse(sessionStorage.getItem(key))); }
          }
        } catch (error) { return []; }
        return found.filter(function (one) { return one && typeof one === 'object'; });
      },
    };
  }

  /** One form that is typed into. `journal` gives urls, the keeper and what to do with a conflict. */
  function Paper(form, journal) {
    var line = form.querySelector('[data-mn-state]');
    var words = form.querySelector('[data-mn-words]');
    var again = form.querySelector('[data-mn-again]');
    var stored = form.hasAttribute('data-mn-unsaved') ? null : snapshot();
    var refused = null;
    var running = null;
    var timer = 0;
    var since = 0;
    var fails = 0;
    var left = null;
    var ended = false;

    function hidden(name) { return form.elements[name]; }
    function inputs() { return form.querySelectorAll('[data-mn-field] input, [data-mn-field] textarea, [data-mn-field] select'); }
    function texts() {
      var out = {};
      inputs().forEach(function (input) { out[input.name] = input.value; });
      return out;
    }
    function snapshot() { return JSON.stringify(texts()); }
    function blank() {
      return Array.from(inputs()).every(function (input) { return input.tagName === 'SELECT' || !input.value.trim(); });
    }
    /** Whether there is something that the server does not have; a new paper without a word is nothing. */
    function dirty() { return !ended && snapshot() !== stored && !(blank() && !hidden('entry').value); }

    function body() {
      hidden('step').value = String(Number(hidden('step').value) + 1);
      return Object.assign({
        entry: hidden('entry').value || null,
        version: Number(hidden('version').value),
        once_key: hidden('once_key').value,
        step: Number(hidden('step').value),
      }, texts());
    }

    // ---- what the page says ----

    function say(name, text) {
      if (!line) { return; }
      var template = form.querySelector('template[data-mn-say="' + name + '"]');
      var content = template.content.cloneNode(true);
      var slot = content.querySelector('[data-mn-text]');
      if (slot) { slot.textContent = text || ''; }
      line.className = 'mn-state ' + (LOOKS[name] || 'mn-state-failed');
      line.dataset.mnNow = name;
      line.replaceChildren(content);
      if (again) { again.hidden = ['kept', 'failed', 'expired'].indexOf(name) < 0; }
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
        box.hidden = !sentences.length;
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
      if (!dirty()) { return; }
      since = since || Date.now();
      if (fails) { return; } // a retry is on its way and takes this text along
      later(Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
    }

    /** Send what is unsaved; resolves to clean, saved, lost, expired, invalid, refused or conflict. */
    function save() {
      clearTimeout(timer);
      if (running) { return running.then(function () { return save(); }); }
      if (!dirty()) { return Promise.resolve('clean'); }
      if (snapshot() === refused) { return Promise.resolve('invalid'); }
      var sent = body();
      var text = snapshot();
      journal.keeper.put(sent.entry, sent);
      say('saving');
      running = window.Mentoring.post(journal.saveUrl, sent).then(
        function (answer) { return answered(answer, sent, text); },
        function () { return lost('kept'); }
      ).then(function (outcome) { running = null; return outcome; });
      return running;
    }

    function answered(answer, sent, text) {
      var json = answer.body !== null && typeof answer.body === 'object';
      if (ended) { return 'clean'; }
      if (answer.status === 200 && json) { return saved(answer.body, sent, text); }
      if (answer.status === 409) {
        // The server has kept both texts before it said so.
        journal.keeper.drop(sent.entry);
        end();
        journal.conflict(answer.body);
        return 'conflict';
      }
      if (answer.status === 422 && json) {
        refused = text;
        fails = 0;
        showErrors(answer.body.fields || {});
        say('invalid', answer.body.message);
        return 'invalid';
      }
      // A page where JSON was due is the host asking to sign in.
      if (answer.status < 300 || answer.status === 401 || answer.status === 403) { return lost('expired'); }
      if (answer.status >= 500 || answer.status === 429) { return lost('failed'); }
      refused = text;
      fails = 0;
      say('refused');
      return 'refused';
    }

    function saved(told, sent, text) {
      fails = 0;
      refused = null;
      journal.keeper.drop(sent.entry);
      hidden('entry').value = told.entry;
      hidden('version').value = String(Math.max(Number(hidden('version').value), told.version));
      stored = text;
      since = dirty() ? Date.now() : 0;
      showErrors({});
      say('saved', told.state);
      if (words) { words.textContent = told.words; }
      if (told.created || !sent.entry) { journal.made(); }
      if (dirty()) { later(PAUSE); }
      return 'saved';
    }

    function lost(how) {
      say(how);
      if (!ended) { later(RETRIES[Math.min(fails, RETRIES.length - 1)]); }
      fails += 1;
      return how === 'expired' ? 'expired' : 'lost';
    }

    /** The page is being left: send now, beside a save that may be under way, and ask to stay if that can't be enough. */
    function leave(event) {
      if (!dirty()) { return; }
      var text = snapshot();
      if (event.type === 'beforeunload' && (fails > 0 || text === refused || navigator.onLine === false)) {
        event.preventDefault();
      }
      if (text === left || text === refused) { return; }
      left = text;
      var sent = body();
      journal.keeper.put(sent.entry, sent);
      window.Mentoring.post(journal.saveUrl, sent, true).then(
        function (answer) { answered(answer, sent, text); },
        function () { left = null; lost('kept'); }
      );
    }

    /** Go on with a text that was kept on this device. */
    function takeUp(kept) {
      hidden('version').value = String(kept.version);
      hidden('once_key').value = kept.once_key;
      hidden('step').value = String(kept.step);
      inputs().forEach(function (input) {
        if (typeof kept[input.name] === 'string') { input.value = kept[input.name]; }
        count(input);
        grow(input);
      });
      if (dirty()) { save(); } else { journal.keeper.drop(kept.entry); }
    }

    /** Another paper comes in the place of this one: what was typed meanwhile is kept on this device; returns whether. */
    function giveWay() {
      var unsent = dirty();
      if (unsent) {
        var kept = body();
        journal.keeper.put(kept.entry, kept);
      }
      end();
      return unsent;
    }

    function end() {
      ended = true;
      clearTimeout(timer);
    }

    form.addEventListener('input', changed);
    form.addEventListener('change', changed);
    form.addEventListener('submit', function (event) { event.preventDefault(); save(); });
    form.addEventListener('click', function (event) {
      if (event.target.closest('[data-mn-again]')) { fails = 0; save(); }
      if (event.target.closest('[data-mn-unpreview]')) {
        form.querySelector('[data-mn-preview]').replaceChildren();
        form.querySelector('[data-mn-preview-button]').focus();
      }
    });
    inputs().forEach(function (input) { count(input); grow(input); });
    if (stored === null) { later(PAUSE); }

    return {
      form: form,
      entry: function () { return hidden('entry').value; },
      dirty: dirty,
      save: save,
      retry: function () { if (fails) { fails = 0; save(); } },
      leave: leave,
      takeUp: takeUp,
      giveWay: giveWay,
      end: end,
      showError: function () { var wrong = form.querySelector('[aria-invalid="true"]'); if (wrong) { wrong.focus(); } },
    };
  }

  /** A journal on the page: one paper at a time, and everything around it. */
  function Journal(root, box) {
    var paper = null;
    var prefix = box.dataset.mnDraftKey;
    var journal = {
      saveUrl: box.dataset.mnSave,
      keeper: Keeper('mentoring-journal:' + prefix),
      made: function () { ['[data-mn-list]', '[data-mn-side]', '[data-mn-panel]'].forEach(refresh); },
      conflict: function (markup) {
        var desk = box.querySelector('[data-mn-desk]');
        if (desk) { window.htmx.swap(desk, markup, { swapStyle: 'outerHTML', swapDelay: 0, settleDelay: 0 }); }
      },
    };

    function refresh(selector) {
      var part = box.querySelector(selector);
      if (part) { window.htmx.trigger(part, 'mn-journal-made'); }
    }

    /** Begin to watch the paper that is there now, and go on with what this device has kept of it. */
    function attach() {
      var form = box.querySelector('[data-mn-paper]');
      if (paper && paper.form === form) { return; }
      var unsent = paper && paper.giveWay();
      paper = form ? Paper(form, journal) : null;
      var kept = paper && journal.keeper.all().filter(function (one) { return (one.entry || '') === paper.entry(); })[0];
      if (kept) { paper.takeUp(kept); } else if (unsent) { sendKept(); }
    }

    /** Send what this device has kept of entries that are not on the paper; open one that has been saved by it. */
    function sendKept() {
      var here = paper ? paper.entry() : null;
      var kept = journal.keeper.all().filter(function (one) { return (one.entry || '') !== here; })[0];
      if (!kept) { return; }
      window.Mentoring.post(journal.saveUrl, kept).then(function (answer) {
        if (answer.status === 200 && answer.body && typeof answer.body === 'object') {
          journal.keeper.drop(kept.entry);
          refresh('[data-mn-list]');
          sendKept();
        } else if (answer.status === 409) {
          journal.keeper.drop(kept.entry);
          if (!paper || !paper.dirty()) { if (paper) { paper.end(); } journal.conflict(answer.body); }
        }
      }, function () { return null; }); // still kept; the next `online` tries again
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
      paper.save().then(function (outcome) {
        if (SAFE.indexOf(outcome) >= 0 || (outcome !== 'conflict' && !replacesPaper(detail))) { detail.issueRequest(true); }
        else if (outcome === 'invalid') { paper.showError(); }
      });
    });
    /** The list and the side are told which entry is on the paper. */
    box.addEventListener('htmx:configRequest', function (event) {
      if (paper && event.detail.elt.matches(QUIET)) {
        event.detail.parameters.entry = paper.entry();
      }
    });
    box.addEventListener('htmx:afterSwap', function (event) {
      var asked = event.detail.requestConfig;
      attach();
      if (!asked || asked.elt.matches(QUIET) || !event.target.matches('[data-mn-desk], [data-mn-side]')) { return; }
      refresh('[data-mn-list]');
      if (asked.elt.matches('[data-mn-delete], [data-mn-restore]')) { refresh('[data-mn-panel]'); }
    });
    window.addEventListener('online', function () { if (paper) { paper.retry(); } sendKept(); });
    ['pagehide', 'beforeunload'].forEach(function (name) {
      window.addEventListener(name, function (event) {
        if (paper && document.contains(paper.form)) { paper.leave(event); }
      });
    });
    document.addEventListener('visibilitychange', function () {
      if (document.visibilityState === 'hidden' && paper && document.contains(paper.form)) { paper.save(); }
    });

    attach();
    sendKept();
  }

  window.MentoringJournal = function MentoringJournal(runtime, element, args) { // eslint-disable-line no-unused-vars
    var root = window.Mentoring.start(element);
    var box = root && root.querySelector('[data-mn-journal]');
    if (!box || box.dataset.mnWatched) { return; }
    box.dataset.mnWatched = 'yes';
    Journal(root, box);
  };
}());
