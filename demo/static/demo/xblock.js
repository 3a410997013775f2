/* The part of the platform's page that starts XBlocks: finds their elements, gives each its runtime, calls its
   initialiser as `new Fn(runtime, element, args)`. A learner's page hands over a DOM node, Studio a jQuery object. */
(function (window, $) {
  "use strict";

  var XBlock = { Runtime: {} };

  function cookie(name) {
    var found = document.cookie.split("; ").filter(function (part) { return part.indexOf(name + "=") === 0; })[0];
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  $.ajaxSetup({
    beforeSend: function (xhr, settings) {
      if (!/^(GET|HEAD|OPTIONS|TRACE)$/.test(settings.type) && !this.crossDomain) {
        xhr.setRequestHeader("X-CSRFToken", cookie("csrftoken"));
      }
    },
    dataType: "json",
  });

  function V1() {}
  V1.prototype.notify = function () {};
  V1.prototype.children = function (block) { return $(block).prop("xblock_children") || []; };
  V1.prototype.childMap = function (block, name) {
    return this.children(block).filter(function (child) { return child.name === name; })[0] || null;
  };
  XBlock.Runtime.v1 = V1;

  function address(prefix, element, name, suffix, query) {
    var path = prefix.concat([name], suffix ? String(suffix).split("/") : []).map(encodeURIComponent).join("/");
    return "/" + path + (query ? "?" + query : "");
  }

  function extend(handlerUrl) {
    function Runtime() { V1.call(this); }
    Runtime.prototype = Object.create(V1.prototype);
    Runtime.prototype.constructor = Runtime;
    Runtime.prototype.handlerUrl = handlerUrl;
    return { v1: Runtime };
  }

  window.LmsRuntime = extend(function (element, name, suffix, query, thirdparty) {
    var data = $(element).data();
    var kind = thirdparty ? "handler_noauth" : "handler";
    return address(["courses", data.courseId, "xblock", data.usageId, kind], element, name, suffix, query);
  });
  window.PreviewRuntime = extend(function (element, name, suffix, query) {
    return address(["preview", "xblock", $(element).data("usageId"), "handler"], element, name, suffix, query);
  });
  window.StudioRuntime = extend(function (element, name, suffix, query) {
    return address(["xblock", $(element).data("usageId"), "handler"], element, name, suffix, query);
  });

  function initArguments($element) {
    var data = $element.children(".xblock-json-init-args").remove().text();
    return data ? JSON.parse(data) : {};
  }

  /* `asGiven` is what the initialiser gets as its element. Studio may notify a listener: options.notify(name, data). */
  XBlock.initializeBlock = function (asGiven, options) {
    var $element = $(asGiven);
    var data = $element.data();
    var args = initArguments($element);
    var block = {};
    if (data.init && data.runtimeClass) {
      var runtime = new window[data.runtimeClass]["v" + data.runtimeVersion]();
      if (options && options.notify) { runtime.notify = options.notify; }
      block = new window[data.init](runtime, asGiven, args) || {};
      block.runtime = runtime;
    }
    block.element = asGiven;
    block.name = data.name;
    block.type = data.blockType;
    $element.addClass("xblock-initialized").trigger("xblock-initialized");
    return block;
  };

  XBlock.initializeBlocks = function (element) {
    return $(element).find(".xblock:not(.xblock-initialized)").toArray().map(function (node) {
      return XBlock.initializeBlock(node);
    });
  };

  window.XBlock = XBlock;
}(window, window.jQuery));
