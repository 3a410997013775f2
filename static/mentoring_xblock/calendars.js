/* Parts of a page that are about calendars. data-mn-calendar="<url>" data-mn-meeting="<id>": a button that saves a
   meeting as a file. data-mn-copy: a field whose text is there to be copied. */
(function () {
  'use strict';
  if (window.MentoringCalendars) { return; }
  window.MentoringCalendars = true;

  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('[data-mn-calendar]');
    if (button && !button.hasAttribute('aria-disabled')) {
      var about = { meeting: button.getAttribute('data-mn-meeting') };
      window.Mentoring.fetchFile(button, button.getAttribute('data-mn-calendar'), about, 'text/calendar;charset=utf-8');
    }
  });
  document.addEventListener('focusin', function (event) {
    if (event.target.matches('input[data-mn-copy]')) { event.target.select(); }
  });
}());
