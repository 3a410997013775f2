/* Markdown by buttons and keys, in a plain text area: what is written stays what is typed.

   Hooks: [data-mn-marks] a text area that takes marks; [data-mn-toolbar] the row with the one toolbar of its form, which
   stands before the field in use; [data-mn-mark=bold|italic|insight|heading|list|quote|link] its buttons;
   [data-mn-count="WORDS"] the words, with those that stand on the server, data-mn-one and data-mn-many, whose {n} is the
   number.
   `Mentoring.editor(form)` wires a form; `Mentoring.passage(form)` gives {name, text} of what was selected last in it. */
(function () {
  'use strict';
  if (window.Mentoring.editor) { return; }

  var AROUND = { bold: '**', italic: '*', insight: '==' };
  var BEFORE = { heading: '## ', list: '- ', quote: '> ' };
  /** Keys by where they are: what a key writes differs, and AltGr looks like Ctrl and Alt. */
  var PLAIN = { KeyB: 'bold', KeyI: 'italic', KeyK: 'link' };
  var SHIFTED = { Digit6: 'insight', Digit7: 'heading', Digit8: 'list', Digit9: 'quote' };
  var ITEM = /^(\s*)([-*+]|(\d+)([.)])|>)(\s+)/;
  var ADDRESS = /^https?:\/\/\S+$/i;
  var HREF = 'https://';

  /** Put a text in place of what stands from..to, so that it can be undone, and select a part of what is there then. */
  function put(field, from, to, text, start, end) {
    if (field.readOnly) { return; }
    field.focus();
    field.setSelectionRange(from, to);
    var done = false;
    // The one way that keeps what can be undone; it is old, and a browser may leave it out.
    try { done = document.execCommand(text ? 'insertText' : 'delete', false, text); } catch (error) { done = false; }
    if (!done) {
      field.setRangeText(text, from, to, 'end');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    field.setSelectionRange(start, end);
  }

  /** How many characters of a mark touch a place: 1 before it, -1 after it. */
  function run(text, at, step, letter) {
    var count = 0;
    while (text[step < 0 ? at - 1 - count : at + count] === letter) { count += 1; }
    return count;
  }

  /** Whether so many signs mean this mark: one star slants, two are bold, three both. */
  function means(count, mark) {
    return mark === '*' ? count % 2 === 1 : count >= 2;
  }

  /** Whether a mark is open at a place: an odd number of them stands before it in its paragraph. */
  function opened(text, at, mark) {
    var said = text.slice(text.slice(0, at).lastIndexOf('\n\n') + 1, at);
    return (mark === '*' ? said.replace(/\*\*/g, '') : said).split(mark).length % 2 === 0;
  }

  function around(field, mark) {
    var text = field.value;
    var from = field.selectionStart;
    var to = field.selectionEnd;
    var size = mark.length;
    while (from < to && /\s/.test(text[from])) { from += 1; }
    while (to > from && /\s/.test(text[to - 1])) { to -= 1; }
    var inner = text.slice(from, to);
    var letter = mark[0];
    // Whoever typed on to the end of a mark leaves it as they came into it, by its key.
    if (from === to && text.startsWith(mark, to) && !text.slice(0, from).endsWith(mark) && opened(text, from, mark)) {
      field.focus();
      field.setSelectionRange(to + size, to + size);
    } else if (means(run(text, from, -1, letter), mark) && means(run(text, to, 1, letter), mark)) {
      put(field, from - size, to + size, inner, from - size, to - size);
    } else if (inner.length > 2 * size && means(run(inner, 0, 1, letter), mark) && means(run(inner, inner.length, -1, letter), mark)) {
      put(field, from, to, inner.slice(size, -size), from, to - 2 * size);
    } else {
      put(field, from, to, mark + inner + mark, from + size, to + size);
    }
  }

  function lineStart(text, at) { return text.slice(0, at).lastIndexOf('\n') + 1; }

  function before(field, mark) {
    var text = field.value;
    var from = lineStart(text, field.selectionStart);
    var to = text.indexOf('\n', field.selectionEnd);
    if (to < 0) { to = text.length; }
    var lines = text.slice(from, to).split('\n');
    var all = lines.every(function (line) { return !line.trim() || line.indexOf(mark) === 0; }) && lines.join('').trim();
    var changed = lines.map(function (line) {
      if (all) { return line.indexOf(mark) === 0 ? line.slice(mark.length) : line; }
      return line.trim() || lines.length === 1 ? mark + line : line;
    }).join('\n');
    var caret = from + changed.length;
    put(field, from, to, changed, lines.length > 1 ? from : caret, caret);
  }

  function link(field, address) {
    var from = field.selectionStart;
    var words = field.value.slice(from, field.selectionEnd);
    var href = address || HREF;
    var start = words ? from + words.length + 3 : from + 1;
    var end = words ? start + href.length : start;
    if (address) { start = end = from + words.length + href.length + 4; }
    put(field, from, field.selectionEnd, '[' + words + '](' + href + ')', start, end);
  }

  function act(field, name) {
    if (AROUND[name]) { around(field, AROUND[name]); }
    else if (BEFORE[name]) { before(field, BEFORE[name]); }
    else { link(field, ''); }
  }

  /** Enter goes on with a list or a quotation, and ends it in an empty item. */
  function goOn(field) {
    var at = field.selectionStart;
    if (at !== field.selectionEnd) { return false; }
    var from = lineStart(field.value, at);
    var line = field.value.slice(from, at);
    var item = ITEM.exec(line);
    if (!item) { return false; }
    if (!line.slice(item[0].length).trim()) {
      // What is written next would belong to the last item, if no empty line came between.
      var gap = from > 1 && field.value[from - 2] !== '\n' ? '\n' : '';
      put(field, from, at, gap, from + gap.length, from + gap.length);
    } else {
      var next = '\n' + item[1] + (item[3] ? Number(item[3]) + 1 + item[4] : item[2]) + item[5];
      put(field, at, at, next, at + next.length, at + next.length);
    }
    return true;
  }

  function pressed(event) {
    if (event.isComposing || event.altKey) { return; }
    var field = event.target;
    var command = event.ctrlKey !== event.metaKey;
    var name = command && (event.shiftKey ? SHIFTED : PLAIN)[event.code];
    if (name) {
      event.preventDefault();
      act(field, name);
    } else if (event.key === 'Enter' && !command && !event.shiftKey && goOn(field)) {
      event.preventDefault();
    }
  }

  function pasted(event) {
    var text = ((event.clipboardData && event.clipboardData.getData('text/plain')) || '').trim();
    if (event.target.selectionStart === event.target.selectionEnd || !ADDRESS.test(text)) { return; }
    event.preventDefault();
    link(event.target, text);
  }

  /** One stop for the Tab key; arrows go from button to button. */
  function walked(event) {
    var buttons = Array.from(event.currentTarget.querySelectorAll('button'));
    var rtl = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
    var at = buttons.indexOf(document.activeElement);
    var to = { ArrowRight: at + rtl, ArrowLeft: at - rtl, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) { return; }
    event.preventDefault();
    stop(buttons, buttons[(to + buttons.length) % buttons.length]).focus();
  }

  function stop(buttons, chosen) {
    buttons.forEach(function (button) { button.tabIndex = button === chosen ? 0 : -1; });
    return chosen;
  }

  /** As the server counts them. */
  function words(form) {
    var found = 0;
    form.querySelectorAll('[data-mn-marks]').forEach(function (field) {
      found += field.value.split(/[^\S\uFEFF]+/).filter(Boolean).length;
    });
    return found;
  }

  /** Say how many words there are; `more` are those of answers that can't be changed here. */
  function count(form, line, more) {
    var all = words(form) + more;
    line.textContent = !all ? '' : (all === 1 ? line.dataset.mnOne : line.dataset.mnMany).replace('{n}', String(all));
  }

  window.Mentoring.editor = function (form) {
    var row = form.querySelector('[data-mn-toolbar]');
    var bar = row && row.querySelector('[role="toolbar"]');
    var line = form.querySelector('[data-mn-count]');
    var fields = Array.from(form.querySelectorAll('[data-mn-marks]'));
    var used = fields[0];
    var pressing = false;
    form.mnPassage = null;

    /** Nothing moves under a finger or a mouse: the row follows once it is let go. */
    function bring() {
      if (!row || pressing || row.nextElementSibling === used) { return; }
      used.before(row);
      bar.setAttribute('aria-controls', used.id);
    }

    function letGo() {
      pressing = false;
      setTimeout(bring, 0);
    }

    fields.forEach(function (field) {
      field.addEventListener('keydown', pressed);
      field.addEventListener('paste', pasted);
      field.addEventListener('pointerdown', function () {
        pressing = true;
        ['pointerup', 'pointercancel'].forEach(function (name) { window.addEventListener(name, letGo, { once: true }); });
      });
      field.addEventListener('focus', function () {
        used = field;
        bring();
      });
      field.addEventListener('select', function () {
        var text = field.value.slice(field.selectionStart, field.selectionEnd);
        if (text.trim()) { form.mnPassage = { name: field.name, text: text }; }
      });
    });
    if (line) {
      var more = Math.max(0, Number(line.dataset.mnCount) - words(form));
      form.addEventListener('input', function () { count(form, line, more); });
      count(form, line, more);
    }
    if (!row || !used) { return; }
    row.hidden = false;
    bar.setAttribute('aria-controls', used.id);
    var buttons = Array.from(bar.querySelectorAll('button'));
    stop(buttons, buttons[0]);
    bar.addEventListener('keydown', walked);
    // The field keeps its selection, and a phone its keyboard.
    bar.addEventListener('pointerdown', function (event) { if (event.target.closest('[data-mn-mark]')) { event.preventDefault(); } });
    bar.addEventListener('click', function (event) {
      var button = event.target.closest('[data-mn-mark]');
      if (button) { act(used, button.dataset.mnMark); }
    });
  };

  window.Mentoring.passage = function (form) { return form.mnPassage; };
}());
