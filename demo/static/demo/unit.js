/* The unit's own page: starts the blocks and tells the page around it how high it is, as the platform's does. */
(function (window, $) {
  "use strict";

  $(function () { window.XBlock.initializeBlocks(document.getElementById("content")); });

  if (window === window.parent) { return; }

  var content = document.getElementById("content");
  var last = { width: 0, height: 0 };

  function tell() {
    var now = { width: content.offsetWidth, height: content.offsetHeight };
    if (now.width === last.width && now.height === last.height) { return; }
    last = now;
    window.parent.postMessage({ type: "plugin.resize", payload: now }, window.location.origin);
  }

  window.addEventListener("load", tell);
  new MutationObserver(tell).observe(document.body, { attributes: true, childList: true, subtree: true });
  new ResizeObserver(tell).observe(document.body);
}(window, window.jQuery));
