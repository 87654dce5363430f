// Claiming a task among colleagues, giving it back, and putting it off.
import { describe, expect, it } from "vitest";
import type { TaskAudience } from "../tasks.ts";
import { CLAIM_CHANGES, type ClaimCommand, decideClaim, type HeldTask } from "./decide.ts";
import type { ClaimEvent } from "./events.ts";
import { type ClaimState, evolveClaim } from "./stream.ts";
import { decodeTask, encodeTask, sideOf, streamIdOf, type TaskName } from "./task-name.ts";

const TODAY = "2026-03-02";
const task: TaskName = {
  ...{ type: "concern", subject: "concern-1", kind: "share-to-make", about: "share-1" },
  ...{ since: "2026-02-27T10:00:00.000Z", side: "advisers" },
};
const claimed: ClaimEvent = { type: "TaskClaimed.v1", data: { task } };
const released: ClaimEvent = { type: "TaskReleased.v1", data: { task } };
const resumed: ClaimEvent = { type: "TaskResumed.v1", data: { task } };
const putOff = (until: string): ClaimEvent => ({ type: "TaskPutOff.v1", data: { task, until } });

type By = readonly [actor: string, event: ClaimEvent];
const state = (...given: readonly By[]) =>
  given.reduce<ClaimState | undefined>(
    (before, [actor, event]) => evolveClaim(before, event, { actor, at: `${TODAY}T09:00:00.000Z` }),
    undefined,
  );
type Given = {
  readonly given?: readonly By[];
  readonly actor?: string;
  readonly held?: Partial<HeldTask>;
  readonly gone?: string;
};
function decide(command: ClaimCommand, { given = [], actor = "ada", held = {}, gone }: Given = {}) {
  const context = { actor, today: TODAY, certainToday: TODAY, interests: [], newId: () => "" };
  return decideClaim(state(...given), command, { ...context, task: { name: task, ...held }, hasTask: (one) => one !== gone });
}
const input = { task: encodeTask(task) };
const claim: ClaimCommand = { name: "claimTask", input };
const release: ClaimCommand = { name: "releaseTask", input };
const wait = (until?: string): ClaimCommand => ({ name: "putOffTask", input: { ...input, ...(until && { until }) } });
const byBen: readonly By[] = [["ben", claimed]];
const refusedWith = (code: string) => ({ kind: "refused", code });

describe("Claiming a task", () => {
  it("is recorded once, and again after it was given back", () => {
    expect(decide(claim)).toEqual([claimed]);
    expect(decide(claim, { given: [["ada", claimed]] })).toEqual([]);
    expect(decide(claim, { given: [...byBen, ["ben", released]] })).toEqual([claimed]);
  });

  it("is refused while a colleague holds it, and possible when the colleague no longer has the task", () => {
    expect(decide(claim, { given: byBen })).toMatchObject(refusedWith("TASK_CLAIMED"));
    expect(decide(claim, { given: byBen, gone: "ben" })).toEqual([claimed]);
  });

  it("is given back by whoever claimed it alone", () => {
    expect(decide(release, { given: byBen })).toMatchObject(refusedWith("TASK_NOT_YOURS"));
    expect(decide(release, { given: byBen, actor: "ben" })).toEqual([released]);
    // Nobody sees a claim of somebody who has the task no longer.
    expect(decide(release, { given: byBen, gone: "ben" })).toEqual([]);
    expect(decide(release)).toEqual([]);
  });

  it("is refused to somebody who does not have the task", () => {
    const context = { actor: "ada", today: TODAY, certainToday: TODAY, interests: [], newId: () => "" };
    for (const command of [claim, release, wait("2026-03-03")])
      expect(decideClaim(undefined, command, { ...context, task: undefined, hasTask: () => false })).toMatchObject(
        refusedWith("NOT_FOUND"),
      );
  });

  it("has a limit, after which it can still be given back, and wait again", () => {
    const full = Array.from({ length: CLAIM_CHANGES }, (_, n): By => ["ada", n % 2 ? released : claimed]);
    expect(decide(claim, { given: full })).toMatchObject(refusedWith("TOO_MANY"));
    expect(decide(release, { given: [...full, ["ada", claimed]] })).toEqual([released]);
    expect(decide(wait("2026-03-05"), { given: full })).toMatchObject(refusedWith("TOO_MANY"));
    expect(decide(wait(), { given: [...full, ["ada", putOff("2026-03-05")]] })).toEqual([resumed]);
  });
});

