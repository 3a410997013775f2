/* The meetings block. A form that was opened is closed without a word to the server: [data-mn-close] empties its slot,
   and the focus goes back to the button that opened it. */
(function () {
  'use strict';

  function wire(root) {
    var opener = null;
    root.addEventListener('htmx:beforeRequest', function (event) {
      var target = event.detail.target;
      var button = event.detail.elt;
      if (target && target.matches('.mn-slot') && button.matches('button')) { opener = button; }
    });
    root.addEventListener('click', function (event) {
      var button = event.target.closest('[data-mn-close]');
      if (!button || !root.contains(button)) { return; }
      button.closest('.mn-slot').replaceChildren();
      if (opener && opener.isConnected) { opener.focus(); }
    });
  }

  /* Who came by a link about one of their groups sees that one. */
  function open(root, group) {
    root.querySelectorAll('button[data-mn-group]:not([aria-current])').forEach(function (tab) {
      if (group && tab.dataset.mnGroup === group) { tab.click(); }
    });
  }

  window.MentoringMeetings = function MentoringMeetings(runtime, element) {
    var root = window.Mentoring.start(element);
    if (!root || root.mnMeetings) { return; }
    root.mnMeetings = true;
    wire(root);
    open(root, window.Mentoring.led());
  };
}());
