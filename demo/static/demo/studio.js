/* Studio's unit page: fetches each block's preview and editor as JSON, loads what they need once, starts them, and
   answers the editor's runtime.notify("save" | "cancel" | "error"). */
(function (window, $) {
  "use strict";

  var loaded = {};

  function loadScript(url) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = url;
      script.async = false;
      script.onload = resolve;
      script.onerror = reject;
      document.head.appendChild(script);
    });
  }

  function loadStyle(url) {
    var link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = url;
    document.head.appendChild(link);
    return Promise.resolve();
  }

  function addText(resource) {
    var isScript = resource.mimetype === "application/javascript";
    var element = document.createElement(isScript ? "script" : "style");
    element.textContent = resource.data;
    document.head.appendChild(element);
    return Promise.resolve();
  }

  function load(entry) {
    var hash = entry[0], resource = entry[1];
    if (!loaded[hash]) {
      if (resource.kind !== "url") {
        loaded[hash] = addText(resource);
      } else {
        loaded[hash] = resource.mimetype === "text/css" ? loadStyle(resource.data) : loadScript(resource.data);
      }
    }
    return loaded[hash];
  }

  function loadInOrder(resources) {
    return resources.reduce(function (before, entry) {
      return before.then(function () { return load(entry); });
    }, Promise.resolve());
  }

  function start($target, answer, notify) {
    return loadInOrder(answer.resources).then(function () {
      $target.html(answer.html);
      $target.find(".xblock").each(function () { window.XBlock.initializeBlock($(this), { notify: notify }); });
    });
  }

  function Card(card) {
    var $card = $(card);
    var $preview = $card.find("[data-preview]");
    var $editor = $card.find("[data-editor]");
    var $state = $card.find("[data-state]");
    var $problems = $card.find("[data-problems]");
    var $edit = $card.find("[data-edit]");
    var words = card.dataset;

    function say(text) { $state.text(text || ""); }

    function failed() { say(words.sayFailed); }

    function preview() {
      return $.getJSON(words.previewUrl).then(function (answer) {
        $problems.empty();
        answer.messages.forEach(function (message) { $("<li>").text(message.text).appendTo($problems); });
        $problems.prop("hidden", !answer.messages.length);
        return start($preview, answer, function () {});
      }, failed);
    }

    function close() {
      $editor.empty().prop("hidden", true);
      $edit.attr("aria-expanded", "false").trigger("focus");
    }

    function notify(name, data) {
      if (name === "save" && data.state === "start") {
        say(data.message || words.saySaving);
      } else if (name === "save" && data.state === "end") {
        say(words.saySaved);
        close();
        preview();
        $("[data-publish]").prop("disabled", false);
      } else if (name === "cancel") {
        say("");
        close();
      } else if (name === "error") {
        say([data.title, data.message || data.msg].filter(Boolean).join(": "));
      }
    }

    $edit.on("click", function () {
      if ($edit.attr("aria-expanded") === "true") { close(); return; }
      say("");
      $.getJSON(words.editorUrl).then(function (answer) {
        $editor.prop("hidden", false);
        $edit.attr("aria-expanded", "true");
        return start($editor, answer, notify).then(function () { $editor.trigger("focus"); });
      }, failed);
    });

    preview();
  }

  $(function () { $("[data-studio-block]").each(function () { new Card(this); }); });
}(window, window.jQuery));
