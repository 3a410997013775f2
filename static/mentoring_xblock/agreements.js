/* Printing one part of a page that stands in other people's pages: everything beside it is left out.

   Hooks: [data-mn-print] the button; .mn-sheet what is printed, in the same block. The style sheet hides, for print, what
   lies beside the way (.mn-way) from the page to the sheet. Needs no start. */
(function () {
  'use strict';
  if (window.Mentoring.prints) { return; }
  window.Mentoring.prints = true;

  function clear() {
    Array.prototype.forEach.call(document.querySelectorAll('.mn-way'), function (one) { one.classList.remove('mn-way'); });
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('[data-mn-print]');
    var sheet = button && button.closest('[data-mn-root]').querySelector('.mn-sheet');
    if (!sheet) { return; }
    clear();
    for (var one = sheet.parentElement; one; one = one.parentElement) { one.classList.add('mn-way'); }
    window.addEventListener('afterprint', clear, { once: true });
    window.print();
  });
}());
