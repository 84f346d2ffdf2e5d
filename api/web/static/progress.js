// Live progress of a run. Without script the page reloads itself and shows the same figures.
(function () {
  "use strict";
  var box = document.getElementById("run");
  if (!box || !window.EventSource || box.dataset.live !== "yes") return;
  var stream = new EventSource(box.dataset.events);
  stream.onmessage = function (event) {
    var news = JSON.parse(event.data);
    Object.keys(news.texts).forEach(function (name) {
      var spot = box.querySelector('[data-field="' + name + '"]');
      if (spot) spot.textContent = news.texts[name];
    });
    var bar = box.querySelector("progress");
    if (bar) { if (news.done === null) bar.removeAttribute("value"); else bar.value = news.done; }
    if (news.over) { stream.close(); window.location.replace(box.dataset.next || news.next); }
  };
})();
