// On the page for lost readers: a search for the words of the address that was not found.
(function () {
  var path = location.pathname;
  try { path = decodeURIComponent(path); } catch (error) { /* not UTF-8: as it is */ }
  var parts = path.replace(/\/index\.html?$/, "").split("/").filter(Boolean);
  var words = (parts.pop() || "").replace(/\.\w+$/, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().slice(0, 100);
  if (!/\p{L}{2}/u.test(words) || words === "404") return;
  document.querySelectorAll(".guess").forEach(function (line) {
    var link = line.querySelector("a");
    link.textContent = words;
    link.href += "?q=" + encodeURIComponent(words);
    line.hidden = false;
  });
})();