describe("Putting a task off", () => {
  it("is possible up to its due day, and refused past it", () => {
    const held = { due: "2026-03-05" };
    expect(decide(wait("2026-03-05"), { held })).toEqual([putOff("2026-03-05")]);
    expect(decide(wait("2026-03-06"), { held })).toMatchObject({ ...refusedWith("PUT_OFF_PAST_DUE"), field: "until" });
    expect(decide(wait("2026-03-05"), { held: { until: "2026-03-04" } })).toMatchObject(refusedWith("PUT_OFF_PAST_DUE"));
    expect(decide(wait("2026-03-03"), { held: { due: "2026-03-01" } })).toMatchObject(refusedWith("PUT_OFF_PAST_DUE"));
  });

  it("of one without a due day is possible for 20 working days", () => {
    expect(decide(wait("2026-03-30"))).toEqual([putOff("2026-03-30")]);
    expect(decide(wait("2026-03-31"))).toMatchObject(refusedWith("PUT_OFF_TOO_LONG"));
    // Its last day is later.
    const held = { until: "2026-12-31" };
    expect(decide(wait("2026-03-30"), { held })).toEqual([putOff("2026-03-30")]);
    expect(decide(wait("2026-03-31"), { held })).toMatchObject(refusedWith("PUT_OFF_TOO_LONG"));
  });

  it("needs a day in the future, and is refused while a colleague holds the task", () => {
    expect(decide(wait(TODAY))).toMatchObject(refusedWith("PUT_OFF_TO_PAST"));
    expect(decide(wait("2026-03-03"), { given: byBen })).toMatchObject(refusedWith("TASK_CLAIMED"));
    expect(decide(wait("2026-03-03"), { given: byBen, actor: "ben" })).toEqual([putOff("2026-03-03")]);
  });

  it("is ended by anybody who has the task, and keeps who claimed it", () => {
    const given: readonly By[] = [
      ["ada", claimed],
      ["ada", putOff("2026-03-05")],
    ];
    expect(decide(wait(), { given })).toEqual([resumed]);
    expect(decide(wait())).toEqual([]);
    expect(decide(wait("2026-03-05"), { given })).toEqual([]);
    expect(state(...given, ["ben", resumed])).toMatchObject({ claimed: { actor: "ada" } });
    expect(state(...given, ["ben", resumed])?.putOff).toBeUndefined();
    expect(state(...given, ["ada", released])?.putOff).toMatchObject({ until: "2026-03-05", actor: "ada" });
  });
});

describe("The name of a task", () => {
  it("differs for a later task of the same kind, and for the other side of the same task", () => {
    const ids = [
      task,
      { ...task, since: "2026-03-01T10:00:00.000Z" },
      { ...task, side: "addressees" },
      { ...task, about: "share-2" },
    ];
    expect(new Set(ids.map(streamIdOf)).size).toBe(4);
  });

  it("is read back from its id, and from no other text", () => {
    expect(decodeTask(encodeTask(task))).toEqual(task);
    for (const id of ["", "x", encodeTask({ ...task, kind: "no-such-kind" as TaskName["kind"] }), "WzFd"])
      expect(decodeTask(id)).toBeUndefined();
  });

  it("keeps a body's tasks apart from those of other bodies, and not those of its own named people", () => {
    const sides = (kind: TaskName["kind"], ...audiences: readonly TaskAudience[]) =>
      audiences.map((audience) => sideOf({ kind, audience }));
    expect(
      sides("share-expiring", "scope:E12000004/childrens", "body:dfe", "body:ofsted", "body:ofsted#person:ada", "person:ada"),
    ).toEqual(["advisers", "body:dfe", "body:ofsted", "body:ofsted", "addressees"]);
  });

  it("keeps apart those who hear of an approach, who are of different bodies", () => {
    const audiences: readonly TaskAudience[] = ["person:ada", "person:ben"];
    expect(audiences.map((audience) => sideOf({ kind: "approach-planned", audience }))).toEqual(audiences);
  });
});
