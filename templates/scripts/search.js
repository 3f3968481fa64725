// The search: reads the index that the build writes (build_site/site/search/). Classic script, no library, no request
// but for files beside it. Words, numbers and positions follow the same rules there and here.
(function () {
  "use strict";
  var page = document.getElementById("search");
  if (!page) return;
  var said = page.dataset, form = page.querySelector("form"), box = form.elements.q;
  var list = page.querySelector(".hits"), status = page.querySelector("[role=status]");
  var named = page.querySelector(".named"), more = page.querySelector(".more"), again = page.querySelector(".again");
  var BODY = 64, APART = 2, SIDE = 1 << 28, TITLES = 1 << 26, SHOWN = 10, LOWER = 0.5, MOST_FILES = 6;
  // What narrows the results; each names the choices of the index that it offers
  var filters = [...form.querySelectorAll("[data-choice]")];
  // What the page's language calls places
  var own = JSON.parse(said.places);
  var info, columns, words = {}, names = { __proto__: null }, rows = {}, texts = {};
  var asked = {}, turn = 0, results = [], query = [];

  function load(name) {
    return asked[name] = asked[name] || new Promise(function (done, fail) {
      var script = document.createElement("script");
      script.src = said.base + name + ".js";
      script.onload = done;
      script.onerror = function () { delete asked[name]; script.remove(); fail(); };
      document.head.append(script);
    });
  }
  window.digestSearch = {
    start: function (_, value) { info = value; },
    word: function (block, value) { words[block] = Object.assign(words[block] || { __proto__: null }, value); },
    name: function (_, value) { Object.assign(names, value); },
    row: function (key, value) { rows[key] = value; },
    text: function (key, value) { texts[key] = value; },
    facet: function (_, value) {
      columns = {};
      for (let name in value) columns[name] = value[name].flatMap(function (block) {
        return block[1].split(" ").map(function (own) {
          return numbers(own).map(function (one) { return block[0][one]; });
        });
      });
    }
  };

  // Words
  var TONES = { "\u0300": "`", "\u0301": "'", "\u0309": "?", "\u0303": "~", "\u0323": "." };
  var OTHERS = { đ: "d", œ: "oe", æ: "ae", ø: "o", ł: "l", ß: "ss", ı: "i" };
  var WORD = /[\p{L}\p{N}]+(?:[’'][\p{L}\p{N}]+)?/gu;
  function formOf(word) {
    var tones = "";
    return word.toLowerCase().normalize("NFD").replace(/[\u0300\u0301\u0309\u0303\u0323]/g, function (mark) {
      tones += TONES[mark];
      return "";
    }).normalize("NFC") + tones;
  }
  function bareOf(word) {
    return word.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đœæøłßı]/g, function (letter) {
      return OTHERS[letter];
    });
  }
  // Endings of stems that British and American writers spell otherwise → what stands for both
  var SPELLINGS = [["ization", "isation"], ["izational", "isational"], ["izer", "iser"], ["iz", "is"], ["our", "or"],
    ["tr", "ter"], ["gramm", "gram"], ["fens", "fenc"], ["cens", "cenc"]];
  function stemOf(word) {
    var root = uninflected(word), spelt = root.length > 4 && SPELLINGS.find(function (each) { return root.endsWith(each[0]); });
    return spelt ? root.slice(0, -spelt[0].length) + spelt[1] : root;
  }
  function uninflected(word) {
    if (word.length > 4 && /ies$/.test(word)) return word.slice(0, -3) + "y";
    if (word.length > 3 && /s$/.test(word) && !/(ss|us|is)$/.test(word))
      word = word.slice(0, /(ss|x|z|ch|sh)es$/.test(word) ? -2 : -1);
    for (var ending of ["ing", "ed"])
      if (word.length > ending.length + 3 && word.endsWith(ending)) {
        word = word.slice(0, -ending.length);
        return word.at(-1) === word.at(-2) && !/[ls]$/.test(word) ? word.slice(0, -1) : word;
      }
    return word.length > 4 && /e$/.test(word) ? word.slice(0, -1) : word;
  }
  function tokens(text) {
    return Array.from(text.normalize("NFC").matchAll(WORD), function (match) {
      var word = match[0].split(/[’']/)[0], exact = formOf(word), bare = bareOf(word);
      return { from: match.index, to: match.index + match[0].length, text: match[0], form: exact, bare: bare,
        stem: stemOf(exact), marked: exact !== bare };
    });
  }
  function numbers(text) {
    var found = [], high = 0;
    for (var i = 0; i < text.length; i++) {
      var code = text.charCodeAt(i);
      if (code > 92) high = high * 34 + code - 92;
      else { found.push(high * 52 + code - 40); high = 0; }
    }
    return found;
  }
  digestSearch.rules = { numbers: numbers, tokens: tokens };

  // Files
  function fileOf(letter, starts, key) {
    var at = starts.length - 1;
    while (at && starts[at] > key) at--;
    return letter + "0" + starts[at].replace(/[^a-z0-9]/gu, function (char) {
      return "-" + char.codePointAt(0).toString(16) + "-";
    });
  }
  function filesFrom(letter, starts, prefix) {
    var found = starts.filter(function (start) { return start.startsWith(prefix); });
    return [prefix].concat(found).map(function (key) { return fileOf(letter, starts, key); });
  }
  // The files of all blocks that hold the word, or those that begin with it
  function wordFiles(key, files) {
    return info.blocks.flatMap(function (block) { return files(block[0] + "/w", block[2], key); });
  }
  function loadAll(files) { return Promise.all(Array.from(new Set(files), load)); }

  // A query is groups of words: each quoted phrase, and the rest. `at` is a word's place in its group.
  function parse(text) {
    var groups = [], rest = text.replace(/["“”]([^"“”]*)["“”]?/g, function (_, inside) {
      groups.push({ phrase: true, all: tokens(inside) });
      return " ";
    });
    var loose = { phrase: false, all: tokens(rest) };
    if (loose.all.length) groups.unshift(loose);
    groups = groups.filter(function (group) { return group.all.length; });
    groups.forEach(function (group) {
      var marks = group.all.some(function (token) { return token.marked; });
      group.all.forEach(function (token, at) {
        token.at = at;
        token.other = group.phrase && marks ? 0 : marks ? 0.15 : 1;
        token.stop = info.stop.includes(token.form);
      });
    });
    return groups;
  }
  // How well a spelling of the index fits a word of the query
  function weigh(token, key, spelt, unfinished) {
    var root = spelt.replace("*", "");
    return spelt === token.form ? 1 : root === token.form || root === token.stem ? 0.8 : root !== spelt ? 0 :
      key === token.bare ? token.other :
      unfinished && (!token.marked || spelt.startsWith(token.form.replace(/[`'?~.]+$/, ""))) ? 0.5 : 0;
  }
  // → article → place (of the translation: SIDE more) → weight, for the articles in `only`; `english`: those that have it
  // there without marks; `all`: all that have it
  function occurrences(token, side, unfinished, only) {
    var found = new Map();
    found.english = new Set();
    found.all = new Set();
    info.blocks.forEach(function (block) {
      var own = words[block[0]], keys = new Set([token.bare, token.stem]), lengths = numbers(block[3]);
      if (unfinished) for (var key in own) if (key.startsWith(token.bare)) keys.add(key);
      keys.forEach(function (key) {
        if (own[key]) own[key].split(" ").forEach(function (form) {
          // The form, where it is not the key itself, and places in the originals and in the translations
          var parts = form.split("%"), spelt = parts[0].replace("^", "") || key, plain = /^[\w*]+$/.test(spelt);
          var weight = weigh(token, key, spelt, unfinished) * (parts[0][0] === "^" || token.marked ? 1 : LOWER);
          function put(doc, place, its) {
            var places = found.get(doc);
            found.all.add(doc);
            if (only && !only.has(doc)) return;
            if (!places) found.set(doc, places = new Map());
            if (its && plain) found.english.add(doc);
            if (!(places.get(place += its * SIDE) >= weight)) places.set(place, weight);
          }
          if (weight) parts.slice(1).forEach(function (text, its) {
            // First the places in one article after the other, then those that several articles share
            if (!side || +side === its) text.split("#").forEach(function (part, shared) {
              var all = numbers(part), docs = shared && all.splice(0, all[0] + 1), place = -1, start, end = 0, n = 0;
              all.forEach(function (step) {
                place += step;
                while (place >= end) { start = end; end += 64 * lengths[n++]; }
                if (shared) for (var at = 1, doc = block[1] - 1; at < docs.length;) put(doc += docs[at++], place, its);
                else put(block[1] + n - 1, place - start, its);
              });
            });
          });
        });
      });
    });
    return found;
  }
  function inTitle(place) { return place % SIDE < BODY || place % SIDE >= TITLES; }

  // Which articles have the group's words, and how well: side by side in the order of the query (`tier` above 0); `whole`,
  // that is in pieces of two words and more, a rare word or an English one being a piece too; or scattered.
  function match(group, side, unfinished) {
    var all = group.all.filter(function (token) { return !token.gone; }), found = new Map();
    if (!all.length) return found;
    var last, each = all.map(function (token, n) {
      return last = occurrences(token, side, unfinished && n === all.length - 1, last);
    });
    each[0].forEach(function (first, doc) {
      var places = each.map(function (one) { return one.get(doc); });
      if (!places.every(Boolean)) return;
      var hit = { doc: doc, tier: 0, score: 0, at: -1 }, whole = [true], linked = [], best = 0, runs = 0, title = false;
      first.forEach(function (weight, place) {
        for (var n = 1; n < all.length && weight; n++)
          weight = Math.min(weight, places[n].get(place + all[n].at - all[0].at) || 0);
        if (weight > best) { best = weight; runs = 0; title = false; hit.at = place; }
        if (weight && weight === best) { runs++; title = title || inTitle(place); }
      });
      if (best) { hit.tier = best; hit.score = 2 * title + Math.log2(1 + runs); }
      else if (group.phrase) return;
      else places.forEach(function (one, n) {
        var top = 0, where = -1;
        one.forEach(function (weight, place) {
          var near = n && Math.min(weight, places[n - 1].get(place + all[n - 1].at - all[n].at) || 0) > 0.3 ? 2 : 0;
          if (near) linked[n] = true;
          if (weight + near > top) { top = weight + near; where = place; }
        });
        hit.score += (top + Math.log2(1 + one.size) / 4) * Math.log(1 + info.docs / each[n].all.size);
        if (hit.at < 0 || top > 2) hit.at = where;
        whole.push(hit.whole = whole[n] && (each[n].english.has(doc) || each[n].all.size * 100 < info.docs) ||
          linked[n] && (whole[n - 1] || linked[n - 1] && whole[n - 2]));
      });
      found.set(doc, hit);
    });
    return found;
  }
  function hasRuns(found) {
    return [...found.values()].some(function (hit) { return hit.tier; });
  }
  function find(groups, side, unfinished) {
    var found = null;
    groups.forEach(function (group, n) {
      var own = match(group, side, unfinished && !group.phrase);
      if (!hasRuns(own) && group.all.some(function (token) { return token.stop; })) {
        group.all.forEach(function (token) { token.gone = token.stop; });
        own = match(group, side, unfinished && !group.phrase);
      }
      var kept = [...own].filter(function (each) { return each[1].tier || each[1].whole; });
      if (kept.length) own = new Map(kept);
      if (found) found.forEach(function (hit, doc) {
        var other = own.get(doc);
        if (other) { hit.tier += other.tier; hit.score += other.score; } else found.delete(doc);
      });
      else if (!group.all.every(function (token) { return token.gone; })) found = own;
    });
    return found;
  }

  function passes(hit) {
    return filters.every(function (filter) {
      return !filter.value || columns[filter.dataset.choice][hit.doc].includes(filter.value);
    });
  }
  function choicesOf(filter) { return info.choices[filter.dataset.choice]; }
  function narrowed() {
    return filters.some(function (filter) { return filter.value; });
  }
  function say(key, values) {
    return said[key].replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }
  function count(key, n) {
    return say(key + ((said.singular || "1").split(" ").includes(String(n)) ? "One" : "Other"), { n: String(n).replace(/\B(?=(\d{3})+$)/g, said.thousands) });
  }

  function run() {
    var mine = ++turn, text = box.value.trim(), side = form.elements.side.value;
    remember();
    again.hidden = more.hidden = true;
    if (!text && !narrowed()) { show([], []); status.textContent = said.empty; said.asked = ""; return; }
    status.textContent = said.loading;
    page.setAttribute("aria-busy", "true");
    return load("index").then(function () {
      fillChoices();
      var groups = parse(text), files = [], all = groups.flatMap(function (group) { return group.all; });
      // Nothing asked but a choice made: every article that it leaves
      if (!text) return load("facets").then(function () {
        query = all;
        return [new Map(columns.year.map(function (_, doc) { return [doc, { doc: doc, at: 0 }]; })), []];
      });
      if (!all.length) return [0, []];
      all.forEach(function (token) {
        files.push(...wordFiles(token.bare, fileOf), ...wordFiles(token.stem, fileOf));
      });
      if (narrowed()) files.push("facets");
      var one = all.length === 1 && all[0].bare.length > 1;
      var near = one ? filesFrom("n", info.names, all[0].bare).slice(0, MOST_FILES) : [fileOf("n", info.names, all[0].bare)];
      near.push(fileOf("n", info.names, all[0].stem));
      return loadAll(files.concat(near)).then(function () {
        query = all;
        var found = find(groups, side, false), last = groups[0].all.at(-1);
        var wider = !groups[0].phrase && last.bare.length > 1 && (!found || !hasRuns(found)) &&
          wordFiles(last.bare, filesFrom);
        if (!wider || wider.length > MOST_FILES * info.blocks.length) return found;
        return loadAll(wider).then(function () {
          groups[0].all.forEach(function (token) { token.gone = false; });
          var open = find(groups, side, true);
          return open && (open.size && (hasRuns(open) || !found || !found.size)) ? open : found;
        });
      }).then(function (found) { return [found, suggestions(all)]; });
    }).then(function (both) {
      if (mine !== turn) return;
      page.removeAttribute("aria-busy");
      var hits = [...(both[0] ? both[0].values() : [])].filter(passes);
      hits.sort(function (a, b) {
        return form.elements.sort.value !== "date" && (Math.round((b.tier - a.tier) * 100) || b.score - a.score) || b.doc - a.doc;
      });
      var unknown = hits.length ? [] : query.filter(function (token) {
        return !token.stop && !occurrences(token, side, token === query.at(-1)).all.size;
      });
      status.textContent = hits.length ? count("found", hits.length) : !both[0] ? said.common :
        unknown.length ? say("unknown", { words: unknown.map(function (token) { return token.text; }).join(", ") }) : said.none;
      return show(hits, both[1]).then(function () { if (mine === turn) said.asked = text; });
    }).catch(function () {
      if (mine !== turn) return;
      page.removeAttribute("aria-busy");
      show([], []);
      status.textContent = said.error;
      again.hidden = false;
    });
  }

  // What the query may mean: people, places, terms, documents, topics
  function suggestions(all) {
    function rootsOf(some) { return some.map(function (token) { return stemOf(token.bare); }).join(" "); }
    var found = new Map(), whole = rootsOf(all);
    for (var key in names) if (key === all[0].stem || key.startsWith(all[0].bare) && (all.length === 1 || key === all[0].bare)) names[key].forEach(function (name) {
      var own = tokens(name[2] + " " + name[3] + " " + name[5]);
      var fits = all.every(function (token, n) {
        return own.some(function (word) {
          var has = token.marked ? word.form : word.bare, wanted = token.marked ? token.form : token.bare;
          return has === wanted || word.stem === token.stem || n === all.length - 1 && n + all[0].bare.length > 1 && has.startsWith(wanted);
        });
      });
      if (!fits) return;
      var titles = [name[2], name[3]].concat(name[5].split(";")).map(function (text) {
        return rootsOf(tokens(text));
      });
      var rank = 3;
      titles.forEach(function (text) {
        var at = (" " + text).indexOf(" " + whole);
        rank = Math.min(rank, text === whole ? 0 : at > 0 ? 2 : at ? 3 : 1);
      });
      if (rank < 3 || name[0] < 2) found.set(name[1], { name: name, rank: rank });
    });
    return [...found.values()].sort(function (a, b) {
      return a.rank - b.rank || a.name[0] - b.name[0] || b.name[4] - a.name[4] || (a.name[1] < b.name[1] ? -1 : 1);
    }).slice(0, 5);
  }

  // The page
  function part(template, css, text, lang) {
    var element = template.querySelector(css);
    if (!text) { element.remove(); return null; }
    element.textContent = text;
    if (lang) element.lang = lang;
    return element;
  }
  function show(hits, near) {
    results = hits;
    list.replaceChildren();
    named.hidden = !near.length;
    named.querySelector("ul").replaceChildren(...near.map(function (each) {
      var item = document.getElementById("named-item").content.cloneNode(true), name = each.name;
      var other = said.lang === said.source ? [name[3], said.target, name[2], said.source] : [name[2], said.source, name[3], said.target];
      var main = other[2] ? other.slice(2) : other.slice(0, 2);
      part(item, "a", main[0], main[1]).href = said.home + name[1] + "/index.html";
      part(item, ".other-title", main[0] === other[0] ? "" : other[0], other[1]);
      part(item, ".kind", said["kind" + name[0]]);
      return item;
    }));
    return showMore();
  }
  function showMore() {
    var first = list.children.length, part = results.slice(first, first + SHOWN);
    more.hidden = results.length <= first + part.length;
    return loadAll(part.map(function (hit) { return rowOf(hit.doc)[0]; })).then(function () {
      return Promise.all(part.map(function (hit) {
        var element = item(hit);
        list.append(element[0]);
        return load(element[1][0]).then(function () { excerpt(hit, element[0], element[1]); });
      }));
    });
  }
  // The file that says what a result shows of an article, and its place in there
  function rowOf(doc) {
    var block = info.blocks.filter(function (each) { return each[1] <= doc; }).pop();
    return [block[0] + "/r" + ~~((doc - block[1]) / info.rows), (doc - block[1]) % info.rows];
  }
  function item(hit) {
    var at = rowOf(hit.doc), row = rows[at[0]][at[1]];
    var element = document.getElementById("hit").content.firstElementChild.cloneNode(true);
    var inSource = said.lang === said.source, main = inSource ? row[1] : row[2] || row[1];
    part(element, "a", main, inSource || !row[2] ? said.source : said.target).href = said.home + row[0] + "/index.html";
    part(element, ".other-title", row[2] && (inSource ? row[2] : row[1]), inSource ? said.target : said.source);
    var place = row[4].split(", ").map(function (name) { return own[name] || name; }).join(", ");
    part(element, ".place", place, place === row[4] && said.source);
    part(element, ".state", row[5] === "human" ? "" : page.getAttribute("data-state-" + row[5]));
    var date = row[3], when = element.querySelector(".when");
    if (date) when = when.appendChild(Object.assign(document.createElement("time"), { dateTime: date }));
    when.textContent = !date ? said.undated : say("date", {
      d: +date.slice(8, 10), m: +date.slice(5, 7), month: said.months.split("|")[+date.slice(5, 7) - 1], y: date.slice(0, 4)
    });
    return [element, row];
  }
  // The sentence that holds the place, with the query's words marked, and its partner
  function excerpt(hit, element, row) {
    var side = hit.at >= SIDE ? 1 : 0, place = hit.at % SIDE, start = 0, found = null;
    texts[row[0]].forEach(function (passage, n) {
      var size = (passage[1 + side].normalize("NFC").match(WORD) || "").length;
      if (!found && place >= start && place < start + size) found = passage;
      start += size + APART;
      if (!n) start = Math.max(start, BODY);
    });
    var slots = element.querySelectorAll(".excerpt span"), most = 0;
    // The title says it, or another name of a term: then the sentence that has most of the words
    if (!found || found[0] === "top") texts[row[0]].forEach(function (passage) {
      if (passage[0] !== "top") [1, 0].forEach(function (its) {
        var all = marks(passage[1 + its]), size = all.length ? all[0][1] - all[0][0] + all.length : 0.5;
        if (size > most) { most = size; found = passage; side = its; }
      });
    });
    if (!found || found[0] === "top") { element.querySelector(".excerpt").remove(); return; }
    var link = element.querySelector("a"), mark = marks(found[1 + side])[0];
    if (most !== 0.5) link.href += "#" + found[0];
    if (mark && (side ? said.target : said.source) === said.lang)
      link.href += ":~:text=" + encodeURIComponent(found[1 + side].slice(mark[0], mark[1])).replace(/-/g, "%2D");
    [side, 1 - side].forEach(function (its, n) {
      if (!found[1 + its]) { slots[n].remove(); return; }
      slots[n].lang = its ? said.target : said.source;
      write(slots[n], found[1 + its]);
    });
  }
  function marks(text) {
    var found = [];
    tokens(text).forEach(function (word) {
      var hit = query.some(function (token, n) {
        return !token.gone && (word.form === token.form || !token.marked && word.bare === token.bare || word.stem === token.stem && !token.marked ||
          n === query.length - 1 && token.bare.length > 1 && word.bare.startsWith(token.bare) && !token.marked);
      });
      var last = found.at(-1);
      if (hit && last && /^\s*$/.test(text.slice(last[1], word.from))) { last[1] = word.to; last[2]++; }
      else if (hit) found.push([word.from, word.to, 1]);
    });
    // Where all the words stand together, what stands alone is something else: vụ beside Vũ Đức Bảo
    var whole = found.filter(function (mark) { return !query[mark[2]]; });
    return (whole.length ? whole : found).sort(function (a, b) { return b[1] - b[0] - (a[1] - a[0]); });
  }
  function write(slot, text) {
    var all = marks(text), from = Math.max(0, (all.length ? all[0][0] : 0) - 120), to = Math.min(text.length, from + 280), at;
    if (from) from = text.indexOf(" ", from) + 1;
    if (to < text.length) to = text.lastIndexOf(" ", to);
    at = from;
    slot.textContent = from ? "… " : "";
    all.sort(function (a, b) { return a[0] - b[0]; }).forEach(function (mark) {
      if (mark[0] < at || mark[1] > to) return;
      var element = document.createElement("mark");
      element.textContent = text.slice(mark[0], mark[1]);
      slot.append(text.slice(at, mark[0]), element);
      at = mark[1];
    });
    slot.append(text.slice(at, to) + (to < text.length ? " …" : ""));
  }

  function fillChoices() {
    if (fillChoices.done) return;
    fillChoices.done = true;
    filters.forEach(function (filter) {
      var labels = {};
      [...filter.options].slice(1).forEach(function (option) { labels[option.value] = option.text; option.remove(); });
      choicesOf(filter).forEach(function (choice) {
        var option = new Option((labels[choice[0]] || own[choice[0]] || choice[0]) + " (" + choice[1] + ")", choice[0]);
        if (filter.name === "place" && !own[choice[0]]) option.lang = said.source;
        filter.add(option);
      });
      answer(filter);
    });
    if (narrowed()) form.querySelector("details").open = true;
  }
  // What the address asks for, where it can be chosen
  function answer(field) {
    field.value = first.get(field.name) || "";
    if (field.selectedIndex < 0) field.value = "";
  }
  function remember() {
    var kept = new URLSearchParams(new FormData(form));
    [...kept].forEach(function (pair) { if (!pair[1].trim()) kept.delete(pair[0]); });
    var at = new URL(location);
    at.search = kept;
    try { history.replaceState(null, "", at); } catch (refused) { /* from a folder */ }
  }

  var timer, first = new URLSearchParams(location.search);
  [box, form.elements.side, form.elements.sort].forEach(answer);
  page.hidden = false;
  load("index").then(fillChoices).then(run, run);
  box.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(run, 150); });
  form.addEventListener("change", run);
  form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(timer); run(); });
  again.addEventListener("click", run);
  more.addEventListener("click", function () {
    var next = list.children.length;
    showMore().then(function () { list.children[next].querySelector("a").focus(); });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !event.target.closest("input, select, textarea")) { event.preventDefault(); box.focus(); }
  });
})();
