/* The page around a unit: gives the iframe the height that the unit reports, and scrolls where the unit asks. */
(function (window) {
  "use strict";

  var frame = document.getElementById("unit-frame");

  window.addEventListener("message", function (event) {
    if (event.origin !== window.location.origin || event.source !== frame.contentWindow || !event.data) { return; }
    if (event.data.type === "plugin.resize") {
      frame.height = Math.max(event.data.payload.height, 120);
    } else if (typeof event.data.offset === "number") {
      window.scrollTo(0, event.data.offset + frame.getBoundingClientRect().top + window.scrollY);
    }
  });
}(window));
