// Keeps the place on a page over a time in which an error page stood there. Browsers keep it over a plain reload.
(() => {
  const key = "preview-place:" + location.pathname;
  const standIn = document.documentElement.dataset.preview !== undefined;
  try {
    const kept = sessionStorage.getItem(key) || "";
    if (standIn) {
      if (kept && !kept.startsWith("!")) sessionStorage.setItem(key, "!" + kept);
      return;
    }
    if (kept.startsWith("!")) {
      sessionStorage.removeItem(key);
      addEventListener("load", () => scrollTo(0, Number(kept.slice(1))));
    }
    addEventListener("pagehide", () => sessionStorage.setItem(key, String(scrollY)));
  } catch {
    // A browser without storage keeps no place; nothing else depends on it.
  }
})();
