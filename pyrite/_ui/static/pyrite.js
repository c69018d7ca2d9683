"use strict";
(() => {
  const root = document.documentElement;
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const turn = () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("pyrite-theme", root.dataset.theme); } catch (_) { /* storage may be forbidden */ }
  };
  document.getElementById("theme")?.addEventListener("click", turn);

  // Folds stay as they were left, on this page and on the next of its kind.
  const place = location.pathname.replace(/^\/history\/[^/]+/, "");
  const folds = part => part.querySelectorAll("details.fold[id]").forEach(fold => {
    const key = `pyrite-fold:${place}:${fold.id}`;
    try {
      const kept = sessionStorage.getItem(key);
      if (kept !== null) fold.open = kept === "open";
      fold.addEventListener("toggle", () => sessionStorage.setItem(key, fold.open ? "open" : "shut"));
    } catch (_) { /* storage may be forbidden */ }
  });
  folds(document);

  // Keys: g and a letter goes to a page, / to the search, n and p turn pages, d the theme.
  let after = "";
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const key = event.key;
    if (after === "g") {
      const tab = document.querySelector(`.tabs a[data-key="${CSS.escape(key)}"]`);
      after = "";
      if (tab) tab.click();
      return;
    }
    after = key;
    if (key === "d") turn();
    else if (key === "n") document.querySelector("a[rel=next]")?.click();
    else if (key === "p") document.querySelector("a[rel=prev]")?.click();
    else if (key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    }
  });

  // Live: the server says that something has changed; then the parts that are live are fetched anew.
  const source = document.body.dataset.events;
  if (!source) return;
  const light = document.getElementById("live");
  let busy = false, again = false, shown = document.body.dataset.version;
  const parts = page => new Map([...page.querySelectorAll("[data-live]")].map(part => [part.id, part]));
  const touched = part => part.matches(":focus-within") || part.querySelector("details.kill[open]");

  async function refresh() {
    if (busy || document.hidden) { again = true; return; }
    busy = true; again = false;
    try {
      const answer = await fetch(location.href, { headers: { "X-Pyrite-Live": "1" }, cache: "no-store" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = parts(page), old = parts(document);
      if ([...fresh.keys()].join() !== [...old.keys()].join()) {
        const main = document.getElementById("main");
        if (!touched(main)) {
          main.replaceChildren(...page.getElementById("main").childNodes);
          folds(main);
        }
      } else {
        for (const [id, part] of fresh) {
          const here = old.get(id);
          if (touched(here) || here.innerHTML === part.innerHTML) continue;
          const open = [...here.querySelectorAll("details[open][id]")].map(each => each.id);
          here.replaceChildren(...part.childNodes);
          open.forEach(each => { const fold = document.getElementById(each); if (fold) fold.open = true; });
        }
      }
      shown = page.body.dataset.version;
    } catch (_) { /* the next message tries again */ } finally {
      setTimeout(() => { busy = false; if (again) refresh(); }, 700);
    }
  }
  const stream = new EventSource(source);
  stream.addEventListener("change", event => { light?.classList.remove("off"); if (event.data !== shown) refresh(); });
  stream.addEventListener("open", () => light?.classList.remove("off"));
  stream.addEventListener("end", () => {
    stream.close();
    light?.classList.add("off");
    light?.querySelector("span")?.replaceChildren("ended");
    again = false; refresh();
  });
  stream.addEventListener("error", () => light?.classList.add("off"));
  document.addEventListener("visibilitychange", () => { if (!document.hidden && again) refresh(); });
  // What runs grows older even when nothing happens.
  setInterval(() => { if (document.querySelector(".status.running, .status.active, b.running")) refresh(); }, 5000);
})();
