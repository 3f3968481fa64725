// What an article's page can do better with a script, and does without one as well: the way of reading and the lines under
// glossary words are remembered, the address says how the page is read, and links are copied by a button.
(() => {
  const text = document.getElementById("text");
  if (!text) return;
  const words = text.dataset;
  const modes = [...document.querySelectorAll(".modes input")];
  const underline = document.getElementById("underline");
  const own = document.querySelector(".modes")?.dataset.own;

  // Storage is refused in some private windows and from some disks: then nothing is remembered, and nothing breaks.
  const remembered = (name) => {
    try {
      return localStorage.getItem("digest." + name);
    } catch {
      return null;
    }
  };
  const remember = (name, value) => {
    try {
      localStorage.setItem("digest." + name, value);
    } catch {}
  };

  // The address ----------------------------------------------------------------------------------------------------
  const address = (id) => {
    const at = new URL(location.href);
    const chosen = modes.find((mode) => mode.checked)?.value;
    if (chosen && chosen !== own) at.searchParams.set("read", chosen);
    else at.searchParams.delete("read");
    if (id !== undefined) at.hash = id;
    else if (at.hash.startsWith("#read-")) at.hash = "";
    return at.href;
  };
  const tell = () => {
    try {
      history.replaceState(history.state, "", address());
    } catch {}
  };

  // The way of reading: what the address asks for, else what was chosen on the last page in this language. -----------
  if (own) {
    const asked = [
      new URLSearchParams(location.search).get("read"),
      location.hash.startsWith("#read-") && location.hash.slice(6),
      remembered("read-" + own),
      own,
    ];
    const mode = asked.map((name) => modes.find((each) => each.value === name)).find(Boolean);
    mode.checked = true;
    tell();
    for (const each of modes)
      each.addEventListener("change", () => {
        remember("read-" + own, each.value);
        tell();
      });
  }
  if (underline) {
    if (remembered("underline") === "no") underline.checked = false;
    underline.addEventListener("change", () => remember("underline", underline.checked ? "yes" : "no"));
  }

  // Links -----------------------------------------------------------------------------------------------------------
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  text.append(said);

  const copy = async (what) => {
    try {
      await navigator.clipboard.writeText(what);
      return true;
    } catch {
      const box = document.createElement("textarea");
      box.className = "vh";
      box.value = what;
      text.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      return done;
    }
  };
  const copier = (label, id) => {
    const button = document.createElement("button");
    let later;
    button.type = "button";
    button.className = "copy";
    button.textContent = label;
    button.addEventListener("click", async (event) => {
      const at = id();
      const done = await copy(address(at));
      if (!done && at) location.hash = at;
      clearTimeout(later);
      said.textContent = "";
      later = setTimeout(() => {
        said.textContent = done ? words.copied : words.failed;
        later = setTimeout(() => (button.textContent = label), 2500);
      }, 50);
      if (done) button.textContent = words.copied;
      if (event.detail) button.blur(); // a mouse's click: the button may follow the pointer again
      else button.focus();
    });
    return button;
  };

  // One button goes along with the reader: beside the number of the paragraph that is pointed at, focused or addressed.
  // Where a sentence of that paragraph is addressed, it copies the sentence's link.
  const button = copier(words.copy, () => {
    const pair = button.closest(".pair");
    return (pair.querySelector(".s:target") || pair).id;
  });
  const offer = (element) => {
    const number = element?.closest?.(".pair")?.querySelector(".no");
    if (number && !number.contains(button) && document.activeElement !== button) {
      button.textContent = words.copy;
      number.append(button);
    }
  };
  text.addEventListener("pointerover", (event) => offer(event.target));
  text.addEventListener("focusin", (event) => offer(event.target));
  const arrived = () => offer(document.querySelector(":target"));
  addEventListener("hashchange", arrived);
  arrived();

  const aids = document.querySelector(".aids");
  if (own) {
    aids.querySelectorAll("a").forEach((link) => link.remove());
    aids.append(copier(words.copyPage, () => ""));
  }
})();
