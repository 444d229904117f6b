// Where things lie and how they move: pure, in whole centimetres. An item has x and y, a line x1 … y2.

const DESK = { left: -60, top: -94, right: 60, bottom: 30 };

export const isLine = (item) => "x1" in item;
export const isSeat = (item) => "code" in item;
export const isBox = (item) => "width" in item;

export const snap = (value, grid) => Math.round(value / grid) * grid;

const turned = (x, y, degrees) => {
  const angle = (degrees * Math.PI) / 180;
  return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
};

// The rectangle that an item covers: left, top, right, bottom.
export const boxOf = (item) => {
  if (isLine(item)) {
    return {
      left: Math.min(item.x1, item.x2),
      top: Math.min(item.y1, item.y2),
      right: Math.max(item.x1, item.x2),
      bottom: Math.max(item.y1, item.y2),
    };
  }
  if (isBox(item)) {
    return { left: item.x, top: item.y, right: item.x + item.width, bottom: item.y + item.height };
  }
  if (isSeat(item)) {
    const corners = [
      [DESK.left, DESK.top],
      [DESK.right, DESK.top],
      [DESK.right, DESK.bottom],
      [DESK.left, DESK.bottom],
    ].map(([x, y]) => turned(x, y, item.rotation));
    const across = corners.map(([x]) => Math.round(item.x + x));
    const down = corners.map(([, y]) => Math.round(item.y + y));
    return {
      left: Math.min(...across),
      top: Math.min(...down),
      right: Math.max(...across),
      bottom: Math.max(...down),
    };
  }
  const half = item.kind === "label" ? Math.max(40, 8 * item.text.length) : 34;
  const tall = item.kind === "label" ? 20 : 34;
  return { left: item.x - half, top: item.y - tall, right: item.x + half, bottom: item.y + tall };
};

export const boxOfAll = (items) => {
  const boxes = items.map(boxOf);
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
};

// The point by which items are lined up: a desk's own middle, or that of the rectangle.
export const middleOf = (item) => {
  if (isSeat(item)) {
    return { x: item.x, y: item.y };
  }
  const box = boxOf(item);
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
};

export const moved = (item, dx, dy) =>
  isLine(item)
    ? { ...item, x1: item.x1 + dx, y1: item.y1 + dy, x2: item.x2 + dx, y2: item.y2 + dy }
    : { ...item, x: item.x + dx, y: item.y + dy };

const upright = (degrees) => ((Math.round(degrees) % 360) + 360) % 360;

// The middle of the item nearest to the middle of all: turned about it again and again, nothing creeps away.
const pivotOf = (items) => {
  const middles = items.map(middleOf);
  const across = middles.map((point) => point.x);
  const down = middles.map((point) => point.y);
  const x = Math.min(...across) + Math.max(...across);
  const y = Math.min(...down) + Math.max(...down);
  const far = (point) => (2 * point.x - x) ** 2 + (2 * point.y - y) ** 2;
  const nearest = middles.reduce((best, point) => (far(point) < far(best) ? point : best));
  return { x: Math.round(nearest.x), y: Math.round(nearest.y) };
};

// Turn all items together by a multiple of 90 degrees; one alone turns on the spot.
export const rotated = (items, degrees) => {
  const centre = pivotOf(items);
  const around = (x, y) => {
    const [dx, dy] = turned(x - centre.x, y - centre.y, degrees);
    return [Math.round(centre.x + dx), Math.round(centre.y + dy)];
  };
  return items.map((item) => {
    if (isLine(item)) {
      const [x1, y1] = around(item.x1, item.y1);
      const [x2, y2] = around(item.x2, item.y2);
      return { ...item, x1, y1, x2, y2 };
    }
    if (isBox(item)) {
      const box = boxOf(item);
      const [ax, ay] = around(box.left, box.top);
      const [bx, by] = around(box.right, box.bottom);
      return {
        ...item,
        x: Math.min(ax, bx),
        y: Math.min(ay, by),
        width: Math.abs(bx - ax),
        height: Math.abs(by - ay),
      };
    }
    const [x, y] = around(item.x, item.y);
    return isSeat(item) ? { ...item, x, y, rotation: upright(item.rotation + degrees) } : { ...item, x, y };
  });
};

