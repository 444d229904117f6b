// The plan as SVG: what is drawn, what is selected, and which part of it is looked at.
import { boxOf, boxOfAll, isBox, isLine, isSeat } from "./geometry.js";
import { isRoom } from "./plan.js";

const SVG = "http://www.w3.org/2000/svg";
const CHAIR = 62;
const AROUND = 80;

const make = (name, attributes = {}, ...children) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};

const seatParts = () => [
  make("rect", { class: "floor-desk", x: -60, y: -28, width: 120, height: 58, rx: 6 }),
  make("rect", { class: "floor-screen", x: -24, y: 10, width: 48, height: 7, rx: 3.5 }),
  make("rect", { class: "floor-chair", x: -37, y: -94, width: 74, height: 63, rx: 20 }),
];

const drawSeat = (seat) => {
  const angle = (seat.rotation * Math.PI) / 180;
  const size = Math.min(26, Math.floor(130 / Math.max(seat.code.length, 1)));
  const text = make("text", {
    x: Math.round(CHAIR * Math.sin(angle)),
    y: Math.round(-CHAIR * Math.cos(angle)),
    "font-size": size,
  });
  text.textContent = seat.code;
  return make(
    "g",
    {
      class: "seat",
      "data-state": seat.state,
      ...(seat.room ? {} : { "data-mark": "removed" }),
      transform: `translate(${seat.x} ${seat.y})`,
    },
    make("g", { transform: `rotate(${seat.rotation})` }, ...seatParts()),
    text,
  );
};

const drawRoom = (room) => {
  const name = make("text", { class: "name", x: room.x + 50, y: room.y + 78 });
  name.textContent = room.name;
  return make(
    "g",
    { class: "room-group" },
    make("rect", {
      class: room.exclusive ? "room exclusive" : "room",
      x: room.x,
      y: room.y,
      width: room.width,
      height: room.height,
    }),
    name,
  );
};

const drawShape = (shape) => {
  if (isLine(shape)) {
    const line = `M${shape.x1} ${shape.y1}L${shape.x2} ${shape.y2}`;
    return make(
      "g",
      {},
      make("path", { class: "grip", d: line }),
      make("path", { class: `line ${shape.kind}`, d: line }),
    );
  }
  if (shape.kind === "plant") {
    return make("circle", { class: "plant", cx: shape.x, cy: shape.y, r: 34 });
  }
  const text = make("text", { x: shape.x, y: shape.y });
  text.textContent = shape.text;
  if (shape.kind === "label") {
    return make("g", {}, text);
  }
  const [x, y] = [shape.x + shape.width / 2, shape.y + shape.height / 2];
  text.setAttribute("x", x);
  text.setAttribute("y", y);
  if (shape.height > 1.6 * shape.width) {
    text.setAttribute("transform", `rotate(90 ${x} ${y})`);
  }
  return make(
    "g",
    { class: "area" },
    make("rect", { x: shape.x, y: shape.y, width: shape.width, height: shape.height, rx: 14 }),
    text,
  );
};

const draw = (item) => {
  const element = isSeat(item) ? drawSeat(item) : isRoom(item) ? drawRoom(item) : drawShape(item);
  element.dataset.id = item.id;
  return element;
};

export class Canvas {
  constructor(svg, plan, pictureUrl) {
    this.svg = svg;
    this.plan = plan;
    this.pictureUrl = pictureUrl;
    this.view = { x: 0, y: 0, scale: 0.3 };
    this.grid = 10;
    this.cursor = { x: 0, y: 0 };
    this.drawn = new Map();
    this.floor = make("rect", { class: "floor" });
    this.gridLines = make("g", { class: "grid" });
    this.picture = make("image", { class: "traced", preserveAspectRatio: "none" });
    this.layers = { rooms: make("g"), drawing: make("g"), seats: make("g") };
    this.outlines = make("g", { class: "outlines" });
    this.cross = make("path", { class: "cross", d: "M-40 0H40M0 -40V40" });
    this.band = make("rect", { class: "band" });
    svg.append(
      this.floor,
      this.layers.rooms,
      this.picture,
      this.gridLines,
      this.layers.drawing,
      this.layers.seats,
      this.outlines,
      this.cross,
      this.band,
    );
    plan.addEventListener("change", () => this.render());
    plan.addEventListener("select", () => this.renderSelection());
    new ResizeObserver(() => this.look()).observe(svg);
  }

  render() {
    const { document: plan } = this.plan;
    for (const [name, value] of Object.entries(plan.floor)) {
      this.floor.setAttribute(name, value);
    }
    this.renderPicture(plan.background);
    const seen = new Set();
    for (const [name, layer] of Object.entries(this.layers)) {
      let after = null;
      for (const item of plan[name]) {
        seen.add(item.id);
        const known = this.drawn.get(item.id);
        let element = known?.element;
        if (known?.item !== item) {
          element = draw(item);
          known?.element.remove();
          this.drawn.set(item.id, { item, element });
        }
        const place = after ? after.nextSibling : layer.firstChild;
        if (place !== element) {
          layer.insertBefore(element, place);
        }
        after = element;
      }
    }
    for (const [id, { element }] of this.drawn) {
      if (!seen.has(id)) {
        element.remove();
        this.drawn.delete(id);
      }
    }
    this.renderSelection();
  }

