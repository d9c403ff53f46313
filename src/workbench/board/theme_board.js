// The board of themes. Columns are themes, cards are criteria; the kernel holds the truth (see desk.py): a gesture is
// sent, nothing moves until the answer says that it is saved, and the answer holds only what changed.
// No word stands here: all texts come from Python, in the reader's language.

const FIRST = 40; // cards of a column that are laid out at once; more as they are asked for
const STEP = 120;
const PATIENCE = 2500; // ms until the page says that the notebook is busy
const LOST = 36000; // ms until it says that the notebook does not answer; the file may be locked for 30 s
const LOOK = 5000; // ms between two looks at what others decided
const PAPERS = 8;

// Marks of groups and signs of questions, drawn in a square of 16.
const MARKS = [
  "M2 2h12v12H2z",
  "M8 1 15 8 8 15 1 8z",
  "M8 1.5 15 14H1z",
  "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z",
  "M5.5 1h5v4.5H15v5h-4.5V15h-5v-4.5H1v-5h4.5z",
  "M1 2h14L8 14.5z",
  "m8 .8 2.1 4.9 5.3.4-4 3.5 1.2 5.2L8 12l-4.6 2.8 1.2-5.2-4-3.5 5.3-.4z",
  "M4.5 1.5h7L15 8l-3.5 6.5h-7L1 8z",
];
const SIGNS = {
  wellbeing: "M8 5a3 3 0 1 1 0 6 3 3 0 1 1 0-6zM8 .8v2.4M8 12.8v2.4M.8 8h2.4M12.8 8h2.4M2.9 2.9l1.7 1.7M11.4 11.4l1.7 1.7M2.9 13.1l1.7-1.7M11.4 4.6l1.7-1.7",
  illbeing: "M4.5 9.5a3 3 0 1 1 .6-5.9 3.6 3.6 0 0 1 6.9 1 2.5 2.5 0 0 1-.5 4.9zM5 11.5l-1 3M8.3 11.5l-1 3M11.6 11.5l-1 3",
  action: "M1.5 8h12M9 3.5 13.5 8 9 12.5",
  coresponsibility: "M5.6 4a4 4 0 1 1 0 8 4 4 0 1 1 0-8zM10.4 4a4 4 0 1 1 0 8 4 4 0 1 1 0-8z",
};

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function drawn(path, kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `wb-sign wb-${kind}`);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

// Each kind of group has its own pair of paper and mark, also when there are more of them than papers.
const mark = (kind) => drawn(MARKS[(kind + Math.floor(kind / PAPERS)) % MARKS.length], "mark");
const paper = (kind) => `wb-paper-${kind % PAPERS}`;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
// Once what was changed stands on the screen: a frame begins, and after it the next task.
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
const hidden = (text) => make("span", { class: "wb-hidden", text });

