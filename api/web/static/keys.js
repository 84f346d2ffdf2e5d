// A key an answer: 1, 2 or 3 goes on to the next field. Without script Tab does the same.
(function () {
  "use strict";
  var keys = Array.prototype.slice.call(document.querySelectorAll("input.key"));
  keys.forEach(function (field, at) {
    field.addEventListener("input", function () {
      if (/^[123]$/.test(field.value) && keys[at + 1]) keys[at + 1].focus();
    });
  });
})();
