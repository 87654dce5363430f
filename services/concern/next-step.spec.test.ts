// What comes next on a concern, and whom it awaits.
import { describe, expect, it } from "vitest";
import { aware, evidenceAdded, logged, proposed, TELL_BY } from "../../test/examples/concern.ts";
import { concernOf, TODAY } from "../../test/helpers/specification.ts";
import { dayAfter } from "../dates.ts";
import { caseloadOf } from "./caseload.ts";
import type { ConcernEvent } from "./events.ts";
import { nextSteps, nextTaskDay } from "./next-step.ts";
import { tasksOf } from "./tasks.ts";

const positions = { blocked: new Set<string>(), inForce: new Set<string>() };
const tasksFor = (events: readonly ConcernEvent[]) => tasksOf(concernOf(events), positions);
const steps = (events: readonly ConcernEvent[], today = TODAY, wordsClosed = false) =>
  nextSteps(tasksFor(events), today, wordsClosed).map(({ kind, awaits }) => `${awaits}: ${kind}`);

describe("The next step of a concern", () => {
  it("is an adviser's until the council is told, and then the council's", () => {
    expect(steps([logged(), evidenceAdded()])).toEqual(["adviser: make-council-aware"]);
    expect(steps(aware)[0]).toMatch(/^council: /);
  });

  it("awaits the council's position on a proposed share until its last day to answer", () => {
    const events = [...aware, proposed()];
    const of = (today: string) => caseloadOf(concernOf(events), tasksFor(events), today, false);
    expect(of(TODAY)).toMatchObject({ awaitsPosition: true, awaits: { council: true } });
    expect(of(TODAY).due).toBe(nextSteps(tasksFor(events), TODAY, false)[0]?.due);
  });

  it("tells only of the headline and the sharing record while the words are closed", () => {
    expect(steps([logged(), evidenceAdded()], dayAfter(TELL_BY), true)).toEqual(["adviser: telling-overdue"]);
  });

  it("changes by date on the day on which a task begins or has ceased to wait", () => {
    expect(nextTaskDay(tasksFor([logged(), evidenceAdded()]), TODAY)).toBe(dayAfter(TELL_BY));
  });
});
