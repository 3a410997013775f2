/* Forms that are saved by their button: what is typed and not yet saved stays on this device, until it is saved.

   Until then its text is kept in sessionStorage, under a name that the server gives (data-mn-draft-key: one a person
   and thing, telling neither), so that a reload, another page, a lost connection or a login that ended cost nothing. It
   is removed once the server has answered that it is saved.

   Hooks: [data-mn-paper] the form; data-mn-version what it was typed upon, else its field `version`; data-mn-saved the
   answer to a save; data-mn-unsaved it holds text that is not saved. A form has as many as it needs of: [data-mn-changed],
   [data-mn-state] state lines; [data-mn-kept] the notice above a text that was brought back; [data-mn-forget] its button.
   [data-mn-waits="<key>"] says, beside the button that opens a form, that something typed waits for it. A block that loads
   this needs no start: a form that is there from the beginning is found by `Mentoring.papers(root)`, one that comes later
   by its coming. */
(function () {
  'use strict';
  if (window.Mentoring.papers) { return; }

  var SKIPPED = { goal: true, group: true, version: true, once_key: true, joined: true };

  function store(act) {
    // A browser may refuse storage altogether; then the page works as if there were none.
    try { return act(window.sessionStorage); } catch (error) { return null; }
  }

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

  function Paper(form) {
    this.form = form;
    this.key = 'mentoring-paper-' + form.dataset.mnDraftKey;
    this.saved = typed(form);
    this.unsaved = 'mnUnsaved' in form.dataset;
    var paper = this;
    form.addEventListener('input', function () { paper.keep(); });
    form.addEventListener('change', function () { paper.keep(); });
    var forget = form.querySelector('[data-mn-forget]');
    if (forget) { forget.addEventListener('click', function () { paper.forget(); }); }
    if (this.unsaved) { this.keep(); } else { this.bringBack(); }
  }

  /** Remember what stands in the form, if it differs from what was saved. */
  Paper.prototype.keep = function () {
    var now = typed(this.form);
    var changed = this.unsaved || !same(now, this.saved);
    var key = this.key;
    var upon = this.form.elements.version;
    var value = JSON.stringify({ version: this.form.dataset.mnVersion || (upon && upon.value), texts: now });
    store(function (storage) { if (changed) { storage.setItem(key, value); } else { storage.removeItem(key); } });
    this.tell(changed);
  };

  Paper.prototype.tell = function (changed) {
    hide(this.form, '[data-mn-changed]', !changed || this.unsaved);
    hide(this.form, '[data-mn-state]', changed && !this.unsaved);
  };

  /** Put back what was typed here before. It keeps its version, so that a change elsewhere is still noticed. */
  Paper.prototype.bringBack = function () {
    var key = this.key;
    var kept = null;
    try { kept = JSON.parse(store(function (storage) { return storage.getItem(key); }) || 'null'); } catch (error) { kept = null; }
    if (!kept || !kept.texts || same(kept.texts, this.saved)) {
      store(function (storage) { storage.removeItem(key); });
      return;
    }
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
    this.tell(true);
  };

  /** Drop what was not saved, and show what was. */
  Paper.prototype.forget = function () {
    var form = this.form;
    var saved = this.saved;
    var key = this.key;
    store(function (storage) { storage.removeItem(key); });
    Object.keys(saved).forEach(function (name) { form.elements[name].value = saved[name]; });
    form.elements.version.value = form.elements.version.defaultValue;
    form.dataset.mnVersion = form.elements.version.defaultValue;
    hide(form, '[data-mn-kept]', true);
    this.tell(false);
    form.querySelector('textarea, input:not([type="hidden"])').focus();
  };

  /** What the server has taken, or has before it to choose from, needs no keeping here. */
  function settled(key) {
    store(function (storage) { storage.removeItem('mentoring-paper-' + key); });
  }

  function hold(form, held) {
    if (!form.matches('[data-mn-paper]')) { return; }
    Array.prototype.forEach.call(form.querySelectorAll('input, textarea'), function (field) { field.readOnly = held; });
  }

  function start(root) {
    var ground = root.closest('[data-mn-root]') || root;
    Array.prototype.forEach.call(ground.querySelectorAll('[data-mn-paper]'), function (form) {
      if (form.mnPaper) { return; }
      form.mnPaper = new Paper(form);
    });
    Array.prototype.forEach.call(ground.querySelectorAll('[data-mn-waits]'), function (line) {
      line.hidden = !store(function (storage) { return storage.getItem('mentoring-paper-' + line.dataset.mnWaits); });
    });
  }

  window.Mentoring.papers = start;
  document.addEventListener('htmx:beforeSwap', function (event) {
    var form = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (!form || !form.dataset || !form.dataset.mnDraftKey) { return; }
    // 409: the server has kept the text, and shows it.
    if (event.detail.xhr.status < 400 || event.detail.xhr.status === 409) { settled(form.dataset.mnDraftKey); }
  });
  // The answer brings a new form: nothing can be typed into the old one while it is on its way.
  document.addEventListener('htmx:beforeRequest', function (event) { hold(event.detail.elt, true); });
  document.addEventListener('htmx:afterRequest', function (event) { hold(event.detail.elt, false); });
  document.addEventListener('htmx:afterSettle', function (event) { start(event.target); });
}());
