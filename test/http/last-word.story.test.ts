// A council's objection cannot be evaded by logging the same matter again: its latest position counts until it states another, even after a crash
// between the appends to the two streams, and if an earlier release recorded it in only one of them.
import { afterAll, beforeAll, it } from "vitest";
import { councilStream } from "../../services/council/events.ts";
import { dayAfter } from "../../services/dates.ts";
import { awareness, concern, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { answerDay, reach } from "../helpers/fair-days.ts";
import { command, done } from "../helpers/send-command.ts";
import { check } from "../helpers/story-steps.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ seed: true });
});
afterAll(() => hub.close());

const OF_SHARES = "query($id: ID!) { concern(id: $id) { sharingRecord { id status silence } } }";
type Shares = { concern: { sharingRecord: { id: string; status: string; silence: string }[] } };
async function sharesOf(id: string) {
  const { body } = await hub.ask<Shares>("adviser", OF_SHARES, { id });
  return body.data.concern.sharingRecord;
}
const answerToday = () => answerDay(hub.hub.today(), "plain");
/** Logs a concern about the same matter, makes the council aware, and proposes a share. */
async function proposeAgain(differing: object = {}) {
  const id = await done(hub, "adviser", "logConcern", { ...concern, cause: "LEADERSHIP" });
  await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness });
  await done(hub, "adviser", "proposeShare", { concern: id, ...proposal, answerBy: answerToday(), ...differing });
  const [share] = await sharesOf(id);
  return { concern: id, share: share?.id ?? "" };
}
const positions = async () =>
  (await hub.hub.log.readStream(councilStream(TARROWSHIRE))).filter(({ type }) => type === "SharingPositionRecorded.v2");

it("A council's latest position turns silence on the same matter into an objection, which needs a second person to override it", async () => {
  const before = await positions();
  const first = await proposeAgain();
  await done(hub, "chief-executive", "statePosition", { ...first, position: "OBJECTS", statement: "Not before the review." });
  const recorded = (await positions()).slice(before.length);
  check(recorded.map(({ data, metadata }) => [data.position, data.statedBy, data.offices, metadata.actor])).toEqual([
    ["objects", "chief-executive", ["chief-executive"], "chief-executive"],
  ]);

  const again = await proposeAgain();
  await reach(hub, again);
  check(await sharesOf(again.concern)).toMatchObject([{ silence: "IS_OBJECTION", status: "AWAITING_ANSWER" }]);
  hub.clock.set(`${dayAfter(answerToday())}T12:00:00.000Z`);
  check(await command(hub, "adviser", "makeShare", again)).toMatchObject({ code: "COUNCIL_OBJECTS" });
  check(await command(hub, "adviser", "overrideObjection", { ...again, reason: "It cannot wait." })).toMatchObject({
    code: "OVERRIDE_BY_PROPOSER",
  });
  await done(hub, "second-adviser", "overrideObjection", { ...again, reason: "It cannot wait." });
  await done(hub, "adviser", "makeShare", again);
});

it("A council's latest position applies to a share that was proposed before, and is shown with it and in the advisers' inbox", async () => {
  hub.clock.set("2026-03-25T12:00:00.000Z");
  const [one, other] = [await proposeAgain(), await proposeAgain()];
  for (const share of [one, other]) await done(hub, "chief-executive", "statePosition", { ...share, position: "AGREES" });
  check(await sharesOf(other.concern)).toMatchObject([{ status: "AGREED" }]);
  hub.clock.set("2026-03-25T12:00:01.000Z");
  await done(hub, "chief-executive", "statePosition", { ...one, position: "OBJECTS" });
  check(await sharesOf(other.concern)).toMatchObject([{ status: "OBJECTED" }]);
  const { body } = await hub.ask<{ inbox: { nodes: { kind: string; concern: { id: string } | null }[] } }>(
    "adviser",
    "{ inbox(first: 100) { nodes { kind concern { id } } } }",
  );
  const waiting = body.data.inbox.nodes.filter((task) => task.concern?.id === other.concern).map(({ kind }) => kind);
  check(waiting).toContain("OBJECTION_TO_SETTLE");
  check(waiting).not.toContain("SHARE_TO_MAKE");
  check(await command(hub, "adviser", "makeShare", other)).toMatchObject({ code: "COUNCIL_OBJECTS" });
});

