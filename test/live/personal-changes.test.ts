// People are told that their inbox or their news has changed exactly when what they read of it differs from what they read before.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demonstrationPeople } from "../../demonstration/people.ts";
import type { Hub } from "../../hub/hub.ts";
import { readInbox } from "../../queries/inbox/read-inbox.ts";
import { findViewer } from "../../queries/people/read-people.ts";
import { encodeTask } from "../../services/claim/task-name.ts";
import { type RandomHub, startRandomHub } from "../helpers/disclosure/random-hub.ts";
import { type Everybody, followEverybody } from "../helpers/follow-everybody.ts";
import { playEveryEvent } from "../helpers/play-every-event.ts";
import { historyWriter } from "../helpers/random-histories.ts";
import { histories } from "../helpers/random-shared-histories.ts";
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
    type Service = { execute: (name: string, input: object, context: object) => Promise<unknown> };
    const compared = (service: Service): Service => ({
      ...service,
      async execute(name, input, context) {
        let outcome: unknown;
        await compare(name, async () => {
          outcome = await service.execute(name, input, context);
        });
        const claim = claimOf(hub, people[(commands * 7) % people.length] ?? "", commands);
        if (claim) await compare("claim", claim);
        return outcome;
      },
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
  async function appendsOf(scripts: readonly Parameters<ReturnType<typeof historyWriter>["write"]>[0][]) {
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
