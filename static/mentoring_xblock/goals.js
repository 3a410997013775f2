/* The goals block in the browser. What is typed and not yet saved is kept by papers.js. data-mn-document="<url>" is a
   button that saves all of one's goals as a file. */
(function () {
  'use strict';
  window.MentoringGoals = function MentoringGoals(runtime, element, args) { // eslint-disable-line no-unused-vars
    var root = window.Mentoring.start(element);
    if (!root) { return; }
    window.Mentoring.papers(root);
    if (root.dataset.mnGoalsStarted) { return; }
    root.dataset.mnGoalsStarted = 'yes';
    root.addEventListener('click', function (event) {
      var button = event.target.closest('[data-mn-document]');
      if (button && !button.hasAttribute('aria-disabled')) {
        window.Mentoring.fetchFile(button, button.getAttribute('data-mn-document'), {}, 'text/html;charset=utf-8');
      }
    });
  };
}());
