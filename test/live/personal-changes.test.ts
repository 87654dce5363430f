// People are told that their inbox or their news has changed exactly when what they read of it differs from what they read before.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demonstrationPeople } from "../../demonstration/people.ts";
import type { Hub } from "../../hub/hub.ts";
import { readInbox } from "../../queries/inbox/read-inbox.ts";
import { findViewer } from "../../queries/people/read-people.ts";
import { encodeTask } from "../../services/claim/task-name.ts";
import { awareness, CIB, concern, evidence, proposal, submission, TARROWSHIRE } from "../examples/api-inputs.ts";
import { opensAfterNotice } from "../examples/concern.ts";
import { type RandomHub, startRandomHub } from "../helpers/disclosure/random-hub.ts";
import { type Everybody, followEverybody } from "../helpers/follow-everybody.ts";
import { playEveryEvent } from "../helpers/play-every-event.ts";
import { DAYS, FIRST_DAY, historyWriter, type Script, TODAY } from "../helpers/random-histories.ts";
import { histories as someHistories } from "../helpers/random-shared-histories.ts";
import { done } from "../helpers/send-command.ts";
import { cases } from "../helpers/soak.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

/** Somebody claims one of their tasks, or gives it back. */
function claimOf(hub: Hub, person: string, number: number): (() => Promise<unknown>) | undefined {
  const viewer = findViewer(hub, person);
  const tasks = readInbox(hub, viewer, undefined, 100).items;
  const item = tasks[number % Math.max(tasks.length, 1)];
  if (!item?.name) return undefined;
  const [name, command] = [item.name, item.claimed?.actor === person ? "releaseTask" : "claimTask"] as const;
  const context = {
    principal: { type: "Person", facts: viewer.facts },
    idempotencyKey: `claim-${number}`,
    correlation: "claim",
  } as const;
  return () => hub.services.claim.execute(command, { task: encodeTask(name) }, context);
}

describe("Everybody who follows their inbox or their news is told", () => {
  let test: TestHub;
  beforeAll(async () => {
    test = await startHub();
  });
  afterAll(() => test.close());

  it("after each command that changed what they read of it, and after no other", async () => {
    const { hub } = test;
    const people = demonstrationPeople.map(({ id }) => id);
    const everybody = await followEverybody(hub, people);
    const wrong: string[] = [];
    const changes = new Map<string, number>();
    let [day, commands] = [hub.today(), 0];

    async function compare(name: string, execute: () => Promise<unknown>): Promise<void> {
      if (day !== hub.today()) hub.broadcast.tick();
      day = hub.today();
      const { differs, toldOfNothing, notTold } = await everybody.around(execute);
      commands += 1;
      for (const one of differs) changes.set(one.split(" ")[0] ?? "", (changes.get(one.split(" ")[0] ?? "") ?? 0) + 1);
      wrong.push(...notTold.map((one) => `${name}: ${one} is not told`));
      if (!READ_AGAIN.has(name)) wrong.push(...toldOfNothing.map((one) => `${name}: ${one} is told of nothing`));
    }
    // The hub records several deadlines at the same time, and here it is what one command changes that is told.
    let turn: Promise<unknown> = Promise.resolve();
    function inTurn<T>(work: () => Promise<T>): Promise<T> {
      const done = turn.then(work);
      turn = done.catch(() => {});
      return done;
    }
    type Service = { execute: (name: string, input: object, context: object) => Promise<unknown> };
    const compared = (service: Service): Service => ({
      ...service,
      execute: (name, input, context) =>
        inTurn(async () => {
          let outcome: unknown;
          await compare(name, async () => {
            outcome = await service.execute(name, input, context);
          });
          const claim = claimOf(hub, people[(commands * 7) % people.length] ?? "", commands);
          if (claim) await compare("claim", claim);
          return outcome;
        }),
    });
    const services = Object.entries(hub.services).map(([kind, service]) => [kind, compared(service as Service)]);
    await playEveryEvent({ ...test, hub: { ...hub, services: Object.fromEntries(services) } } as unknown as TestHub);
    expect(wrong).toEqual([]);
    expect(changes.get("inbox")).toBeGreaterThan(100);
    expect(changes.get("news")).toBeGreaterThan(50);
    await everybody.leave();
  });
});

/** After these, people whom they concern read again, though they may read the same: everybody after a policy, somebody after a change of their own roles. */
const READ_AGAIN: ReadonlySet<string> = new Set(["publishPolicy", "nameOfficer", "endOfficer"]);

