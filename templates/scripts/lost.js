// On the page for lost readers: the page whose address is most like the one that was not found, and a search for its words.
(function () {
  var root = document.currentScript.src.replace(/assets\/lost\.js.*$/, ""), path = location.pathname, info;
  try { path = decodeURIComponent(path); } catch (error) { /* not UTF-8: as it is */ }
  var parts = path.replace(/\/index\.html?$/, "").split("/").filter(Boolean);
  var words = (parts.pop() || "").replace(/\.\w+$/, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().slice(0, 100);
  if (!/\p{L}{2}/u.test(words) || words === "404") return;
  offer(".words", function (link) {
    link.textContent = words;
    link.href += "?q=" + encodeURIComponent(words);
  });

  // As the site writes addresses: without marks, đ as d
  var slug = words.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
    .replace(/[đœæøłß]/g, function (letter) { return { đ: "d", œ: "oe", æ: "ae", ø: "o", ł: "l", ß: "ss" }[letter]; }).replace(/ /g, "-");
  window.digestSearch = {
    start: function (_, value) { info = value; },
    slug: function (_, pages) { nearest(pages); },
    // An article's own sentences: the first is its title.
    text: function (tail, sentences) { show([tail].concat(sentences[0].slice(1))); }
  };
  load("index", function () {
    var at = info.slugs.length - 1;
    while (at && info.slugs[at] > slug) at--;
    load("s0" + info.slugs[at].replace(/[^a-z0-9]/g, function (char) {
      return "-" + char.codePointAt(0).toString(16) + "-";
    }));
  });

  function load(name, then) {
    var script = document.createElement("script");
    script.src = root + "search/" + name + ".js";
    script.onload = then;
    document.head.append(script);
  }
  function offer(kind, fill) {
    document.querySelectorAll(".guess" + kind).forEach(function (line) {
      fill(line.querySelector("a"), line);
      line.hidden = false;
    });
  }
  function pairs(text) {
    var letters = text.replace(/-/g, "");
    return new Set(Array.from(letters.slice(1), function (char, at) { return letters[at] + char; }));
  }
  // From 0 to 1: what part of the pairs of letters both have. The beginning of an address may have lost its end.
  function alike(one, other) {
    var here = pairs(one), there = pairs(other), both = [...here].filter(function (pair) { return there.has(pair); }).length;
    return Math.max(2 * both / (here.size + there.size), one.length > 3 && other.startsWith(one) ? 0.6 + 0.4 * one.length / other.length : 0);
  }
  function nearest(pages) {
    var best = 0.55, found = [];
    for (var key in pages) pages[key].forEach(function (page) {
      // Pages of the kind that was looked for are nearer.
      var near = alike(slug, key) + (parts.includes(page[0].split("/")[0]) ? 0.1 : 0);
      if (near > best) { best = near; found = [page[0] + "/" + key].concat(page.slice(1)); }
    });
    if (found.length > 1) show(found);
    else if (found.length) load(found[0]);
  }
  // [folder, name, translation]
  function show(page) {
    offer(".nearest", function (link, line) {
      var lang = line.closest("[lang]").lang, source = document.querySelector(".source-side").lang;
      var translation = lang !== source && page[2];
      link.textContent = translation || page[1];
      link.lang = translation ? lang : source;
      link.href = link.href.replace(/index\.html$/, page[0] + "/$&");
    });
  }
})();
