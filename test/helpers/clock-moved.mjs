// Loaded before a hub (`--import`): its system clock is as many milliseconds off as the file says that CANDOUR_TEST_CLOCK names, looked at again
// and again. The steady clock is left alone.
import { readFileSync } from "node:fs";

const Real = Date;
let off = 0;
function look() {
  try {
    off = Number(readFileSync(process.env.CANDOUR_TEST_CLOCK, "utf8"));
  } catch {
    off = 0;
  }
}
look();
setInterval(look, 5).unref();
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + off);
    else super(...given);
  }
  static now() {
    return Real.now() + off;
  }
};
