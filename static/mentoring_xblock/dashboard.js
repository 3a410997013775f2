/* The dashboard: brings the reader to what they open, and back. One global, `MentoringDashboard`.

   data-mn-opens="<id>"   a button that opens something; the same thing may have one on a card and one among what waits
   data-mn-choose="<id>"  a button that shows somebody's card
   data-mn-read           what holds the opened thing and the button data-mn-close; hidden while nothing is open
   data-mn-file="<id>"    a file whose text goes into that field; nothing of it is sent by this
   data-mn-export="<url>" a button that fetches a table part by part and saves it as a file */
(function () {
  'use strict';

  function all(root, selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }

  /** Let those buttons of a kind be the current ones that name `id`. */
  function mark(root, attribute, id) {
    all(root, '[' + attribute + ']').forEach(function (button) {
      if (id && button.getAttribute(attribute) === id) {
        button.setAttribute('aria-current', 'true');
      } else {
        button.removeAttribute('aria-current');
      }
    });
  }

  function wire(root) {
    var opened = '';      // the id of what is being read
    var fromQueue = false;

    function shelf() { return root.querySelector('[data-mn-read]'); }

    /** Bring the reader back to where they opened it; to the next thing that waits if it is gone from there. */
    function back() {
      var places = all(root, '[data-mn-opens="' + opened + '"]');
      var queued = places.filter(function (one) { return one.closest('[data-mn-desk]'); });
      var next = root.querySelector('[data-mn-desk] [data-mn-opens]');
      var target = (fromQueue ? queued[0] || next : null) || places[0] || next || root.querySelector('h2');
      if (!target.matches('button')) { target.setAttribute('tabindex', '-1'); }
      target.focus();
    }

    function close() {
      var holder = shelf();
      var reading = holder.firstElementChild;
      var empty = document.createElement('div');
      empty.id = reading.id;
      reading.replaceWith(empty);
      holder.hidden = true;
      mark(root, 'data-mn-opens', '');
      back();
      opened = '';
    }

    root.addEventListener('htmx:afterSwap', function (event) {
      var button = event.detail.requestConfig && event.detail.requestConfig.elt;
      if (button && button.hasAttribute('data-mn-opens') && shelf()) {
        opened = button.getAttribute('data-mn-opens');
        fromQueue = Boolean(button.closest('[data-mn-desk]'));
        shelf().hidden = false;
      }
      if (button && button.hasAttribute('data-mn-choose')) {
        mark(root, 'data-mn-choose', button.getAttribute('data-mn-choose'));
      }
      // What came in anew does not know what is open.
      mark(root, 'data-mn-opens', opened);
    });
    root.addEventListener('htmx:oobAfterSwap', function () { mark(root, 'data-mn-opens', opened); });
    root.addEventListener('click', function (event) {
      if (event.target.closest('[data-mn-close]')) { close(); }
      var button = event.target.closest('[data-mn-export]');
      if (button && !button.hasAttribute('aria-disabled')) { saveTable(button); }
    });
    root.addEventListener('change', function (event) {
      if (event.target.matches('[data-mn-file]')) { readFile(root, event.target); }
    });
  }

  /** Put a chosen file's text into its field. Spreadsheets save UTF-8, UTF-16 with a mark, or what Windows had before. */
  function readFile(root, input) {
    var file = input.files[0];
    if (!file) { return; }
    file.arrayBuffer().then(function (bytes) {
      var first = new Uint8Array(bytes.slice(0, 2));
      var wide = { 255254: 'utf-16le', 254255: 'utf-16be' }[first[0] * 1000 + first[1]];
      var text;
      try {
        text = new TextDecoder(wide || 'utf-8', { fatal: !wide }).decode(bytes);
      } catch (error) {
        text = new TextDecoder('windows-1252').decode(bytes);
      }
      root.querySelector('#' + input.getAttribute('data-mn-file')).value = text;
    });
  }

  /** Fetch all parts of a table, one after the other, and save them as one file. */
  function saveTable(button) {
    var box = button.closest('[data-mn-part]');
    var failed = box.querySelector('[data-mn-failed]');
    var done = box.querySelector('[data-mn-exported]');
    var parts = [];

    function fetchPart(number) {
      var asked = { call: button.getAttribute('data-mn-call'), number: number };
      return window.Mentoring.post(button.getAttribute('data-mn-export'), asked).then(function (answer) {
        if (answer.status !== 200) { throw new Error('refused'); }
        parts.push(answer.body.text);
        return answer.body.next ? fetchPart(answer.body.next) : answer.body.name;
      });
    }

    failed.hidden = done.hidden = true;
    button.setAttribute('aria-disabled', 'true');
    fetchPart(1).then(function (name) {
      window.Mentoring.saveFile(name, 'text/csv;charset=utf-8', parts);
      done.hidden = false;
    }).catch(function () {
      failed.hidden = false;
    }).then(function () {
      button.removeAttribute('aria-disabled');
    });
  }

  window.MentoringDashboard = function MentoringDashboard(runtime, element) {
    var root = window.Mentoring.start(element);
    if (root && !root.dataset.mnDashboard) {
      root.dataset.mnDashboard = 'yes';
      wire(root);
    }
  };
}());