class Board {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.words = model.get("texts");
    this.codes = model.get("codes");
    this.page = Math.random().toString(36).slice(2);
    this.number = new Intl.NumberFormat(this.words.speaks);
    this.collator = new Intl.Collator(this.words.speaks);
    this.asked = 0;
    this.titles = 0;
    this.pending = new Map();
    this.chosen = new Set();
    this.put_off = new Set();
    this.columns = new Map();
    this.filters = {};
    this.wanted = "";
    this.active = null; // the framed card
    this.at = null; // the framed column
    this.version = -1;
    this.started = performance.now();
    this.heard = (message) => this.hear(message);
    this.build();
    model.on("msg:custom", this.heard);
    this.greet();
    this.clock = setInterval(() => this.look(), LOOK);
    this.seen = () => this.look();
    window.addEventListener("focus", this.seen);
  }

  close() {
    clearInterval(this.clock);
    window.removeEventListener("focus", this.seen);
    this.model.off("msg:custom", this.heard);
    for (const { timers } of this.pending.values()) timers.forEach(clearTimeout);
  }

  say(name, values = {}) {
    return (this.words[name] ?? name).replace(/\{(\w+)\}/g, (_all, key) =>
      typeof values[key] === "number" ? this.number.format(values[key]) : values[key]);
  }

  // ------------------------------------------------------------------ the kernel

  ask(message) {
    const id = ++this.asked;
    const full = { ...message, id, page: this.page, version: this.version, who: this.who?.value ?? "" };
    return new Promise((resolve) => {
      const quiet = message.do === "look";
      const timers = quiet ? [setTimeout(() => this.pending.delete(id), LOST)] : [
        setTimeout(() => this.announce(this.say("busy")), PATIENCE),
        setTimeout(() => this.settle(id, { ok: false, fault: this.say("lost"), changes: {} }), LOST),
      ];
      this.pending.set(id, { resolve, timers, quiet, began: performance.now() });
      this.show_saving();
      try {
        const sent = this.model.send(full);
        sent?.catch?.(() => this.settle(id, { ok: false, fault: this.say("lost"), changes: {} }));
      } catch (error) {
        console.error(error);
        this.settle(id, { ok: false, fault: this.say("lost"), changes: {} });
      }
    });
  }

  settle(id, answer) {
    const waiting = this.pending.get(id);
    if (!waiting) return;
    waiting.timers.forEach(clearTimeout);
    this.pending.delete(id);
    this.show_saving();
    waiting.resolve(answer);
  }

  hear(answer) {
    const asked = answer?.page === this.page && this.pending.get(answer.id);
    if (asked) performance.measure("workbench board: answered", { start: asked.began, end: performance.now() });
    if (answer?.kind === "board" && answer.page === this.page) {
      this.lay_out(answer.board, answer.version);
    } else if (answer?.version !== undefined && this.version >= 0) {
      if (answer.from === this.version) {
        this.version = answer.version;
        this.apply(answer.changes);
      } else if (answer.version !== this.version) {
        this.greet(); // something was missed
      }
    }
    if (answer?.others?.length) this.tell_others(answer.others);
    if (answer?.page === this.page) this.settle(answer.id, answer);
  }

  async greet() {
    const answer = await this.ask({ do: "hello" });
    if (!answer.ok) this.fail(answer.fault);
  }

  // Look at what others decided; what is wrong with the file is said once.
  async look() {
    if (this.pending.size || this.version < 0 || document.visibilityState !== "visible" || !this.root.isConnected) return;
    const { fault } = await this.ask({ do: "look" });
    if (fault && fault !== this.last_fault) this.fail(fault);
    this.last_fault = fault;
  }

  // Send a gesture; true when it is saved and shown.
  async decide(message, cards = []) {
    const began = performance.now();
    for (const card of cards) {
      this.node_of(card)?.classList.add("wb-saving");
      this.node_of(card)?.classList.remove("wb-back");
    }
    const answer = await this.ask(message);
    for (const card of cards) this.node_of(card)?.classList.remove("wb-saving");
    if (!answer.ok) {
      this.fail(answer.fault || this.say("lost"));
      for (const card of cards) this.node_of(card)?.classList.add("wb-back");
      return false;
    }
    this.problem.hidden = true;
    this.announce(answer.said);
    await painted();
    performance.measure("workbench board: saved and shown", { start: began, end: performance.now() });
    return true;
  }

  // ------------------------------------------------------------------ the frame

  build() {
    const { root } = this;
    root.className = "wb-board";
    root.lang = this.words.speaks;
    root.setAttribute("role", "region");
    root.setAttribute("aria-label", this.say("board"));
    root.setAttribute("data-lm-suppress-shortcuts", "true"); // JupyterLab's own keys would cut and merge cells here
    this.search = make("input", { type: "search", class: "wb-search", placeholder: this.say("search_hint"), "aria-label": this.say("search"), oninput: () => this.filter() });
    this.menus = make("div", { class: "wb-filters", role: "group", "aria-label": this.say("filters") });
    this.counted = make("span", { class: "wb-counted" });
    this.who = make("input", { type: "text", class: "wb-who", placeholder: this.say("who_hint"), "aria-label": this.say("who") });
    this.saved = make("span", { class: "wb-saved", role: "status", "data-saved": "" });
    this.buttons = {};
    const buttons = ["move", "split", "new", "merge", "rename", "validate", "code", "undo", "redo"].map((name) => {
      const button = make("button", { type: "button", class: "wb-button", "data-do": name, onclick: () => this.act(name) }, this.say(name), make("kbd", { text: this.words.key[name].toUpperCase(), "aria-hidden": "true" }));
      button.setAttribute("aria-keyshortcuts", this.words.key[name].toUpperCase());
      return (this.buttons[name] = button);
    });
    const help = make("button", { type: "button", class: "wb-button", "data-do": "help", onclick: () => this.help() }, this.say("help"), make("kbd", { text: "?", "aria-hidden": "true" }));
    const toolbar = make("div", { class: "wb-toolbar", role: "toolbar", "aria-label": this.say("toolbar") }, ...buttons, help);
    const finding = make("div", { class: "wb-finding" }, this.search, this.menus, this.counted);
    const state = make("div", { class: "wb-state" }, make("label", { class: "wb-who-label" }, this.say("who") + " ", this.who), this.saved);
    this.problem = make("div", { class: "wb-problem", role: "alert", hidden: true });
    this.notice = make("div", { class: "wb-notice", role: "status", hidden: true });
    this.faults = make("div", { class: "wb-faults", hidden: true });
    this.queue_bar = make("section", { class: "wb-queue" });
    this.strip = make("div", { class: "wb-columns", role: "group", "aria-label": this.say("columns") }, make("p", { class: "wb-loading", text: this.say("loading") }));
    this.foot = make("div", { class: "wb-foot" });
    this.live = make("div", { class: "wb-hidden", "aria-live": "polite", "aria-atomic": "true" });
    this.dialog = make("dialog", { class: "wb-dialog" });
    this.dialog.addEventListener("cancel", () => (this.outcome = null));
    root.replaceChildren(make("div", { class: "wb-top" }, finding, toolbar, state), this.problem, this.notice, this.faults, this.queue_bar, this.strip, this.foot, this.live, this.dialog);
    root.addEventListener("keydown", (event) => this.key(event));
    this.strip.addEventListener("dragover", (event) => this.drag_over(event));
    this.strip.addEventListener("dragleave", (event) => !this.strip.contains(event.relatedTarget) && this.aim(null));
    this.strip.addEventListener("drop", (event) => this.drop(event));
    this.strip.addEventListener("dragend", () => this.drag_end());
  }

  lay_out(board, version) {
    const began = performance.now();
    this.version = version;
    this.all = new Map(board.all.map((card, place) => [card.id, { ...card, place, find: plain(`${card.text} ${card.group}`) }]));
    this.kinds = board.kinds;
    this.themes = new Map(Object.entries(board.themes));
    this.cards = new Map(Object.entries(board.cards));
    this.queue = new Map(Object.entries(board.queue));
    this.order = [...board.order];
    for (const name of ["saved", "undo", "redo", "problems"]) this[`${name}_now`] = board[name];
    if (!this.laid) {
      this.who.value = board.who;
      this.build_filters();
      this.build_foot();
      this.laid = true;
    }
    this.columns.clear();
    this.gather();
    const zone = make("button", { type: "button", class: "wb-column wb-zone", "data-do": "zone", tabindex: "-1", onclick: () => this.act(this.chosen.size ? "split" : "new") }, "+ " + this.say("new"));
    this.strip.replaceChildren(...this.order.map((theme) => this.column(theme).node), zone);
    this.zone = zone;
    if (this.active && !this.cards.has(this.active)) this.active = null;
    this.frame_first();
    this.show_queue();
    this.show_state();
    painted().then(() => {
      performance.measure("workbench board: drawn", { start: began, end: performance.now() });
      performance.measure("workbench board: laid out", { start: this.started, end: performance.now() });
      this.root.dataset.ready = "true";
    });
  }

  // The cards of each theme: those that people placed first, the latest on top, then the most typical.
  gather(themes = null) {
    const lists = new Map([...(themes ?? this.themes.keys())].map((theme) => [theme, []]));
    for (const [id, card] of this.cards) lists.get(card.theme)?.push(id);
    const since = (id) => Date.parse(this.cards.get(id).since) || 0;
    for (const [theme, ids] of lists) {
      const timed = new Map(ids.map((id) => [id, since(id)]));
      ids.sort((a, b) => timed.get(b) - timed.get(a) || this.all.get(a).place - this.all.get(b).place);
      const column = this.columns.get(theme) ?? { theme, limit: FIRST };
      column.ids = ids;
      this.columns.set(theme, column);
    }
  }

  apply(changes) {
    if (!changes || !Object.keys(changes).length) return;
    const had_focus = this.strip.contains(document.activeElement);
    const touched = new Set();
    const arrived = [];
    for (const [theme, row] of Object.entries(changes.themes ?? {})) {
      touched.add(theme);
      if (row) this.themes.set(theme, row);
      else this.themes.delete(theme);
    }
    for (const [id, card] of Object.entries(changes.cards ?? {})) {
      const was = this.cards.get(id)?.theme;
      if (was !== card.theme) arrived.push(id);
      if (was) touched.add(was);
      touched.add(card.theme);
      this.cards.set(id, card);
    }
    for (const [id, question] of Object.entries(changes.queue ?? {})) {
      if (question) this.queue.set(id, question);
      else this.queue.delete(id);
    }
    for (const name of ["saved", "undo", "redo", "problems"]) if (name in changes) this[`${name}_now`] = changes[name];
    for (const theme of touched) {
      if (!this.themes.has(theme)) {
        this.columns.get(theme)?.node.remove();
        this.columns.delete(theme);
        this.order = this.order.filter((one) => one !== theme);
      }
    }
    const fresh = [...touched].filter((theme) => this.themes.has(theme));
    this.gather(fresh);
    for (const theme of fresh) {
      const column = this.columns.get(theme);
      const is_new = !column.node;
      this.column(theme);
      if (is_new) {
        this.order = [theme, ...this.order]; // a new theme stands in front until the board is laid out anew
        this.strip.prepend(column.node);
      }
    }
    for (const id of arrived) this.node_of(id)?.classList.add("wb-arrived");
    for (const theme of new Set(arrived.map((id) => this.cards.get(id).theme))) this.columns.get(theme).list.scrollTop = 0;
    if (this.at && !this.themes.has(this.at)) this.at = null;
    this.frame_first();
    this.show_queue();
    this.show_state();
    if (had_focus && !this.strip.contains(document.activeElement)) this.focus();
  }

  // ------------------------------------------------------------------ columns and cards

  column(theme) {
    const column = this.columns.get(theme);
    const row = this.themes.get(theme);
    const own = row.kind === "theme";
    const title = make("h3", { id: `wb-${this.page}-${++this.titles}`, text: row.label, class: "wb-title" });
    const state = own ? make("span", { class: `wb-badge wb-${row.state}`, text: (row.state === "suggested" ? "" : "✓ ") + this.say(row.state) }) : null;
    const meta = [make("span", { text: row.meta })];
    if (row.stability !== null && own) {
      const figure = this.number.format(Math.round(row.stability * 100) / 100);
      meta.push(make("span", { class: "wb-stability", title: this.say("stability_is", { figure }) }, this.say("stability") + " ", make("i", { class: "wb-meter", style: `--part:${row.stability}`, "aria-hidden": "true" }), " " + figure));
    }
    if (row.code) meta.push(make("span", { class: "wb-code", title: row.code_label }, hidden(this.say("filed") + " "), row.code, row.code_label ? hidden(` ${row.code_label}`) : null));
    if (!own) meta.push(make("span", { text: this.say(row.kind === "alone" ? "kept" : "aside") }));
    const tools = own ? make("span", { class: "wb-tools" }, ...["rename", "merge", "validate", "code"].map((name) =>
      make("button", { type: "button", tabindex: "-1", title: `${this.say(name)} (${this.words.key[name].toUpperCase()})`, "aria-label": `${this.say(name)} ${row.label}`, "data-do": name, onclick: () => this.act(name, theme) }, { rename: "✎", merge: "⇢", validate: "✓", code: "#" }[name]))) : null;
    const head = make("header", { class: "wb-head", draggable: own ? "true" : null, ondragstart: (event) => this.drag_theme(event, theme), onclick: () => this.frame(null, theme), ondblclick: () => own && this.act("rename", theme) },
      title, make("p", { class: "wb-meta" }, row.emerging ? make("span", { class: "wb-badge wb-emerging", text: this.say("emerging") }) : null, state, tools, ...meta));
    const look = `wb-column wb-is-${row.kind} wb-of-${row.state}${row.emerging ? " wb-is-emerging" : ""}`;
    if (column.node) column.node.firstChild.replaceWith(head); // the cards stay where they are, and so does the scroll
    else {
      column.list = make("ul", { class: "wb-cards", role: "listbox", "aria-multiselectable": "true", tabindex: "0", onfocus: () => this.enter(column), onscroll: () => this.scrolled(column) });
      column.more = make("button", { type: "button", class: "wb-more", tabindex: "-1", onclick: () => this.extend(column) });
      column.note = make("p", { class: "wb-none" });
      column.node = make("section", { role: "group", "data-theme": theme }, head, column.list, column.note, column.more);
    }
    column.node.className = look;
    column.node.setAttribute("aria-labelledby", title.id);
    column.list.setAttribute("aria-label", this.say("cards_of", { theme: row.label }));
    this.fill(column);
    return column;
  }

  // Lay the cards out; those that stand as they did are not drawn again.
  fill(column) {
    column.shown = this.filtering() ? column.ids.filter((id) => this.fits(id)) : column.ids;
    const { list } = column;
    const drawn = new Map([...list.children].map((node) => [node.dataset.card, node]));
    const wanted = column.shown.slice(0, column.limit);
    const kept = new Set(wanted);
    for (const [id, node] of drawn) if (!kept.has(id) || node.stands !== this.cards.get(id)) node.remove();
    let next = list.firstChild;
    wanted.forEach((id, place) => {
      let node = drawn.get(id);
      if (node?.parentNode !== list) node = this.card(id, place, column);
      node.setAttribute("aria-posinset", place + 1);
      node.setAttribute("aria-setsize", column.shown.length);
      if (node === next) next = node.nextSibling;
      else list.insertBefore(node, next);
    });
    column.note.textContent = column.ids.length ? this.say("none_shown") : this.say("empty");
    column.note.hidden = column.shown.length > 0;
    this.show_more(column);
    column.node.classList.toggle("wb-framed", column.theme === this.at);
  }

  show_more(column) {
    const left = column.shown.length - column.list.childElementCount;
    column.more.hidden = left <= 0;
    column.more.textContent = this.say("more", { n: left });
  }

  extend(column, upto = 0) {
    const laid = column.list.childElementCount;
    column.limit = Math.max(column.limit + STEP, upto + 1);
    column.list.append(...column.shown.slice(laid, column.limit).map((id, place) => this.card(id, laid + place, column)));
    this.show_more(column);
  }

  scrolled(column) {
    const { list } = column;
    if (!column.more.hidden && list.scrollTop + list.clientHeight > list.scrollHeight - 400) this.extend(column);
  }

  card(id, place, column) {
    const said = this.all.get(id);
    const { state, unsure, wording } = this.cards.get(id);
    const who = make("p", { class: "wb-by" }, make("span", { class: "wb-q" }, mark(said.kind), said.group || this.say("unnamed_group")));
    if (said.language && said.language !== this.words.speaks) who.append(make("span", { class: "wb-lang", text: said.language, title: this.words.language[said.language] }));
    if (said.question) who.append(make("span", { class: "wb-q" }, drawn(SIGNS[said.question] ?? SIGNS.action, "question"), this.words.question[said.question] ?? said.question));
    const marks = make("span", { class: "wb-ticks" });
    if (state !== "suggested") marks.append(make("span", { class: "wb-tick", "aria-hidden": "true", text: state === "validated" ? "✓✓" : "✓" }), hidden(` ${this.say(state)}`));
    if (unsure) marks.append(make("span", { class: "wb-doubt", "aria-hidden": "true", text: "?" }), hidden(` ${this.say("unsure")}`));
    const tilt = ((said.place * 7) % 11 - 5) / 9;
    const sheet = make("div", { class: `wb-paper ${paper(said.kind)}`, style: `--tilt:${tilt}deg` }, make("p", { class: "wb-text", lang: said.language || null, text: said.text }),
      wording ? make("p", { class: "wb-reworded" }, make("span", { text: this.say("reworded") }), " ", make("q", { lang: said.language || null, text: wording })) : null, who, marks);
    const node = make("li", {
      class: "wb-card", role: "option", "aria-selected": String(this.chosen.has(id)), "aria-posinset": place + 1, "aria-setsize": column.shown.length,
      tabindex: id === this.active ? "0" : "-1", draggable: "true", "data-card": id,
      onclick: (event) => this.click(event, id), ondblclick: () => this.details(id), ondragstart: (event) => this.drag_start(event, id),
    }, sheet);
    node.classList.toggle("wb-framed", id === this.active);
    node.stands = this.cards.get(id); // replaced whenever the card changes
    if (id === this.open) sheet.append(this.told(said));
    return node;
  }

  told(said) {
    const lines = [make("dt", { text: this.say("source") }), make("dd", { text: said.source || "–" })];
    for (const name of ["territory", "wave"]) if (said[name]) lines.push(make("dt", { text: this.words.column[name] }), make("dd", { text: said[name] }));
    if (said.votes) lines.push(make("dt", { text: this.say("votes") }), make("dd", { text: this.number.format(said.votes) }));
    if (said.near.length) lines.push(make("dt", { text: this.say("near") }), make("dd", { text: said.near.join(" · ") }));
    return make("dl", { class: "wb-told" }, ...lines);
  }

  details(id) {
    const before = this.open;
    this.open = before === id ? null : id;
    for (const one of [before, this.open]) this.redraw(one);
    const said = this.all.get(id);
    if (this.open) this.announce(`${this.say("source")} ${said.source}. ${said.territory} ${said.wave}. ${said.near.length ? this.say("near") + ": " + said.near.join("; ") : ""}`);
    this.focus();
  }

  redraw(id) {
    const node = id && this.node_of(id);
    if (!node) return;
    const column = this.columns.get(this.cards.get(id).theme);
    node.replaceWith(this.card(id, column.shown.indexOf(id), column));
  }

  node_of(id) {
    return this.strip.querySelector(`[data-card="${CSS.escape(id)}"]`);
  }

  // ------------------------------------------------------------------ what is framed and chosen

  // Frame a card (or a column, where id is null); there is always one place to which Tab leads.
  frame(id, theme, focus = true) {
    const old = this.active && this.node_of(this.active);
    if (old) {
      old.tabIndex = -1;
      old.classList.remove("wb-framed");
    }
    this.columns.get(this.at)?.node.classList.remove("wb-framed");
    this.columns.get(this.at)?.list.setAttribute("tabindex", "0");
    this.active = id;
    this.at = theme;
    const column = this.columns.get(theme);
    if (!column) return;
    column.node.classList.add("wb-framed");
    if (id) {
      const place = column.shown.indexOf(id);
      if (place >= column.list.childElementCount) this.extend(column, place);
      const node = this.node_of(id);
      if (node) {
        node.tabIndex = 0;
        node.classList.add("wb-framed");
        column.list.tabIndex = -1; // Tab leads to the framed card, and from it to the next column
      }
    }
    if (focus) this.focus();
    this.show_buttons();
  }

  // Tab came to a column: its first card is framed.
  enter(column) {
    if (this.at !== column.theme || !this.active) this.frame(column.shown[0] ?? null, column.theme, column.shown.length > 0);
  }

  frame_first() {
    const column = this.columns.get(this.at) ?? this.columns.get(this.order[0]);
    if (!column) return;
    const here = this.active && column.shown?.includes(this.active) ? this.active : column.shown?.[Math.min(this.place ?? 0, column.shown.length - 1)] ?? null;
    this.frame(here, column.theme, false);
  }

  focus() {
    const node = this.active ? this.node_of(this.active) : this.columns.get(this.at)?.list;
    node?.focus({ preventScroll: true });
    node?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  step(down, right, extend) {
    const here = this.columns.get(this.at);
    if (!here) return;
    let column = here;
    let place = this.active ? here.shown.indexOf(this.active) : -1;
    if (right) {
      const columns = this.order.map((theme) => this.columns.get(theme));
      column = columns[Math.max(0, Math.min(columns.length - 1, columns.indexOf(here) + right))];
      if (column === here) return;
      place = Math.max(place, 0);
    } else place = Number.isFinite(down) ? place + down : down > 0 ? column.shown.length - 1 : 0;
    place = Math.max(0, Math.min(column.shown.length - 1, place));
    const id = column.shown[place] ?? null;
    if (extend && id && this.active) this.choose(this.active, true);
    this.frame(id, column.theme);
    if (extend && id) this.choose(id, true);
    if (right) this.announce(this.themes.get(column.theme).label);
  }

  choose(id, on) {
    if (on) this.chosen.add(id);
    else this.chosen.delete(id);
    this.node_of(id)?.setAttribute("aria-selected", String(on));
    this.show_buttons();
  }

  choose_none() {
    for (const id of [...this.chosen]) this.choose(id, false);
  }

  click(event, id) {
    const column = this.columns.get(this.cards.get(id).theme);
    if (event.shiftKey && this.active && column.shown.includes(this.active)) {
      const [from, to] = [column.shown.indexOf(this.active), column.shown.indexOf(id)].sort((a, b) => a - b);
      for (const one of column.shown.slice(from, to + 1)) this.choose(one, true);
    } else if (event.ctrlKey || event.metaKey) this.choose(id, !this.chosen.has(id));
    else {
      const only = this.chosen.size === 1 && this.chosen.has(id);
      this.choose_none();
      if (!only) this.choose(id, true);
    }
    this.frame(id, column.theme);
  }

  // The cards that a gesture means: the chosen ones, or the framed one.
  meant() {
    const chosen = [...this.chosen].filter((id) => this.cards.has(id));
    return chosen.length ? chosen : this.active ? [this.active] : [];
  }

  // ------------------------------------------------------------------ gestures

  async act(name, theme = this.at) {
    if (!this.laid) return;
    const row = this.themes.get(theme);
    const label = row?.label ?? "";
    if (["move", "split"].includes(name) && !this.meant().length) return this.fail(this.say("choose_cards"));
    if (["merge", "rename", "validate", "code"].includes(name) && row?.kind !== "theme") return this.fail(this.say("choose_theme"));
    if (name === "undo" || name === "redo") return this.decide({ do: name });
    if (name === "move") {
      const cards = this.meant();
      const to = await this.pick(this.say("move_title"), this.say("find_theme"), this.theme_choices(), (typed) => ({ value: { name: typed }, text: this.say("make_new", { name: typed }) }));
      if (to) await (typeof to === "string" ? this.move(cards, to) : this.split(cards, to.name));
    } else if (name === "split") {
      const cards = this.meant();
      const title = await this.prompt(this.say("split_title"), "", this.say("selected", { n: cards.length }));
      if (title) await this.split(cards, title);
    } else if (name === "new") {
      const title = await this.prompt(this.say("new_title"), "");
      if (title) await this.decide({ do: "new", name: title });
    } else if (name === "rename") {
      const given = row.label.replace(/^[«“„‘"\s\u202f]+|[»”“’"\s\u202f]+$/gu, "");
      const title = await this.prompt(this.say("rename_title", { theme: label }), given);
      if (title) await this.decide({ do: "rename", theme, name: title });
    } else if (name === "validate") {
      const yes = await this.prompt(this.say("validate_title", { theme: label }), null, this.say("validate_text"));
      if (yes) await this.decide({ do: "validate", theme });
    } else if (name === "merge") {
      const to = await this.pick(this.say("merge_title", { theme: label }), this.say("find_theme"), this.theme_choices(true).filter((choice) => choice.value !== theme));
      if (to && (await this.decide({ do: "merge", theme, to }))) this.frame(this.columns.get(to)?.shown[0] ?? null, to);
    } else if (name === "code") {
      const choices = this.codes.map(([code, text]) => ({ value: code, text: `${code} ${text}` }));
      const code = await this.pick(this.say("code_title", { theme: label }), this.say("find_code"), choices, (typed) => ({ value: typed, text: typed }));
      if (code) await this.decide({ do: "code", theme, code });
    }
  }

  async move(cards, to, options = {}) {
    this.leave(cards);
    if (await this.decide({ do: "move", cards, to, ...options }, cards)) this.choose_none();
  }

  async split(cards, name) {
    this.leave(cards);
    if (await this.decide({ do: "split", cards, name }, cards)) this.choose_none();
  }

  // Remember where the frame is to stay when the framed card goes.
  leave(cards) {
    const column = this.columns.get(this.at);
    if (!column || !cards.includes(this.active)) return;
    this.place = column.shown.slice(0, column.shown.indexOf(this.active)).filter((id) => !cards.includes(id)).length;
  }

  theme_choices(own = false) {
    const found = this.order.filter((theme) => !own || this.themes.get(theme).kind === "theme").map((theme) => ({ value: theme, text: this.themes.get(theme).label }));
    if (!own && !this.themes.has("alone")) found.push({ value: "alone", text: this.say("alone") }); // nothing is there yet
    return found;
  }

  answer(place) {
    const [id, question] = this.first_question() ?? [];
    const to = question?.choices[place];
    if (to) this.move(question.said, to, { settle: true });
  }

  key(event) {
    event.stopPropagation();
    const target = event.target;
    if (this.dialog.open) return;
    if (target.closest("input, select, textarea")) {
      if (event.key === "Escape") this.focus();
      return;
    }
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const on_cards = this.strip.contains(target) && !target.closest("button");
    let used = true;
    if (command && key === "z") this.act(event.shiftKey ? "redo" : "undo");
    else if (command && key === "a" && on_cards) for (const id of this.columns.get(this.at)?.shown ?? []) this.choose(id, true);
    else if (command || event.altKey || (key === "Enter" && event.shiftKey)) return this.pass_on(event);
    else if (key === "?") this.help();
    else if (key === "/") this.search.focus();
    else if (key === "Escape") this.choose_none();
    else if (["1", "2", "3"].includes(key)) this.answer(Number(key) - 1);
    else if (on_cards && key === "ArrowDown") this.step(1, 0, event.shiftKey);
    else if (on_cards && key === "ArrowUp") this.step(-1, 0, event.shiftKey);
    else if (on_cards && key === "ArrowRight") this.step(0, 1);
    else if (on_cards && key === "ArrowLeft") this.step(0, -1);
    else if (on_cards && key === "Home") this.step(-Infinity, 0);
    else if (on_cards && key === "End") this.step(Infinity, 0);
    else if (on_cards && key === " " && this.active) this.choose(this.active, !this.chosen.has(this.active));
    else if (on_cards && key === "Enter" && this.active) this.details(this.active);
    else {
      const name = Object.keys(this.words.key).find((one) => this.words.key[one] === key);
      if (name) this.act(name);
      else used = false;
    }
    if (used) event.preventDefault();
  }

  // What the board has no use for is the notebook's: Ctrl+S saves it, Shift+Enter runs the cell.
  pass_on(event) {
    const { key, code, keyCode, ctrlKey, shiftKey, altKey, metaKey } = event;
    const copy = new KeyboardEvent("keydown", { key, code, keyCode, ctrlKey, shiftKey, altKey, metaKey, bubbles: true, cancelable: true });
    if (!this.root.parentElement?.dispatchEvent(copy)) event.preventDefault();
  }

  drag_start(event, id) {
    if (!this.chosen.has(id)) {
      this.choose_none();
      this.choose(id, true);
    }
    this.frame(id, this.cards.get(id).theme, false);
    this.drag = { cards: this.meant() };
    const said = this.all.get(id);
    this.ghost = make("div", { class: `wb-ghost ${paper(said.kind)}` }, said.text, this.drag.cards.length > 1 ? make("b", { text: this.number.format(this.drag.cards.length) }) : null);
    this.root.append(this.ghost);
    event.dataTransfer.setDragImage(this.ghost, 20, 14);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", said.text);
    event.stopPropagation();
    for (const one of this.drag.cards) this.node_of(one)?.classList.add("wb-dragged");
  }

  drag_theme(event, theme) {
    this.drag = { theme };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.themes.get(theme).label);
    event.stopPropagation();
  }

  drag_over(event) {
    if (!this.drag) return;
    event.preventDefault();
    event.stopPropagation();
    this.aim(event.target.closest(".wb-column"));
  }

  aim(node) {
    if (this.aimed === node) return;
    this.aimed?.classList.remove("wb-aimed");
    this.aimed = node;
    node?.classList.add("wb-aimed");
  }

  async drop(event) {
    if (!this.drag) return;
    event.preventDefault();
    event.stopPropagation();
    const { cards, theme } = this.drag;
    const target = event.target.closest(".wb-column");
    this.drag_end();
    if (!target) return;
    const to = target.dataset.theme;
    if (cards && target === this.zone) {
      const title = await this.prompt(this.say("split_title"), "", this.say("selected", { n: cards.length }));
      if (title) await this.split(cards, title);
    } else if (cards && cards.some((id) => this.cards.get(id)?.theme !== to)) await this.move(cards, to);
    else if (theme && to && to !== theme && this.themes.get(to).kind === "theme") {
      const sure = await this.prompt(this.say("merge_title", { theme: this.themes.get(theme).label }), null, this.themes.get(to).label);
      if (sure) await this.decide({ do: "merge", theme, to });
    }
  }

  drag_end() {
    for (const node of this.strip.querySelectorAll(".wb-dragged")) node.classList.remove("wb-dragged");
    this.ghost?.remove();
    this.aim(null);
    this.drag = null;
  }

  // ------------------------------------------------------------------ search and filters

  build_filters() {
    const values = (name) => [...new Set([...this.all.values()].map((card) => card[name]).filter(Boolean))];
    for (const name of ["group", "question", "language", "territory", "wave"]) {
      const found = values(name).sort(this.collator.compare);
      if (found.length < 2) continue;
      const options = found.map((value) => make("option", { value, text: this.words[name]?.[value] ?? value }));
      this.menus.append(this.menu(name, options));
    }
    this.menus.append(this.menu("state", ["open", "decided"].map((value) => make("option", { value, text: this.say(`only_${value}`) }))));
    this.clear = make("button", { type: "button", class: "wb-button wb-clear", hidden: true, text: this.say("clear"), onclick: () => this.show_all() });
    this.menus.append(this.clear);
  }

  menu(name, options) {
    const label = this.words.column[name] ?? this.say("all_state");
    return make("select", { "aria-label": label, "data-filter": name, onchange: () => this.filter() }, make("option", { value: "", text: this.say(`all_${name}`) }), ...options);
  }

  show_all() {
    this.search.value = "";
    for (const menu of this.menus.querySelectorAll("select")) menu.value = "";
    this.filter();
    this.search.focus();
  }

  filter() {
    this.wanted = plain(this.search.value.trim());
    this.filters = Object.fromEntries([...this.menus.querySelectorAll("select")].filter((menu) => menu.value).map((menu) => [menu.dataset.filter, menu.value]));
    for (const column of this.columns.values()) {
      column.limit = FIRST;
      this.fill(column);
    }
    for (const id of [...this.chosen]) if (!this.fits(id)) this.choose(id, false); // nothing unseen is moved
    this.active = this.active && this.fits(this.active) ? this.active : null;
    this.frame_first();
    this.show_queue();
    this.show_state();
    this.announce(this.counted.textContent);
  }

  filtering() {
    return this.wanted || Object.keys(this.filters).length;
  }

  fits(id) {
    const card = this.all.get(id);
    if (this.wanted && !card.find.includes(this.wanted) && !plain(this.cards.get(id).wording).includes(this.wanted)) return false;
    return Object.entries(this.filters).every(([name, value]) =>
      name === "state" ? (this.cards.get(id).state !== "suggested") === (value === "decided") : String(card[name]) === value);
  }

  // ------------------------------------------------------------------ what is said

  first_question() {
    const open = [...this.queue].filter(([id, question]) => question.said.some((one) => this.fits(one)));
    const rank = ([id, question]) => question.rank + (this.put_off.has(id) ? 1e9 : 0);
    return open.reduce((best, one) => (best && rank(best) <= rank(one) ? best : one), null);
  }

  show_queue() {
    const first = this.first_question();
    const open = [...this.queue.values()].filter((question) => question.said.some((one) => this.fits(one))).length;
    const bar = this.queue_bar;
    bar.setAttribute("aria-label", this.say("queue", { n: open }));
    if (!first) return bar.replaceChildren(make("p", { class: "wb-done" }, "✓ ", this.say("queue_empty")));
    const [id, question] = first;
    const said = this.all.get(id);
    const typed = document.activeElement?.dataset?.choice; // who answers one after the other stays at the button
    const times = question.said.length > 1 ? make("span", { class: "wb-times", text: this.say("said_times", { n: question.said.length }) }) : null;
    const note = make("div", { class: `wb-paper wb-asked ${paper(said.kind)}` }, make("p", { class: "wb-text", lang: said.language || null, text: said.text }),
      make("p", { class: "wb-by" }, make("span", { class: "wb-q" }, mark(said.kind), said.group || this.say("unnamed_group")), make("span", { class: "wb-q" }, drawn(SIGNS[said.question] ?? SIGNS.action, "question"), this.words.question[said.question] ?? ""), times));
    const choices = question.choices.map((theme, place) => make("button", { type: "button", class: "wb-button wb-choice", "data-choice": place, onclick: () => this.answer(place) }, make("kbd", { text: String(place + 1), "aria-hidden": "true" }), this.themes.get(theme)?.label ?? theme));
    const other = make("button", { type: "button", class: "wb-button", "data-choice": "other", text: this.say("other"), onclick: async () => {
      const to = await this.pick(this.say("move_title"), this.say("find_theme"), this.theme_choices(), (name) => ({ value: { name }, text: this.say("make_new", { name }) }));
      if (to) await (typeof to === "string" ? this.move(question.said, to, { settle: true }) : this.split(question.said, to.name));
    } });
    const later = make("button", { type: "button", class: "wb-button wb-quiet", "data-choice": "later", text: this.say("later"), onclick: () => {
      this.put_off.add(id);
      this.show_queue();
    } });
    const show = make("button", { type: "button", class: "wb-button wb-quiet", "data-choice": "show", text: this.say("show_card"), onclick: () => this.frame(id, this.cards.get(id).theme) });
    bar.replaceChildren(make("h3", { class: "wb-queue-title" }, this.say("queue", { n: open }), make("small", { text: this.say("queue_hint") })), note,
      make("div", { class: "wb-choices", role: "group", "aria-label": `${this.say("rather")} ${said.text}` }, make("span", { class: "wb-rather", text: this.say("rather") }), ...choices, other, later, show));
    if (typed !== undefined) (bar.querySelector(`[data-choice="${typed}"]`) ?? bar.querySelector("button")).focus();
  }

  show_state() {
    this.show_saving();
    const shown = [...this.columns.values()].reduce((sum, column) => sum + column.shown.length, 0);
    this.counted.textContent = this.say("shown", { n: shown, all: this.all.size });
    this.clear.hidden = !this.filtering();
    this.faults.hidden = !this.problems_now.length;
    this.faults.replaceChildren(...this.problems_now.map((text) => make("p", { text: `⚠ ${text}` })));
    this.buttons.undo.disabled = !this.undo_now;
    this.buttons.redo.disabled = !this.redo_now;
    this.buttons.undo.title = this.undo_now ? this.say("undo_what", { decision: this.undo_now }) : "";
    this.show_buttons();
  }

  show_buttons() {
    const own = this.themes?.get(this.at)?.kind === "theme";
    const some = this.meant().length > 0;
    for (const name of ["move", "split"]) this.buttons[name].disabled = !some;
    for (const name of ["merge", "rename", "validate", "code"]) this.buttons[name].disabled = !own;
    const chosen = this.chosen.size;
    this.buttons.move.dataset.count = chosen > 1 ? this.number.format(chosen) : "";
  }

  show_saving() {
    const busy = [...this.pending.values()].some((one) => !one.quiet);
    this.root.setAttribute("aria-busy", String(busy));
    if (this.laid) this.saved.textContent = busy ? this.say("saving") : `✓ ${this.saved_now}`;
  }

  announce(text) {
    this.live.textContent = "";
    setTimeout(() => (this.live.textContent = text), 20);
  }

  fail(text) {
    this.problem.replaceChildren(make("span", { text: `⚠ ${text}` }), make("button", { type: "button", class: "wb-close", "aria-label": this.say("dismiss"), text: "×", onclick: () => { this.problem.hidden = true; this.focus(); } }));
    this.problem.hidden = false;
  }

  tell_others(lines) {
    this.notice.replaceChildren(make("span", { text: this.say("others", { decisions: lines.join(" · ") }) }), make("button", { type: "button", class: "wb-close", "aria-label": this.say("dismiss"), text: "×", onclick: () => (this.notice.hidden = true) }));
    this.notice.hidden = false;
  }

  build_foot() {
    const groups = this.kinds.map((name, kind) => make("li", { class: paper(kind) }, mark(kind), name || this.say("unnamed_group")));
    const asked = new Set([...this.all.values()].map((card) => card.question));
    const questions = Object.entries(this.words.question).filter(([name]) => asked.has(name)).map(([name, text]) => make("li", {}, drawn(SIGNS[name], "question"), text));
    this.foot.replaceChildren(make("h4", { text: this.say("legend") }), make("ul", { class: "wb-legend" }, ...groups), make("h4", { text: this.say("questions") }), make("ul", { class: "wb-legend wb-signs" }, ...questions), make("h4", { text: this.say("keys") }), this.key_list(true));
  }

  key_list(short) {
    const main = Object.entries(this.words.key).map(([name, key]) => [key.toUpperCase(), this.say(name)]);
    const others = [["↑ ↓ ← →", "key_arrows"], ["Home End", "key_home"], ["␣", "key_space"], ["Ctrl A", "key_all"], ["Enter", "key_enter"], ["Esc", "key_escape"], ["1 2 3", "key_queue"], ["/", "key_search"], ["?", "key_help"]].map(([key, name]) => [key, this.say(name)]);
    const lines = short ? [...others.slice(0, 1), ...main, ...others.slice(-3)] : [...others.slice(0, 6), ...main, ...others.slice(6)];
    return make("ul", { class: "wb-keys" }, ...lines.map(([key, text]) => make("li", {}, ...key.split(" ").map((one) => make("kbd", { text: one })), text)));
  }

  // ------------------------------------------------------------------ dialogs

  open_dialog(title, ...content) {
    const back = document.activeElement;
    this.outcome = null;
    const id = `wb-${this.page}-dialog`;
    this.dialog.setAttribute("aria-labelledby", id);
    this.dialog.replaceChildren(make("h3", { id, text: title }), ...content);
    this.dialog.showModal();
    return new Promise((resolve) => this.dialog.addEventListener("close", () => {
      if (this.root.contains(back) && back !== document.body && back.isConnected) back.focus({ preventScroll: true });
      else this.focus();
      resolve(this.outcome);
    }, { once: true }));
  }

  finish(outcome) {
    this.outcome = outcome;
    this.dialog.close();
  }

  ends(ok = true) {
    return make("div", { class: "wb-ends" }, make("button", { type: "button", class: "wb-button", text: this.say("cancel"), onclick: () => this.finish(null) }), ok ? make("button", { type: "submit", class: "wb-button wb-strong", text: this.say("ok") }) : null);
  }

  // Ask for a name; with value null only whether it is so.
  prompt(title, value, note = "") {
    const field = value === null ? null : make("input", { type: "text", class: "wb-name", maxlength: "120", "aria-label": this.say("name") });
    const form = make("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); this.finish(field ? field.value.trim() : true); } }, note ? make("p", { text: note }) : null, field, this.ends());
    const done = this.open_dialog(title, form);
    if (field) {
      field.value = value;
      field.select();
    } else form.querySelector("[type=submit]").focus();
    return done;
  }

  // Let one of the choices be found by typing and taken with the arrows.
  pick(title, hint, choices, make_new = null) {
    const list_id = `wb-${this.page}-choices`;
    const field = make("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-autocomplete": "list", "aria-controls": list_id, "aria-label": hint, placeholder: hint, class: "wb-name", autocomplete: "off" });
    const list = make("ul", { id: list_id, role: "listbox", "aria-label": title, class: "wb-choose" });
    let found = [];
    let at = 0;
    const show = () => {
      [...list.children].forEach((node, place) => node.setAttribute("aria-selected", String(place === at)));
      field.setAttribute("aria-activedescendant", found.length ? `${list_id}-${at}` : "");
      list.children[at]?.scrollIntoView({ block: "nearest" });
    };
    const find = () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      found = choices.filter((choice) => words.every((word) => plain(choice.text).includes(word)));
      const typed = field.value.trim();
      if (make_new && typed && !choices.some((choice) => plain(choice.text) === plain(typed))) found = [...found, make_new(typed)];
      at = 0;
      list.replaceChildren(...found.map((choice, place) => make("li", { role: "option", id: `${list_id}-${place}`, text: choice.text, onclick: () => this.finish(choice.value) })));
      if (!found.length) list.replaceChildren(make("li", { role: "option", "aria-disabled": "true", class: "wb-none", text: this.say("no_match") }));
      show();
    };
    field.addEventListener("input", find);
    field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") at = Math.min(at + 1, found.length - 1);
      else if (event.key === "ArrowUp") at = Math.max(at - 1, 0);
      else if (event.key === "Enter") { if (found[at]) this.finish(found[at].value); }
      else return;
      event.preventDefault();
      if (event.key !== "Enter") show();
    });
    const done = this.open_dialog(title, field, list, this.ends(false));
    find();
    field.focus();
    return done;
  }

  help() {
    const close = make("button", { type: "button", class: "wb-button wb-strong", text: this.say("close"), onclick: () => this.finish(null) });
    this.open_dialog(this.say("keys"), this.key_list(false), make("p", { text: this.say("theme_of_key") }), make("div", { class: "wb-ends" }, close));
    close.focus();
  }
}

export default {
  render({ model, el }) {
    const root = document.createElement("div");
    el.append(root);
    const board = new Board(model, root);
    return () => board.close();
  },
};
