// What seats are called: pure.

// Without I and O, which people take for digits.
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
// Desks whose middles are less than this apart stand in one line.
const LINE = 35;

export const ROW_LENGTH = 8;
export const CODE_LENGTH = 20;

// Seats in lines as a person would read them: along `direction` (right, left, down, up), line after line.
export const inLines = (seats, direction) => {
  const level = direction === "right" || direction === "left";
  const across = level ? "x" : "y";
  const along = level ? "y" : "x";
  const sign = direction === "right" || direction === "down" ? 1 : -1;
  const lines = [];
  for (const seat of [...seats].sort((a, b) => a[along] - b[along] || a[across] - b[across])) {
    const line = lines.at(-1);
    if (line && seat[along] - line[0][along] < LINE) {
      line.push(seat);
    } else {
      lines.push([seat]);
    }
  }
  return lines.map((line) => line.sort((a, b) => sign * (a[across] - b[across]) || (a.id < b.id ? -1 : 1)));
};

export const letterAfter = (letters, steps) => {
  if (steps === 0) {
    return letters;
  }
  const last = LETTERS.indexOf(letters.at(-1).toUpperCase());
  const place = (last < 0 ? 0 : last) + steps;
  const found = LETTERS[place % LETTERS.length];
  const carried = Math.floor(place / LETTERS.length);
  const head = letters.slice(0, -1);
  if (carried === 0) {
    return head + found;
  }
  return (head ? letterAfter(head, carried) : LETTERS[carried - 1]) + found;
};

// Number seats: "A" from 1, two digits wide, gives A01, A02 …; `lettered` begins every line anew with the next letter.
// Answers a map from id to code, row and position.
export const numbered = (seats, { prefix, start, width, direction, lettered }) => {
  const found = new Map();
  let number = start;
  inLines(seats, direction).forEach((line, place) => {
    const head = /^(.*?)([A-Za-z]+)$/.exec(prefix);
    let mine = prefix;
    if (lettered) {
      number = start;
      mine = head ? head[1] + letterAfter(head[2], place) : prefix + letterAfter("A", place);
    }
    const row = (/[A-Za-z]+$/.exec(mine)?.[0] ?? mine).slice(0, ROW_LENGTH);
    for (const seat of line) {
      const code = (mine + String(number).padStart(width, "0")).slice(0, CODE_LENGTH);
      found.set(seat.id, { code, row, position: number });
      number += 1;
    }
  });
  return found;
};

// The next code nobody has: A12 becomes A13, Desk becomes Desk2.
export const freshCode = (code, taken) => {
  const [, head, digits] = /^(.*?)(\d*)$/.exec(code);
  const width = digits.length;
  let number = digits ? Number(digits) : 1;
  let found = code;
  while (!found || taken.has(found)) {
    number += 1;
    const tail = String(number).padStart(width, "0");
    found = head.slice(0, CODE_LENGTH - tail.length) + tail;
  }
  return found;
};

// What the codes of the next row begin with: after 5A12 and 5C01, 5D.
export const nextPrefix = (seats) => {
  const heads = seats.map((seat) => /^(.*?)([A-Za-z]+)\d+$/.exec(seat.code)).filter(Boolean);
  if (heads.length === 0) {
    return "A";
  }
  const [, before, letters] = heads.reduce((last, head) =>
    head[2].length > last[2].length || (head[2].length === last[2].length && head[2] > last[2]) ? head : last,
  );
  return before + letterAfter(letters, 1);
};