const EDGES = {
  left: (box) => box.left,
  right: (box) => box.right,
  top: (box) => box.top,
  bottom: (box) => box.bottom,
};

// Line items up: left, right, top, bottom by their outlines, centre and middle by their middles.
export const aligned = (items, edge) => {
  if (items.length < 2) {
    return items;
  }
  if (edge === "centre" || edge === "middle") {
    const axis = edge === "centre" ? "x" : "y";
    const values = items.map((item) => middleOf(item)[axis]);
    const target = Math.round((Math.min(...values) + Math.max(...values)) / 2);
    return items.map((item) => {
      const by = Math.round(target - middleOf(item)[axis]);
      return axis === "x" ? moved(item, by, 0) : moved(item, 0, by);
    });
  }
  const values = items.map((item) => EDGES[edge](boxOf(item)));
  const target = edge === "left" || edge === "top" ? Math.min(...values) : Math.max(...values);
  return items.map((item, place) => {
    const by = target - values[place];
    return edge === "left" || edge === "right" ? moved(item, by, 0) : moved(item, 0, by);
  });
};

// The same step from each item's middle to the next, the outermost two staying where they are.
export const distributed = (items, axis) => {
  if (items.length < 3) {
    return items;
  }
  const order = items.map((item, place) => ({ place, at: middleOf(item)[axis] })).sort((a, b) => a.at - b.at);
  const first = order[0].at;
  const step = (order.at(-1).at - first) / (order.length - 1);
  const found = [...items];
  order.forEach(({ place, at }, number) => {
    const by = Math.round(first + step * number - at);
    found[place] = axis === "x" ? moved(items[place], by, 0) : moved(items[place], 0, by);
  });
  return found;
};

export const holds = (room, x, y) =>
  room.x <= x && x <= room.x + room.width && room.y <= y && y <= room.y + room.height;

// The smallest room around a point, or null.
export const roomAt = (rooms, x, y) =>
  rooms
    .filter((room) => holds(room, x, y))
    .reduce((best, room) => (best && best.width * best.height <= room.width * room.height ? best : room), null);

// Which of the items lies next in a direction, the nearest that is more ahead than aside.
export const nextTowards = (items, from, direction) => {
  const [ux, uy] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction];
  let best = null;
  let least = Infinity;
  for (const item of items) {
    const middle = middleOf(item);
    const ahead = (middle.x - from.x) * ux + (middle.y - from.y) * uy;
    const aside = Math.abs((middle.x - from.x) * uy) + Math.abs((middle.y - from.y) * ux);
    if (ahead > 0 && aside <= 2 * ahead && ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      best = item;
    }
  }
  return best;
};

// Whether an item lies wholly in a rectangle drawn around it.
export const within = (item, area) => {
  const box = boxOf(item);
  return box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
};

// The corner or end of an item pulled to a point: "nw" … "se" of a rectangle, "start" or "end" of a line.
export const pulled = (item, handle, x, y) => {
  if (handle === "start") {
    return { ...item, x1: x, y1: y };
  }
  if (handle === "end") {
    return { ...item, x2: x, y2: y };
  }
  const box = boxOf(item);
  const left = handle.includes("w") ? Math.min(x, box.right - 1) : box.left;
  const right = handle.includes("e") ? Math.max(x, box.left + 1) : box.right;
  const top = handle.includes("n") ? Math.min(y, box.bottom - 1) : box.top;
  const bottom = handle.includes("s") ? Math.max(y, box.top + 1) : box.bottom;
  return { ...item, x: left, y: top, width: right - left, height: bottom - top };
};