describe("Whoever follows is told of what changes a record without an event of its own:", () => {
  let test: TestHub;
  let everybody: Everybody;
  beforeAll(async () => {
    test = await startHub();
    everybody = await followEverybody(test.hub, ["adviser", "second-adviser", "chief-executive", "cib-lead", "department"]);
  });
  afterAll(async () => {
    await everybody.leave();
    await test.close();
  });
  const act = (person: string, name: string, input: object) => () => done(test, person, name, input);
  const stateOf = (id: string) => test.hub.register.queries().findUnchecked(id)?.state();
  async function changedBy(command: () => Promise<unknown>): Promise<readonly string[]> {
    const { differs, toldOfNothing, notTold } = await everybody.around(command);
    expect({ toldOfNothing, notTold }).toEqual({ toldOfNothing: [], notTold: [] });
    return differs;
  }

  it("a standing agreement is taken back", async () => {
    const id = await act("adviser", "logConcern", concern)();
    await act("adviser", "recordAwareness", { ...awareness, concern: id })();
    const given = { council: TARROWSHIRE, body: CIB, purpose: "ALIGN_SUPPORT", parts: ["SUMMARY"], strand: "CHILDRENS" };
    await act("chief-executive", "giveStandingAgreement", given)();
    await act("adviser", "proposeShare", { ...proposal, concern: id })();
    const share = stateOf(id)?.shares[0]?.id;
    await act("adviser", "makeShare", { concern: id, share })();
    test.clock.set(`${opensAfterNotice(test.hub.today())}T12:00:00.000Z`);
    test.hub.broadcast.tick();
    const agreement = test.hub.council.queries().findUnchecked(TARROWSHIRE).agreements.at(-1)?.agreement;
    const takeBack = act("chief-executive", "takeBackStandingAgreement", { council: TARROWSHIRE, agreement });
    expect(await changedBy(takeBack)).toContain("news of cib-lead");
  });

  it("a concern no longer cites a submission, which waits again", async () => {
    const cited = await act("department", "submitInformation", submission)();
    const citing = { ...concern, evidence: [evidence, { ...evidence, submission: cited }] };
    let id = "";
    const log = async () => {
      id = await act("adviser", "logConcern", citing)();
    };
    expect(await changedBy(log)).toContain("inbox of second-adviser");
    const withdrawn = stateOf(id)?.evidence[1]?.evidence;
    const withdraw = act("adviser", "withdrawEvidence", {
      concern: id,
      evidence: withdrawn,
      reason: "It was about another team.",
    });
    expect(await changedBy(withdraw)).toEqual(["inbox of adviser", "inbox of second-adviser"]);
  });

  it("whoever claimed a task has the role no longer", async () => {
    const { hub } = test;
    await (claimOf(hub, "second-adviser", 0) ?? expect.fail("second-adviser has no task"))();
    const assignment = findViewer(hub, "second-adviser").assignments[0]?.assignment;
    const end = act("governance-officer", "endAssignment", { person: "second-adviser", assignment, reason: "They left." });
    expect(await changedBy(end)).toContain("inbox of adviser");
  });
});

const LAST_DAY = DAYS.at(-1) ?? TODAY;

/** Half of the histories begin with shares by standing agreements, which the council takes back at their end: that changes concerns without an event of theirs. */
const histories: fc.Arbitrary<Script> = fc.tuple(someHistories, fc.nat(11), fc.boolean()).map(([script, body, isTakenBack]) => {
  if (!isTakenBack) return script;
  const shares = [0, 3, 6].flatMap((more): Script["steps"] => [
    { do: "share", body: (body + more) % 12, parts: ["summary"], until: LAST_DAY, on: FIRST_DAY, standing: true },
    { do: "make", share: -1, on: FIRST_DAY },
  ]);
  return { ...script, aware: true, steps: [...shares, ...script.steps, { do: "takeBack", on: TODAY }] };
});

describe("Over generated histories, everybody who follows their inbox or their news", () => {
  let world: RandomHub;
  let everybody: Everybody;
  let [written, claims] = [0, 0];
  beforeAll(async () => {
    world = await startRandomHub([], []);
    everybody = await followEverybody(world.hub, world.people);
  });
  afterAll(async () => {
    await everybody.leave();
    await world.test.close();
  });

  /** The events of concerns and of their councils, as appends in order: one a command. */
  async function appendsOf(scripts: readonly Script[]) {
    const { hub } = world;
    const keys = await Promise.all(Array.from({ length: 2 * scripts.length }, hub.keys.newKey));
    const writer = historyWriter(hub.keys, () => keys.pop() ?? "");
    for (const script of scripts) {
      written += 1;
      writer.write(script, written);
    }
    return writer.events.map(({ stream, type, data, at, metadata }) => async () => {
      const commandId = `history-${written}-${metadata.commandId}`;
      const append = { stream, expected: "any", events: [{ type, data }], bodyDigest: "", at } as const;
      const appended = await hub.log.append({ ...append, metadata: { ...metadata, commandId } });
      if (appended.kind !== "appended") throw new Error(`Not appended: ${appended.kind}`);
      await hub.caughtUp(appended.position);
    });
  }
  function claim(number: number): () => Promise<unknown> {
    claims += 1;
    const person = world.people[number % world.people.length] ?? "";
    return claimOf(world.hub, person, number + 10_000 * claims) ?? (async () => {});
  }

  it("is told exactly when an event changed what they read of it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(histories, { minLength: 1, maxLength: 2 }), fc.nat(), async (scripts, number) => {
        for (const [index, append] of (await appendsOf(scripts)).entries()) {
          const one = await everybody.around(append);
          expect({ ...one, differs: [] }).toEqual({ differs: [], toldOfNothing: [], notTold: [] });
          if (index % 4 > 0) continue;
          const claimed = await everybody.around(claim(number + index));
          expect({ ...claimed, differs: [] }).toEqual({ differs: [], toldOfNothing: [], notTold: [] });
        }
      }),
      { numRuns: cases(6, 100) },
    );
  });

  it("has read what there is with the last message, however fast events come and whoever joins meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(histories, { minLength: 2, maxLength: 4 }), fc.nat(), async (scripts, number) => {
        const appends = await appendsOf(scripts);
        const pauses = appends.map((_, index) => (number >> (index % 20)) % 2 === 1);
        for (const [index, append] of appends.entries()) {
          const done = append();
          if (pauses[index]) await Promise.all([done, everybody.renew(number + index), claim(number + index)()]);
          else await done;
        }
        await everybody.settled();
        expect(everybody.outdated()).toEqual([]);
      }),
      { numRuns: cases(10, 200) },
    );
  });
});