it("A council's latest position blocks a share that is made at the same time: a share that goes live was made before the objection", async () => {
  hub.clock.set("2026-03-26T12:00:00.000Z");
  for (let round = 0; round < 6; round += 1) {
    const [one, other] = [await proposeAgain(), await proposeAgain()];
    for (const share of [one, other])
      await done(hub, "chief-executive", "statePosition", { ...share, position: "AGREES", statement: "Yes." });
    hub.clock.set(`2026-03-26T12:00:0${round + 1}.000Z`);
    await Promise.all([
      done(hub, "chief-executive", "statePosition", { ...one, position: "OBJECTS" }),
      command(hub, "adviser", "makeShare", other),
    ]);
    const [said, made] = await Promise.all([
      hub.hub.log.readStream(`concern-${one.concern}`),
      hub.hub.log.readStream(`concern-${other.concern}`),
    ]);
    const objected = said.findLast(({ type }) => type === "PositionStated.v2")?.position ?? "";
    check(made.filter(({ type, position }) => type === "ShareMade.v2" && position > objected)).toEqual([]);
  }
});

it("A council's latest position is recorded once, even if the append to the council's stream failed at first", async () => {
  hub.clock.set("2026-03-29T12:00:00.000Z");
  const [one, other] = [await proposeAgain(), await proposeAgain()];
  for (const share of [one, other]) await done(hub, "chief-executive", "statePosition", { ...share, position: "AGREES" });
  const before = await positions();
  hub.clock.set("2026-03-29T12:00:01.000Z");
  // An earlier release, or a crash, left it only in the concern's stream.
  const stream = `concern-${one.concern}`;
  const stored = await hub.hub.log.readStream(stream);
  const said = stored.findLast(({ type }) => type === "PositionStated.v2");
  if (!said) throw new Error("Nothing was said.");
  const appended = await hub.hub.log.append({
    ...{ stream, expected: "any", bodyDigest: "crashed", at: hub.clock.now().toISOString() },
    events: [{ type: said.type, data: { share: one.share, position: "objects", office: "chief-executive" } }],
    metadata: { ...said.metadata, commandId: "crashed", causation: "crashed" },
  });
  if (appended.kind === "appended") await hub.hub.caughtUp(appended.position);
  check(await positions()).toHaveLength(before.length);

  check(await command(hub, "adviser", "makeShare", other)).toMatchObject({ code: "COUNCIL_OBJECTS" });
  check((await positions()).slice(before.length).map(({ data }) => [data.share, data.position])).toEqual([
    [one.share, "objects"],
  ]);
  check(await hub.hub.positionsRecorded()).toBe(0);
  // A hub of an earlier release beside this one does not record the office. The statement does not count after the chief executive's.
  const former = await hub.hub.log.append({
    ...{ stream, expected: "any", bodyDigest: "former", at: hub.clock.now().toISOString() },
    events: [{ type: "PositionStated.v1", data: { share: one.share, position: "agrees" } }],
    metadata: { ...said.metadata, commandId: "former", causation: "former" },
  });
  if (former.kind === "appended") await hub.hub.caughtUp(former.position);
  check(await hub.hub.positionsRecorded()).toBe(1);
  check((await positions()).at(-1)?.data).toMatchObject({ share: one.share, position: "objects" });
  await done(hub, "second-adviser", "overrideObjection", { ...other, reason: "It cannot wait." });
  check(await positions()).toHaveLength(before.length + 2);
  check(await hub.hub.log.verify()).toEqual([]);
});
