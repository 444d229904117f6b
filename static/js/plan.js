// The floor plan by pointer and by keyboard. The checkboxes of the list are the truth that is posted; the drawing
// follows them and changes them. While the page is looked at, seats that others take or give back follow too.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// Pixels per centimetre: at which a whole floor can still be worked with, a code can be read, a room is large enough.
const LEAST = 0.22;
const READABLE = 0.4;
const MOST = 0.7;
// Milliseconds between two questions whether anything has changed.
const ASKED_EVERY = 10_000;
const NARROW = matchMedia("(max-width: 62rem)");
// Pixels kept free around the seat that has the focus, for its ring and for a glance at its neighbours.
const MARGIN = 40;

class Plan {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("form");
    this.map = root.querySelector("[data-map]");
    this.scroll = root.querySelector("[data-scroll]");
    this.tip = root.querySelector(".tip");
    this.boxes = new Map([...root.querySelectorAll("input[name=seat]")].map((box) => [box.value, box]));
    this.seats = new Map();
    for (const node of this.map.querySelectorAll("[data-seat]")) this.adopt(node);
    for (const zone of this.map.querySelectorAll("[data-room]")) {
      zone.setAttribute("role", "group");
      zone.setAttribute("aria-label", zone.dataset.name);
    }
    this.map.setAttribute("role", "group");
    this.listen();
    this.fold();
    this.showView("map");
    this.zoomAtFirst();
    this.watch();
  }

  adopt(node) {
    const code = node.dataset.seat;
    const box = this.boxes.get(code);
    const { e: x, f: y } = node.transform.baseVal.consolidate().matrix;
    const words = box.closest("label").querySelector("span").textContent;
    const { room } = node.closest("[data-room]").dataset;
    const seat = { code, node, box, room, x, y, words, free: !box.disabled, picked: box.checked };
    node.setAttribute("role", "checkbox");
    node.setAttribute("tabindex", "-1");
    node.setAttribute("aria-label", `${code}, ${words}`);
    node.setAttribute("aria-checked", seat.picked);
    if (!seat.free) node.setAttribute("aria-disabled", "true");
    this.seats.set(code, seat);
  }

  listen() {
    const seatOf = (event) => this.seats.get(event.target.closest?.("[data-seat]")?.dataset.seat);
    this.map.addEventListener("click", (event) => {
      const seat = seatOf(event);
      if (!seat) return;
      this.rove(seat);
      this.toggle(seat);
    });
    this.map.addEventListener("keydown", (event) => {
      const seat = seatOf(event);
      if (!seat) return;
      if (event.key === " " || event.key === "Enter") this.toggle(seat);
      else if (event.key === "Escape") this.hideTip();
      else if (event.ctrlKey || event.altKey || event.metaKey) return;
      else if (ARROWS[event.key]) this.goTo(this.neighbour(seat, ARROWS[event.key]));
      else if (event.key.toLowerCase() === "n") this.goTo(this.nextFree(seat, event.shiftKey));
      else return;
      event.preventDefault();
    });
    this.map.addEventListener("focusin", (event) => {
      const seat = seatOf(event);
      if (seat && event.target.matches(":focus-visible")) this.reveal(seat);
      this.showTip(seat);
    });
    this.map.addEventListener("focusout", () => this.hideTip());
    this.map.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.showTip(seatOf(event)));
    this.scroll.addEventListener("pointerleave", () => this.hideTip());
    this.form.addEventListener("change", (event) => {
      if (event.target.name === "seat") this.follow(this.seats.get(event.target.value));
    });
    this.form.addEventListener("click", (event) => this.handleClick(event));
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.name === "seats") {
        event.preventDefault();
        this.form.querySelector("button[name=choose]").click();
      }
    });
  }

  // Buttons of the panel and the bar, which htmx or a swap may have replaced since.
  handleClick(event) {
    const link = event.target.closest("[data-take]");
    if (link) return this.take(event, link);
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.drop) {
      event.preventDefault();
      this.drop(button.dataset.drop);
    } else if (button.hasAttribute("data-sheet-toggle")) {
      this.openSheet(!this.panel.hasAttribute("data-open"));
    } else if (button.dataset.zoom !== undefined) {
      this.zoom(button.dataset.zoom);
    } else if (button.role === "tab") {
      this.showView(button.id === "tab-list" ? "list" : "map");
    }
  }

  // On a phone the request and the clocks fold into a line each; a wider window has no line to unfold them with.
  fold() {
    for (const part of this.root.querySelectorAll("[data-fold]")) part.open = !NARROW.matches;
    NARROW.onchange = () => this.fold();
  }

  get panel() {
    return this.root.querySelector("#plan-panel");
  }

  openSheet(open) {
    this.panel.toggleAttribute("data-open", open);
    this.panel.querySelector("[data-sheet-toggle]")?.setAttribute("aria-expanded", open);
  }

  toggle(seat) {
    if (!seat.free) return this.say(`${seat.code}, ${seat.words}`);
    seat.box.checked = !seat.box.checked;
    this.follow(seat);
  }

  // A seat picked on another floor has a hidden field only.
  drop(code) {
    const seat = this.seats.get(code);
    if (seat) return this.toggle(seat);
    this.boxes.get(code)?.remove();
    this.boxes.delete(code);
    this.reprice();
  }

  follow(seat) {
    if (!seat) return;
    seat.picked = seat.box.checked;
    seat.node.toggleAttribute("data-picked", seat.picked);
    seat.node.setAttribute("aria-checked", seat.picked);
    this.reprice();
  }

  reprice() {
    const picked = [...this.boxes.values()].filter((box) => box.type === "hidden" || box.checked).length;
    for (const count of this.root.querySelectorAll("[data-picked-count]")) count.textContent = picked;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.fetchPanel(), 120);
  }

  async fetchPanel() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(this.root.dataset.priceUrl, {
        method: "POST",
        body: new FormData(this.form),
        signal: this.asked.signal,
      });
      const open = this.panel.hasAttribute("data-open");
      const hadFocus = this.panel.contains(document.activeElement);
      this.panel.outerHTML = await answer.text();
      window.htmx?.process(this.panel);
      this.openSheet(open);
      const title = this.panel.querySelector("h2");
      title?.setAttribute("tabindex", "-1");
      if (hadFocus) title?.focus();
      this.say([title, this.panel.querySelector(".sheet-total")].map((node) => node?.textContent.trim() ?? "").join(", "));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  say(words) {
    this.root.querySelector("[data-said]").textContent = words.replace(/\s+/g, " ");
  }

  // --- What others do meanwhile ---

  watch() {
    if (!this.root.dataset.liveUrl) return;
    this.asking = setInterval(() => {
      if (!this.root.isConnected) clearInterval(this.asking);
      else if (!document.hidden) this.poll();
    }, ASKED_EVERY);
  }

  async poll() {
    const known = this.version ? { "If-None-Match": this.version } : {};
    const answer = await fetch(this.root.dataset.liveUrl, { headers: known, cache: "no-store" }).catch(() => null);
    if (answer?.status !== 200 || !this.root.isConnected) return;
    this.version = answer.headers.get("ETag");
    this.applyUpdate(await answer.json());
  }

  applyUpdate({ seats, floors }) {
    const gone = [];
    for (const [code, [availability, words]] of Object.entries(seats)) {
      const box = this.boxes.get(code);
      const seat = this.seats.get(code);
      if (seat) {
        if (seat.node.dataset.state !== availability || seat.words !== words) {
          if (seat.picked && availability !== "free") gone.push(code);
          this.updateSeat(seat, availability, words);
        }
      } else if (box && availability !== "free") {
        gone.push(code);
        box.remove();
        this.boxes.delete(code);
      }
    }
    this.recount(floors);
    if (gone.length) this.tellLost(gone);
  }

  // Its node stays the same, and so does the focus on it.
  updateSeat(seat, availability, words) {
    const free = availability === "free";
    seat.node.dataset.state = availability;
    seat.node.querySelector("use").setAttribute("href", availability === "closed" ? "#seat-closed" : "#seat");
    seat.node.setAttribute("aria-label", `${seat.code}, ${words}`);
    seat.node.setAttribute("aria-disabled", !free);
    const label = seat.box.closest("label");
    label.classList.toggle("gone", !free);
    label.querySelector("span").textContent = words;
    seat.box.disabled = !free;
    if (!free) {
      seat.picked = seat.box.checked = false;
      seat.node.removeAttribute("data-picked");
      seat.node.setAttribute("aria-checked", "false");
    }
    Object.assign(seat, { free, words });
  }

  recount(floors) {
    const counts = {};
    for (const { node } of this.seats.values()) counts[node.dataset.state] = (counts[node.dataset.state] ?? 0) + 1;
    for (const count of this.root.querySelectorAll("[data-count]")) count.textContent = counts[count.dataset.count] ?? 0;
    for (const button of this.root.querySelectorAll(".zoom[data-zoom]:not([data-zoom=''])")) {
      const free = this.map.querySelectorAll(`[data-room="${button.dataset.zoom}"] [data-state=free]`).length;
      button.querySelector(".count").textContent = free;
    }
    for (const tab of this.root.querySelectorAll("[data-floor-free]")) {
      tab.textContent = floors[tab.dataset.floorFree] ?? tab.textContent;
    }
  }

  async tellLost(gone) {
    this.reprice();
    const asked = new FormData(this.form);
    for (const code of gone) asked.append("gone", code);
    const answer = await fetch(this.root.dataset.lostUrl, { method: "POST", body: asked });
    if (answer.ok) this.root.querySelector("[data-lost]").innerHTML = await answer.text();
  }

  // One click on what is offered instead; where a seat is on another floor, the link leads there.
  take(event, link) {
    const seats = link.dataset.take.split(",").map((code) => this.seats.get(code));
    if (!seats.every((seat) => seat?.free)) return;
    event.preventDefault();
    for (const seat of seats.filter((each) => !each.picked)) this.toggle(seat);
    this.root.querySelector("[data-lost]").replaceChildren();
    this.goTo(seats[0]);
  }

  rove(seat) {
    this.current?.node.setAttribute("tabindex", "-1");
    seat.node.setAttribute("tabindex", "0");
    this.current = seat;
  }

  // The nearest seat that way: what lies straight ahead wins over what lies aside, the same room over the next one.
  neighbour(from, [dx, dy]) {
    let best = null;
    let least = Infinity;
    for (const seat of this.seats.values()) {
      const ahead = (seat.x - from.x) * dx + (seat.y - from.y) * dy;
      if (ahead <= 10) continue;
      const aside = Math.abs((seat.x - from.x) * dy) + Math.abs((seat.y - from.y) * dx);
      const cost = ahead + 3 * aside + (seat.room === from.room ? 0 : 10_000);
      if (cost < least) [best, least] = [seat, cost];
    }
    return best;
  }

  nextFree(from, back) {
    const all = back ? [...this.seats.values()].reverse() : [...this.seats.values()];
    return [...all, ...all].slice(all.indexOf(from) + 1).find((seat) => seat.free);
  }

  goTo(seat) {
    if (!seat) return;
    this.rove(seat);
    this.reveal(seat);
    seat.node.focus({ preventScroll: true });
  }

  // Zooms to its room where only another one is drawn, then moves the frame, then the page, by no more than needed.
  reveal(seat) {
    if (this.zoomed && this.zoomed !== seat.room) this.zoom(seat.room);
    const chair = () => seat.node.getBoundingClientRect();
    const frame = this.scroll.getBoundingClientRect();
    const lacking = (start, end, from, to) => Math.max(end + MARGIN - to, 0) || Math.min(start - MARGIN - from, 0);
    const { left, right, top, bottom } = chair();
    this.scroll.scrollBy(lacking(left, right, frame.left, frame.right), lacking(top, bottom, frame.top, frame.bottom));
    const head = document.querySelector("header")?.getBoundingClientRect().bottom ?? 0;
    const foot = NARROW.matches ? this.panel.getBoundingClientRect().top : innerHeight;
    scrollBy({ top: lacking(chair().top, chair().bottom, Math.max(head, 0), foot), behavior: "instant" });
  }

  // The whole floor where its codes can be read, else the room with the selection or the first free seat.
  zoomAtFirst() {
    const [, , width] = this.map.getAttribute("viewBox").split(" ").map(Number);
    if (this.scroll.clientWidth / width >= 0.3) return this.zoom("");
    const rooms = [...this.map.querySelectorAll("[data-room]")];
    const room =
      rooms.find((zone) => zone.querySelector("[data-picked]")) ?? rooms.find((zone) => zone.querySelector("[data-state=free]"));
    this.zoom(rooms.length > 1 ? (room?.dataset.room ?? "") : "");
  }

  zoom(key) {
    this.zoomed = key;
    const zone = key && this.map.querySelector(`[data-room="${key}"]`);
    this.whole ??= this.map.getAttribute("viewBox");
    const box = zone ? zone.dataset.box : this.whole;
    const [, , width, height] = box.split(" ").map(Number);
    const fit = this.scroll.clientWidth / width;
    const scale = zone ? Math.min(Math.max(fit, READABLE), MOST) : Math.max(fit, LEAST);
    this.map.setAttribute("viewBox", box);
    this.map.setAttribute("width", Math.floor(width * scale));
    this.map.setAttribute("height", Math.round(height * scale));
    for (const button of this.root.querySelectorAll("[data-zoom]")) {
      button.setAttribute("aria-pressed", button.dataset.zoom === key);
    }
    this.hideTip();
    if (!this.current || (key && this.current.room !== key)) this.roveToShown();
  }

  // The Tab key comes first to a seat that is selected, else to one that is free, of those that are drawn.
  roveToShown() {
    const shown = [...this.seats.values()].filter((seat) => !this.zoomed || seat.room === this.zoomed);
    const first = shown.find((seat) => seat.picked) ?? shown.find((seat) => seat.free) ?? shown[0];
    if (first) this.rove(first);
  }

  showView(name) {
    for (const view of this.root.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== name;
    for (const tab of this.root.querySelectorAll("[role=tab]")) {
      const chosen = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      tab.onkeydown = (event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        this.showView(name === "map" ? "list" : "map");
        this.root.querySelector("[role=tab][aria-selected=true]").focus();
      };
    }
  }

  // --- What a seat is ---

  showTip(seat) {
    if (!seat) return;
    const chair = seat.node.getBoundingClientRect();
    const frame = this.scroll.getBoundingClientRect();
    const name = document.createElement("b");
    name.textContent = seat.code;
    this.tip.replaceChildren(name, seat.words);
    this.tip.hidden = false;
    const half = this.tip.offsetWidth / 2;
    const middle = chair.left + chair.width / 2 - frame.left;
    const below = chair.top - frame.top < this.tip.offsetHeight + 8;
    this.tip.toggleAttribute("data-below", below);
    this.tip.style.left = `${Math.min(Math.max(middle, half + 4), frame.width - half - 4) + this.scroll.scrollLeft}px`;
    this.tip.style.top = `${(below ? chair.bottom : chair.top) - frame.top + this.scroll.scrollTop}px`;
  }

  hideTip() {
    this.tip.hidden = true;
  }
}

function begin() {
  const root = document.getElementById("plan");
  if (root?.querySelector("[data-map]") && !root.plan) root.plan = new Plan(root);
}

begin();
document.querySelector("[data-skip-to-plan]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const { plan } = document.getElementById("plan");
  plan.showView("map");
  plan.goTo(plan.current);
});
document.addEventListener("htmx:afterSettle", begin);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getElementById("plan")?.plan?.hideTip();
});
