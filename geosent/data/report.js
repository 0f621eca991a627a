"use strict";
// Tooltips on the map, sorting of tables, and opening the evidence. Without this script the page
// still shows everything: browsers show titles by themselves, and details open on a click.
// Texts are only ever set as textContent.
(() => {
  const tip = document.getElementById("tip");
  const titles = new Map();
  for (const shape of document.querySelectorAll("svg.map a")) {
    const title = shape.querySelector("title");
    const lines = title.textContent.split("\n");
    titles.set(shape, lines);
    shape.setAttribute("aria-label", lines[0]);
    title.remove();
  }
  const place = (event) => {
    const box = tip.getBoundingClientRect();
    let x = event.clientX + 14;
    let y = event.clientY + 14;
    if (x + box.width > innerWidth - 6) x = Math.max(6, event.clientX - box.width - 14);
    if (y + box.height > innerHeight - 6) y = Math.max(6, event.clientY - box.height - 14);
    tip.style.left = `${x}px`;
    tip.style.top = `${y}px`;
  };
  const shapeOf = (event) => event.target.closest && event.target.closest("svg.map a");
  document.addEventListener("pointerover", (event) => {
    const shape = shapeOf(event);
    tip.hidden = !shape;
    if (!shape) return;
    const [name, ...lines] = titles.get(shape);
    const head = document.createElement("b");
    head.textContent = name;
    tip.replaceChildren(head, ...lines.map((line) => {
      const row = document.createElement("span");
      row.textContent = line;
      return row;
    }));
    place(event);
  });
  document.addEventListener("pointermove", (event) => {
    if (!tip.hidden) place(event);
  });

  const number = (cell) => (cell.dataset.v === undefined ? NaN : Number(cell.dataset.v));
  for (const head of document.querySelectorAll("table.sortable thead")) {
    head.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const th = button.closest("th");
      const column = th.cellIndex;
      const text = th.dataset.kind === "text";
      const up = th.getAttribute("aria-sort")
        ? th.getAttribute("aria-sort") === "descending"
        : text;
      for (const other of head.querySelectorAll("th")) other.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", up ? "ascending" : "descending");
      const body = head.parentElement.tBodies[0];
      const rows = [...body.rows].map((row) => [row, row.cells[column]]);
      rows.sort(([, a], [, b]) => {
        if (text) return (up ? 1 : -1) * a.textContent.localeCompare(b.textContent, "en");
        const [x, y] = [number(a), number(b)];
        if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
        return (up ? 1 : -1) * (x - y);
      });
      body.append(...rows.map(([row]) => row));
    });
  }

  const all = () => [...document.querySelectorAll("#evidence details")];
  const toggle = document.getElementById("toggle");
  if (toggle) {
    toggle.addEventListener("click", () => {
      const open = all().some((item) => !item.open);
      for (const item of all()) item.open = open;
      toggle.textContent = open ? "Close all" : "Open all";
    });
  }
  const openTarget = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") {
      target.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", openTarget);
  openTarget();
})();