  renderPicture(background) {
    this.picture.toggleAttribute("hidden", !background);
    this.picture.style.display = background ? "" : "none";
    if (background) {
      const url = this.pictureUrl.replace("PICTURE", background.file);
      if (this.picture.getAttribute("href") !== url) {
        this.picture.setAttribute("href", url);
      }
      for (const name of ["x", "y", "width", "height"]) {
        this.picture.setAttribute(name, background[name]);
      }
      this.picture.setAttribute("opacity", background.opacity / 100);
    }
  }

  renderSelection() {
    this.outlines.replaceChildren();
    const selected = this.plan.selected;
    const unit = 1 / this.view.scale;
    for (const item of selected) {
      const box = boxOf(item);
      const by = 5 * unit;
      this.outlines.append(
        make("rect", {
          x: box.left - by,
          y: box.top - by,
          width: box.right - box.left + 2 * by,
          height: box.bottom - box.top + 2 * by,
          rx: 4 * unit,
          "stroke-width": 2.5 * unit,
        }),
      );
    }
    if (selected.length === 1) {
      this.renderHandles(selected[0], unit);
    }
    const { x, y } = this.cursor;
    this.cross.setAttribute("transform", `translate(${x} ${y})`);
    this.cross.classList.toggle("away", selected.length > 0);
  }

  renderHandles(item, unit) {
    const box = boxOf(item);
    const handles = isLine(item)
      ? { start: [item.x1, item.y1], end: [item.x2, item.y2] }
      : isBox(item)
        ? {
            nw: [box.left, box.top],
            ne: [box.right, box.top],
            se: [box.right, box.bottom],
            sw: [box.left, box.bottom],
          }
        : {};
    for (const [name, [x, y]] of Object.entries(handles)) {
      const size = 11 * unit;
      this.outlines.append(
        make("rect", {
          class: "handle",
          "data-handle": name,
          x: x - size / 2,
          y: y - size / 2,
          width: size,
          height: size,
          "stroke-width": 2 * unit,
        }),
      );
    }
  }

  showBand(area) {
    this.band.classList.toggle("on", Boolean(area));
    if (area) {
      this.band.setAttribute("x", area.left);
      this.band.setAttribute("y", area.top);
      this.band.setAttribute("width", area.right - area.left);
      this.band.setAttribute("height", area.bottom - area.top);
      this.band.setAttribute("stroke-width", 1.5 / this.view.scale);
    }
  }

  moveCursor(x, y) {
    const { width, height } = this.plan.document.floor;
    this.cursor = { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) };
    this.renderSelection();
  }

  // --- Looking ---

  get size() {
    const { clientWidth, clientHeight } = this.svg.parentElement;
    return { width: Math.max(clientWidth, 50), height: Math.max(clientHeight, 50) };
  }

  look() {
    const { width, height } = this.size;
    const { x, y, scale } = this.view;
    this.svg.setAttribute("viewBox", `${x} ${y} ${width / scale} ${height / scale}`);
    this.renderGrid();
    this.renderSelection();
  }

  renderGrid() {
    const { width, height } = this.plan.document.floor;
    let step = this.grid;
    while (step * this.view.scale < 12) {
      step *= step % 3 === 0 ? 2 : 5;
    }
    const lines = [];
    for (let x = 0; x <= width; x += step) {
      lines.push(`M${x} 0V${height}`);
    }
    for (let y = 0; y <= height; y += step) {
      lines.push(`M0 ${y}H${width}`);
    }
    this.gridLines.replaceChildren(make("path", { d: lines.join(""), "stroke-width": 1 / this.view.scale }));
  }

  fit(items = null) {
    const { floor } = this.plan.document;
    const whole = { left: 0, top: 0, right: floor.width, bottom: floor.height };
    const box = items?.length ? boxOfAll(items) : whole;
    const { width, height } = this.size;
    const scale = Math.min(
      width / (box.right - box.left + 2 * AROUND),
      height / (box.bottom - box.top + 2 * AROUND),
      2,
    );
    this.view = {
      scale,
      x: (box.left + box.right - width / scale) / 2,
      y: (box.top + box.bottom - height / scale) / 2,
    };
    this.look();
  }

  zoom(factor, at = null) {
    const { width, height } = this.size;
    const { x, y, scale } = this.view;
    const next = Math.min(Math.max(scale * factor, 0.03), 4);
    const point = at ?? { x: x + width / scale / 2, y: y + height / scale / 2 };
    this.view = {
      scale: next,
      x: point.x - ((point.x - x) * scale) / next,
      y: point.y - ((point.y - y) * scale) / next,
    };
    this.look();
  }

  pan(dx, dy) {
    this.view = { ...this.view, x: this.view.x + dx / this.view.scale, y: this.view.y + dy / this.view.scale };
    this.look();
  }

  // Bring a point into view when it is outside.
  reveal(x, y) {
    const { width, height } = this.size;
    const { scale } = this.view;
    const inset = 60 / scale;
    const clamp = (at, from, length) => Math.min(Math.max(from, at - length + inset), at - inset);
    this.view = {
      scale,
      x: clamp(x, this.view.x, width / scale),
      y: clamp(y, this.view.y, height / scale),
    };
    this.look();
  }

  pointAt(event) {
    const frame = this.svg.getBoundingClientRect();
    return {
      x: this.view.x + (event.clientX - frame.left) / this.view.scale,
      y: this.view.y + (event.clientY - frame.top) / this.view.scale,
    };
  }
}
