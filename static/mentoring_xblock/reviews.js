/* The matching group's page: keys, and a word before what was typed is left behind. Waits for no start: everything is
   heard at the document, as the page is swapped whole.

   [data-mn-rating]         the form of what the reader thinks; data-mn-dirty: it holds what was not saved
   [data-mn-unsaved-line]   says so, once something else was pressed
   [data-mn-find]           the button that Enter presses in the field of its name */
(function () {
  'use strict';
  if (window.MentoringReviews) { return; }
  window.MentoringReviews = true;

  function dirty() { return document.querySelector('[data-mn-rating][data-mn-dirty]'); }

  function touched(event) {
    var form = event.target.closest && event.target.closest('[data-mn-rating]');
    if (form) { form.setAttribute('data-mn-dirty', ''); }
  }

  document.addEventListener('input', touched);
  document.addEventListener('change', touched);

  /** The first press on something that would take the form away says that it is not saved; the second one goes on. */
  document.addEventListener('htmx:confirm', function (event) {
    var form = dirty();
    var detail = event.detail;
    if (!form || form.contains(detail.elt) || !detail.target || !detail.target.contains(form)) { return; }
    var line = form.querySelector('[data-mn-unsaved-line]');
    if (!line.hidden) { return; }
    event.preventDefault();
    line.hidden = false;
    line.scrollIntoView({ block: 'nearest' });
  });

  window.addEventListener('beforeunload', function (event) {
    if (dirty()) { event.preventDefault(); }
  });

  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter') { return; }
    var form = event.target.closest('[data-mn-rating]');
    var find = event.target.form && event.target.form.querySelector('[data-mn-find]');
    if (form && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (find && event.target.matches('input[name="find"]')) {
      event.preventDefault();
      find.click();
    }
  });
}());
