/* Parts of a page that are about calendars. data-mn-calendar="<url>" data-mn-meeting="<id>": a button that saves a
   meeting as a file. data-mn-copy: a field whose text is there to be copied. */
(function () {
  'use strict';
  if (window.MentoringCalendars) { return; }
  window.MentoringCalendars = true;

  function save(button) {
    var failed = button.closest('[data-mn-part]').querySelector('[data-mn-failed]');
    failed.hidden = true;
    button.setAttribute('aria-disabled', 'true');
    window.Mentoring.post(button.getAttribute('data-mn-calendar'), {
      meeting: button.getAttribute('data-mn-meeting'),
    }).then(function (answer) {
      if (answer.status !== 200) { throw new Error('refused'); }
      window.Mentoring.saveFile(answer.body.name, 'text/calendar;charset=utf-8', [answer.body.text]);
    }).catch(function () {
      failed.hidden = false;
    }).then(function () {
      button.removeAttribute('aria-disabled');
    });
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('[data-mn-calendar]');
    if (button && !button.hasAttribute('aria-disabled')) { save(button); }
  });
  document.addEventListener('focusin', function (event) {
    if (event.target.matches('input[data-mn-copy]')) { event.target.select(); }
  });
}());
