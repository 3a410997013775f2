/* Light and dark: the choice in the top bar pins our blocks' colours as a site would, with data-scheme on their root. */
(function (window) {
  "use strict";

  function pin(scheme) {
    document.querySelectorAll(".mn:not([data-scheme])").forEach(function (root) { root.dataset.scheme = scheme; });
  }

  var scheme = document.body.dataset.theme;
  if (scheme === "light" || scheme === "dark") {
    pin(scheme);
    new MutationObserver(function () { pin(scheme); }).observe(document.body, { childList: true, subtree: true });
  }
}(window));
