// Loaded before a process of the command line: its system clock is three years ahead. The steady clock is left alone.
const AHEAD = 3 * 365 * 86_400_000;
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + AHEAD);
    else super(...given);
  }
  static now() {
    return Real.now() + AHEAD;
  }
};
