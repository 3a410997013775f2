/* The goals block in the browser. What is typed and not yet saved is kept by papers.js. */
(function () {
  'use strict';
  window.MentoringGoals = function MentoringGoals(runtime, element, args) { // eslint-disable-line no-unused-vars
    var root = window.Mentoring.start(element);
    if (root) { window.Mentoring.papers(root); }
  };
}());
