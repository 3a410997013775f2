/* Runs before htmx: no browser history, no injected styles, no eval, and answers that say what is wrong are shown. */
(function () {
  'use strict';
  if (document.querySelector('meta[name="htmx-config"]')) { return; }
  var meta = document.createElement('meta');
  meta.name = 'htmx-config';
  meta.content = JSON.stringify({
    historyEnabled: false,
    includeIndicatorStyles: false,
    allowEval: false,
    defaultSettleDelay: 0, // else a button that has just come in does nothing for a moment, and a fast key is lost
    attributesToSettle: ['class', 'width', 'height'], // a style attribute that is carried over would break a strict policy
    selfRequestsOnly: true,
    globalViewTransitions: false,
    responseHandling: [
      { code: '204', swap: false },
      { code: '[23]..', swap: true },
      { code: '40[0349]', swap: true },
      { code: '413', swap: true },
      { code: '422', swap: true },
      { code: '[45]..', swap: false, error: true },
    ],
  });
  document.head.appendChild(meta);
}());
