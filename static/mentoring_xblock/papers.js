/* Forms that are saved by their button: what is typed and not yet saved stays on this device, until it is saved.

   Until then its text is kept by drafts.js, under a name that the server gives (data-mn-draft-key: one a person and thing,
   telling neither), so that a closed tab, a crash, a lost connection or a login that ended cost nothing, and nobody else
   on this device can read it. It is removed once the server has answered that it is saved. Each opening of a form keeps a
   text of its own, so that two tabs leave each other's alone; the newest that is open nowhere is brought back.

   Hooks: [data-mn-device] is around the forms of a block, and has the address of the keys; [data-mn-paper] the form;
   data-mn-version what it was typed upon, else its field `version`; data-mn-saved the answer to a save; data-mn-unsaved it
   holds text that is not saved. A form has as many as it needs of: [data-mn-changed], [data-mn-state] state lines; [data-mn-kept] the notice above a text that was brought back; [data-mn-forget] its button.
   [data-mn-waits="<key>"] says, beside the button that opens a form, that something typed waits for it. A block that loads
   this needs no start: a form that is there from the beginning is found by `Mentoring.papers(root)`, one that comes later
   by its coming. */
(function () {
  'use strict';
  if (window.Mentoring.papers) { return; }

  var SKIPPED = { goal: true, group: true, version: true, once_key: true, joined: true };

  /** Nobody waits longer for the key than this: what is typed then is kept once it is there. */
  var PATIENCE = 2000;

  function typed(form) {
    var texts = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.type === 'radio' && !field.checked) { return; }
      if (field.name && !SKIPPED[field.name]) { texts[field.name] = field.value; }
    });
    return texts;
  }

  function same(one, two) {
    // Both ways: nothing is sent for a choice that was not made.
    return Object.keys(one).concat(Object.keys(two)).every(function (name) { return one[name] === two[name]; });
  }

  function hide(form, hook, hidden) {
    var found = form.querySelector(hook);
    if (found) { found.hidden = hidden; }
  }

  /** Whether a text that is kept is of the thing with this key. */
  function isOf(key) {
    return function (one) { return one.page.split('.')[0] === key; };
  }

  function Paper(form, ready) {
    var paper = this;
    this.form = form;
    this.key = form.dataset.mnDraftKey;
    this.page = this.key + '.' + String(Math.random()).slice(2);
    this.box = null;
    this.saved = typed(form);
    this.unsaved = 'mnUnsaved' in form.dataset;
    form.addEventListener('input', function () { paper.keep(); });
    form.addEventListener('change', function () { paper.keep(); });
    var forget = form.querySelector('[data-mn-forget]');
    if (forget) { forget.addEventListener('click', function () { paper.forget(); }); }
    if (this.unsaved) { this.tell(true); }
    hold(form, true);
    var waiting = setTimeout(function () { hold(form, false); }, PATIENCE);
    ready.then(function (box) { return box.all().then(function (kept) { paper.open(box, kept.filter(isOf(paper.key))); }); })
      .then(function () {
        clearTimeout(waiting);
        hold(form, false);
      });
  }

  /** There is a place for what is typed: keep what is there already, or else bring back the newest. */
  Paper.prototype.open = function (box, kept) {
    if (!this.form.isConnected) { return; }
    this.box = box;
    this.hold();
    if (this.unsaved || !same(typed(this.form), this.saved)) {
      this.keep();
      return;
    }
    var differs = kept.filter(function (one) { return !same(one.value.texts, this.saved); }, this)[0];
    kept.forEach(function (one) { if (one !== differs && same(one.value.texts, this.saved)) { box.drop(one.page); } }, this);
    if (differs) { this.bringBack(differs); }
  };

  /** Be open, again also where another page has taken up what is kept of this one. */
  Paper.prototype.hold = function () {
    var paper = this;
    this.box.hold(this.page, function () { paper.hold(); paper.keep(); });
  };

  /** Remember what stands in the form, if it differs from what was saved. */
  Paper.prototype.keep = function () {
    var now = typed(this.form);
    var changed = this.unsaved || !same(now, this.saved);
    var upon = this.form.elements.version;
    this.tell(changed);
    if (!this.box) { return Promise.resolve(false); }
    if (changed) { return this.box.put(this.page, { version: this.form.dataset.mnVersion || (upon && upon.value), texts: now }); }
    this.box.drop(this.page);
    return Promise.resolve(false);
  };

  Paper.prototype.tell = function (changed) {
    hide(this.form, '[data-mn-changed]', !changed || this.unsaved);
    hide(this.form, '[data-mn-state]', changed && !this.unsaved);
  };

  /** Put back what was typed here before. It keeps its version, so that a change elsewhere is still noticed. */
  Paper.prototype.bringBack = function (one) {
    var kept = one.value;
    var box = this.box;
    var form = this.form;
    Object.keys(kept.texts).forEach(function (name) {
      var field = form.elements[name];
      if (field && !SKIPPED[name]) { field.value = kept.texts[name]; }
    });
    if (form.elements.version && kept.version) {
      form.elements.version.value = kept.version;
      form.dataset.mnVersion = kept.version;
    }
    var folded = form.closest('details');
    if (folded) { folded.open = true; }
    var chosen = form.querySelector('input:checked[data-mn-says]');
    if (chosen) { chosen.dispatchEvent(new Event('change', { bubbles: true })); }
    hide(form, '[data-mn-kept]', false);
    this.keep().then(function (done) { if (done) { box.drop(one.page); } });
  };

  /** Drop what was not saved, and show what was. */
  Paper.prototype.forget = function () {
    var form = this.form;
    var saved = this.saved;
    if (this.box) { this.box.drop(this.page); }
    Object.keys(saved).forEach(function (name) { form.elements[name].value = saved[name]; });
    form.elements.version.value = form.elements.version.defaultValue;
    form.dataset.mnVersion = form.elements.version.defaultValue;
    hide(form, '[data-mn-kept]', true);
    this.tell(false);
    form.querySelector('textarea, input:not([type="hidden"])').focus();
  };

  /** What the server has taken, or has before it to choose from, needs no keeping here. Forms that come next wait for it. */
  function settled(ground, form) {
    if (form.mnPaper && form.mnPaper.box) { form.mnPaper.box.drop(form.mnPaper.page); }
    ground.mnBox = ground.mnBox.then(function (box) {
      return box.all().then(function (kept) {
        kept.filter(isOf(form.dataset.mnDraftKey)).forEach(function (one) { box.drop(one.page); });
        return box;
      });
    });
  }

  function hold(form, held) {
    if (!form.matches('[data-mn-paper]')) { return; }
    Array.prototype.forEach.call(form.querySelectorAll('input, textarea'), function (field) { field.readOnly = held; });
  }

  function start(root) {
    var ground = root.closest('[data-mn-root]') || root;
    var place = ground.querySelector('[data-mn-device]');
    if (!place) { return; }
    ground.mnBox = ground.mnBox || window.Mentoring.drafts(place.dataset.mnDevice, 'papers');
    Array.prototype.forEach.call(ground.querySelectorAll('[data-mn-paper]'), function (form) {
      form.mnPaper = form.mnPaper || new Paper(form, ground.mnBox);
    });
    var lines = ground.querySelectorAll('[data-mn-waits]');
    if (!lines.length) { return; }
    ground.mnBox.then(function (box) { return box.all(); }).then(function (kept) {
      Array.prototype.forEach.call(lines, function (line) { line.hidden = !kept.some(isOf(line.dataset.mnWaits)); });
    });
  }

  window.Mentoring.papers = start;
  document.addEventListener('htmx:beforeSwap', function (event) {
    var form = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (!form || !form.dataset || !form.dataset.mnDraftKey) { return; }
    // 409: the server has kept the text, and shows it.
    var ground = form.closest('[data-mn-root]');
    if (ground && ground.mnBox && (event.detail.xhr.status < 400 || event.detail.xhr.status === 409)) { settled(ground, form); }
  });
  // The answer brings a new form: nothing can be typed into the old one while it is on its way.
  document.addEventListener('htmx:beforeRequest', function (event) { hold(event.detail.elt, true); });
  document.addEventListener('htmx:afterRequest', function (event) { hold(event.detail.elt, false); });
  document.addEventListener('htmx:afterSettle', function (event) { start(event.target); });
}());
