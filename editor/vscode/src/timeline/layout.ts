// Where things stand in the picture, in pixels; which steps are in sight. Nothing here knows VS Code or a page.

export const ROW = 20;
export const AXIS = 20;
export const GAP = 10;
export const WIDTHS = [4, 6, 9, 12, 16, 22, 30, 44, 64, 96] as const;
const COMFORTABLE = 30;
const NARROWEST_UNASKED = 12;
/** Steps beyond the edges that are drawn as well, so that scrolling doesn't show the paper. */
const BEYOND = 8;

/** A range of steps; the last one is not included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How wide a step is where nobody has chosen: all of them in sight, where that leaves them neither lost nor cramped. */
export function widthFor(count: number, room: number): number {
  const fitting = count > 0 ? room / count : COMFORTABLE;
  return Math.max(NARROWEST_UNASKED, Math.min(COMFORTABLE, Math.floor(fitting)));
}

/** The next larger or smaller width. */
export function zoomed(width: number, by: 1 | -1): number {
  const found = by > 0 ? WIDTHS.find((one) => one > width) : WIDTHS.findLast((one) => one < width);
  return found ?? width;
}

/** The steps that are to be drawn. */
export function inSight(left: number, room: number, width: number, count: number): Range {
  const from = Math.max(0, Math.floor(left / width) - BEYOND);
  const to = Math.min(count, Math.ceil((left + room) / width) + BEYOND);
  return { from: Math.min(from, to), to };
}

/** How far to scroll so that a step is seen with some of what is around it; the same where it is seen already. */
export function scrolledTo(step: number, left: number, room: number, width: number): number {
  const margin = Math.min(room / 4, 3 * width);
  const begin = step * width;
  if (begin - margin < left) {
    return Math.max(0, begin - margin);
  }
  return begin + width + margin > left + room ? begin + width + margin - room : left;
}

/** The steps that the axis names: as many as fit, at round numbers. The first one is always named, and has room. */
export function ticks(range: Range, width: number): number[] {
  const every = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((one) => one * width >= 44) ?? 1000;
  const found: number[] = [];
  for (let number = range.from + 1; number <= range.to; number += 1) {
    if (number === 1 || (number % every === 0 && (number - 1) * width >= 44)) {
      found.push(number - 1);
    }
  }
  return found;
}

/** The way of the run through the lines, as the points of a line from step to step. */
export function way(rows: readonly number[], from: number, width: number): string {
  return rows.map((row, index) => `${(from + index + 0.5) * width},${(row + 0.5) * ROW}`).join(" ");
}
