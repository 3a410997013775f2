/* Matching by hand: somebody is dragged to another mentor or group, or onto somebody to change places with them. Each
   of this can be done by buttons as well. Only ids are dragged; a form of the page sends them.

   data-mn-drag="<id>"  a person who can be dragged, and whom another can be dropped on
   data-mn-drop="<id>"  where somebody can be dropped: a mentor, a group, or empty for nowhere
   data-mn-drag-form    the form that is sent, with the fields `member`, `to` and `other` */
(function () {
  'use strict';
  var page = document.documentElement;
  if (page.dataset.mnDrags) { return; }
  page.dataset.mnDrags = 'yes';

  var dragged = null;
  var over = null;

  /** The place below the pointer, if what is dragged could go there. */
  function target(event) {
    var found = dragged && event.target.closest && event.target.closest('[data-mn-drag], [data-mn-drop]');
    if (!found || found === dragged) { return null; }
    return form(found) === form(dragged) ? found : null;
  }

  function form(element) {
    var part = element.closest('[data-mn-drags]');
    return part && part.querySelector('[data-mn-drag-form]');
  }

  function mark(element) {
    if (over === element) { return; }
    if (over) { over.classList.remove('mn-drag-over'); }
    if (element) { element.classList.add('mn-drag-over'); }
    over = element;
  }

  document.addEventListener('dragstart', function (event) {
    var found = event.target.closest && event.target.closest('[data-mn-drag]');
    if (!found) { return; }
    dragged = found;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', found.getAttribute('data-mn-drag'));
  });

  document.addEventListener('dragover', function (event) {
    var found = target(event);
    if (dragged) { mark(found); }
    if (found) { event.preventDefault(); }
  });

  document.addEventListener('drop', function (event) {
    var found = target(event);
    if (!found) { return; }
    event.preventDefault();
    var send = form(found);
    var person = found.hasAttribute('data-mn-drag');
    send.elements.member.value = dragged.getAttribute('data-mn-drag');
    send.elements.to.value = person ? '' : found.getAttribute('data-mn-drop');
    send.elements.other.value = person ? found.getAttribute('data-mn-drag') : '';
    send.requestSubmit();
  });

  document.addEventListener('dragend', function () {
    mark(null);
    dragged = null;
  });
}());
