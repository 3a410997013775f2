/* The meetings block. */
(function () {
  'use strict';
  window.MentoringMeetings = function MentoringMeetings(runtime, element) {
    window.Mentoring.start(element);
  };
}());
