// Histories of concerns of which half begin with a share that rests on a standing agreement and is made: by themselves few come so far.
import fc from "fast-check";
import { FIRST_DAY, type Script, script, TODAY } from "./random-histories.ts";

export const histories: fc.Arbitrary<Script> = fc.tuple(script, fc.nat(11), fc.boolean()).map(([what, body, agreed]) => {
  const on = FIRST_DAY;
  const first: Script["steps"] = [
    { do: "share", body, parts: ["summary"], until: TODAY, on, standing: true },
    { do: "make", share: -1, on },
  ];
  return agreed ? { ...what, aware: true, steps: [...first, ...what.steps] } : what;
});
