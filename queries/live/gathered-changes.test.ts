// When followers of what is their own are notified, with a wait that a test ends.
import { expect, it } from "vitest";
import { NO_ROLE } from "../../policies/engine/facts.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { openTimeSlices } from "../time-slices.ts";
import { gatherChanges } from "./gathered-changes.ts";
import { openPersonalTopic } from "./personal-topic.ts";
import { openQueue } from "./queue.ts";
import type { Message, Subscriber } from "./topic.ts";

const viewerOf = (person: string): Viewer =>
  ({ person, facts: { ...NO_ROLE, id: person }, assignments: [], declarations: [] }) as unknown as Viewer;
const BODY = "body:cib-london";
const subscriber = (person: string, after: string): Subscriber => ({
  ...{ person, after, seen: "" },
  queue: openQueue<Message>({ capacity: 10, resume: "" }),
});

function gathering() {
  let instant = Date.parse("2026-03-10T12:00:00.300Z");
  const waits: { readonly ms: number; readonly end: () => void }[] = [];
  const notified: string[] = [];
  const compared: string[] = [];
  const topic = openPersonalTopic(viewerOf, () => [BODY]);
  const gathered = gatherChanges({
    now: () => new Date(instant),
    wait: (ms) => new Promise((end) => waits.push({ ms, end })),
    slices: openTimeSlices(),
    viewerOf,
    notify: ({ person }) => notified.push(person),
    start: (work) => void work(),
  });
  return {
    ...{ topic, gathered, waits, notified, compared },
    at(iso: string) {
      instant = Date.parse(iso);
    },
    /** A change of the body's tasks that some people see. */
    change(position: string, ...seenBy: readonly string[]) {
      const isSeenBy = ({ person }: Viewer) => {
        compared.push(person);
        return seenBy.includes(person);
      };
      gathered.add(topic, { audiences: new Set([BODY]), isSeenBy }, position);
    },
    async endSecond() {
      waits.shift()?.end();
      while (gathered.isComparing() && waits.length === 0) await new Promise(setImmediate);
    },
  };
}

it("notifies at the end of a second of the clock, once of all that a person sees of its changes", async () => {
  const { topic, change, waits, notified, compared, at, endSecond } = gathering();
  for (const person of ["ada", "bob", "cyd"]) topic.join(subscriber(person, "1"));
  change("2", "ada");
  at("2026-03-10T12:00:00.800Z");
  change("3", "ada", "bob");
  await new Promise(setImmediate);
  expect([waits.map(({ ms }) => ms), notified]).toEqual([[700], []]);
  await endSecond();
  expect(notified).toEqual(["ada", "bob"]);
  expect(compared).toEqual(["ada", "bob", "cyd", "bob", "cyd"]);
  change("4", "cyd");
  expect(waits.map(({ ms }) => ms)).toEqual([200]);
  await endSecond();
  expect(notified).toEqual(["ada", "bob", "cyd"]);
});

it("compares nothing for who has left, or who joined after the change", async () => {
  const { topic, gathered, change, notified, compared, endSecond } = gathering();
  const [stays, leaves] = [subscriber("ada", "1"), subscriber("bob", "1")];
  topic.join(stays);
  topic.join(leaves);
  change("2", "ada", "bob", "cyd");
  topic.join(subscriber("cyd", "2"));
  gathered.addFor(topic, [leaves]);
  topic.leave(leaves);
  await endSecond();
  expect([notified, compared]).toEqual([["ada"], ["ada"]]);
});

it("tells nobody after it was stopped", async () => {
  const { topic, gathered, change, notified, endSecond } = gathering();
  topic.join(subscriber("ada", "1"));
  change("2", "ada");
  gathered.stop();
  await endSecond();
  change("3", "ada");
  expect(notified).toEqual([]);
});
