/* What all our blocks share in the browser. One global, `Mentoring`; a unit may hold several blocks. */
(function () {
  'use strict';
  if (window.Mentoring) { return; }

  function cookie(name) {
    var found = document.cookie.split('; ').filter(function (pair) { return pair.indexOf(name + '=') === 0; })[0];
    return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
  }

  var page;

  /** What goes with every request. Whom the page was rendered for is what it said first: somebody else may sign in while
      it is open, and even load parts of theirs into it, and nothing that was typed here is theirs. */
  function headers() {
    var ground = document.querySelector('[data-mn-page-of]');
    page = page || (ground && ground.dataset.mnPageOf) || '';
    return { 'Content-Type': 'application/json', 'X-CSRFToken': cookie('csrftoken'), 'X-Mentoring-Page-Of': page };
  }

  /** The DOM node of a block: Studio hands a jQuery object, the LMS a node. */
  function node(element) { return element && element.jquery ? element[0] : element; }

  /** Values of a form as a plain object; a name that ends in [] or repeats becomes a list. */
  function toObject(formData) {
    var out = {};
    formData.forEach(function (value, name) {
      var list = name.slice(-2) === '[]';
      var key = list ? name.slice(0, -2) : name;
      if (list) { (out[key] = out[key] || []).push(value); return; }
      if (Object.prototype.hasOwnProperty.call(out, key)) { out[key] = [].concat(out[key], value); return; }
      out[key] = value;
    });
    return out;
  }

  /* What people write travels in JSON bodies only: the platform logs the start of every form and query string. */
  window.htmx.defineExtension('mn-json', {
    onEvent: function (name, event) {
      if (name === 'htmx:configRequest') { Object.assign(event.detail.headers, headers()); }
      return true;
    },
    encodeParameters: function (xhr, parameters) {
      xhr.overrideMimeType('text/html');
      return JSON.stringify(toObject(parameters));
    },
  });

  /** Post an object as JSON to a handler; resolves to {status, body} and rejects when the network is gone. */
  function post(url, value, keepalive) {
    return fetch(url, {
      method: 'POST',
      credentials: 'same-origin',
      keepalive: Boolean(keepalive),
      headers: headers(),
      body: JSON.stringify(value),
    }).then(function (answer) {
      var json = (answer.headers.get('Content-Type') || '').indexOf('application/json') === 0;
      return (json ? answer.json() : answer.text()).then(function (body) {
        return { status: answer.status, body: body };
      });
    });
  }

  /** Move the reader's focus to what a swap opened, error first. */
  function focusOpened(target) {
    var first = null;
    ['[aria-invalid="true"]', '[role="alert"]:not([hidden])', '[data-mn-focus]'].forEach(function (wanted) {
      first = first || (target.matches(wanted) ? target : target.querySelector(wanted));
    });
    if (!first) { return; }
    if (!first.matches('input, textarea, select, button, a[href]')) { first.setAttribute('tabindex', '-1'); }
    first.focus({ preventScroll: false });
  }

  /** Put no error page of the host's into ours, and show one problem at a time. */
  function beforeSwap(event) {
    var detail = event.detail;
    if (detail.xhr.status >= 400 && !detail.xhr.getResponseHeader('X-Mentoring')) {
      detail.shouldSwap = false;
      detail.isError = true;
      return;
    }
    Array.prototype.forEach.call(detail.target.querySelectorAll('[data-mn-problem]'), function (old) { old.remove(); });
  }

  /** Start a block: wire htmx, focus, failure notices. Safe to call twice. */
  function start(element) {
    var root = node(element);
    root = root.matches('[data-mn-root]') ? root : root.querySelector('[data-mn-root]');
    if (!root || root.dataset.mnStarted) { return root; }
    root.dataset.mnStarted = 'yes';
    window.htmx.process(root);
    root.addEventListener('htmx:beforeSwap', beforeSwap);
    root.addEventListener('click', lead);
    root.addEventListener('click', saveDocument);
    root.addEventListener('change', say);
    root.addEventListener('htmx:afterSettle', function (event) { focusOpened(event.detail.elt); });
    ['htmx:sendError', 'htmx:responseError', 'htmx:timeout'].forEach(function (name) {
      root.addEventListener(name, function (event) { failed(event.target); });
    });
    return root;
  }

  /** A choice that says what its form sends ([data-mn-says]) puts those words on the button. */
  function say(event) {
    var words = event.target.dataset.mnSays;
    if (words) { event.target.form.querySelector('[type="submit"]').textContent = words; }
  }

  /** Let the browser save a file that a handler has answered with. */
  function saveFile(name, type, parts) {
    var link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(parts, { type: type }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  /** Fetch a file that a handler makes of a body, and save it; the line of the button's part says if it did not come. */
  function fetchFile(button, url, value, type) {
    var line = button.closest('[data-mn-part]').querySelector('[data-mn-failed]');
    line.hidden = true;
    button.setAttribute('aria-disabled', 'true');
    post(url, value).then(function (answer) {
      if (answer.status !== 200) { throw new Error('refused'); }
      saveFile(answer.body.name, type, [answer.body.text]);
    }).catch(function () {
      line.hidden = false;
    }).then(function () {
      button.removeAttribute('aria-disabled');
    });
  }

  /** [data-mn-document="<url>"] is a button that saves a file; data-mn-about is what the handler is sent, data-mn-type
      what kind of file it makes, HTML without it. */
  function saveDocument(event) {
    var button = event.target.closest('[data-mn-document]');
    if (!button || button.hasAttribute('aria-disabled')) { return; }
    var about = JSON.parse(button.dataset.mnAbout || '{}');
    fetchFile(button, button.dataset.mnDocument, about, (button.dataset.mnType || 'text/html') + ';charset=utf-8');
  }

  /** The request did not arrive: what was typed stays where it is, and the nearest state line says so. */
  function failed(origin) {
    var box = origin.closest('form, [data-mn-part]') || origin;
    var lines = Array.prototype.slice.call(box.querySelectorAll('[data-mn-failed]'));
    // A page's parts have lines of their own, which are about them.
    var line = lines.filter(function (one) { return one.closest('form, [data-mn-part]') === box; })[0] || lines[0];
    if (line) { line.hidden = false; line.focus && line.setAttribute('tabindex', '-1'); line.focus(); }
  }

  /* A link to another page says on which group that page opens, or which meeting is to be written about, and no address
     carries it: [data-mn-leads] is kept for this tab, for as long as it takes to get there. Where the browser keeps
     nothing, the page opens as it always does. */
  var LEADS = 'mentoring-leads';

  function lead(event) {
    var link = event.target.closest('a[data-mn-leads]');
    if (!link) { return; }
    try {
      window.sessionStorage.setItem(LEADS, JSON.stringify({ group: link.dataset.mnLeads, at: Date.now() }));
    } catch (refused) { /* the browser keeps nothing */ }
  }

  /** What a page was asked a moment ago to open on, once: a group, or with "meeting:" what stands behind that. */
  function led(kind) {
    try {
      var kept = JSON.parse(window.sessionStorage.getItem(LEADS) || '{}');
      var found = /^(meeting:)?(.*)$/.exec(kept.group || '');
      // Another block of the same page may be meant.
      if ((found[1] || '') !== (kind || '')) { return ''; }
      window.sessionStorage.removeItem(LEADS);
      return Date.now() - kept.at < 60000 ? found[2] : '';
    } catch (refused) { return ''; }
  }

  window.Mentoring = {
    start: start,
    post: post,
    node: node,
    toObject: toObject,
    led: led,
    saveFile: saveFile,
    fetchFile: fetchFile,
  };
  window.MentoringBlock = function MentoringBlock(runtime, element, args) { // eslint-disable-line no-unused-vars
    start(element); };
}());
