// A hub whose data folder was restored from a backup and has since recorded other events: positions, cursors and commands of the lost history are refused.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptLoss } from "../../hub/folder/accept-loss.ts";
import { StoresLost } from "../../hub/folder/prepare-folder.ts";
import { concern, EAST_MIDLANDS } from "../examples/api-inputs.ts";
import { policyFiles } from "../helpers/policy-files.ts";
import { command, done } from "../helpers/send-command.ts";
import { subscribe } from "../helpers/sse.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const LISTS = {
  policyVersions: [
    "adviser",
    "query($after: ID) { list: policyVersions(first: 1, after: $after) { nodes { id } pageInfo { endCursor } } }",
  ],
  concerns: [
    "adviser",
    "query($after: String) { list: concerns(first: 1, after: $after) { nodes { id } pageInfo { endCursor } } }",
  ],
  inbox: [
    "chief-executive",
    "query($after: String) { list: inbox(first: 1, after: $after) { nodes { sentence } pageInfo { endCursor } } }",
  ],
  disclosures: [
    "chief-executive",
    `query($after: String) { ledger(council: "X00000004") { ... on Ledger { list: disclosures(first: 1, after: $after) { nodes { at } pageInfo { endCursor } } } } }`,
  ],
} as const;
const LIVE = {
  concern: `subscription($id: ID, $after: String) { concernChanged(concern: $id, after: $after) { __typename
    ... on ConcernUpdate { position kind } ... on Refused { code } } }`.replace("$id: ID", "$id: ID!"),
  ledger: `subscription($after: String) { ledgerChanged(council: "X00000004", after: $after) { __typename
    ... on LedgerUpdate { position kind } ... on Refused { code } } }`,
};
const AFTER = "query($id: ID!, $at: String!) { concern(id: $id, afterPosition: $at) { version } }";

type List = { readonly nodes: readonly object[]; readonly pageInfo: { readonly endCursor: string | null } };
type Lists = { readonly list?: List; readonly ledger?: { readonly list: List } };
type Token = { readonly __typename: string; readonly kind?: string; readonly position?: string; readonly code?: string };
type Kept = Awaited<ReturnType<typeof takeAll>>;

const listed = async (hub: TestHub, name: keyof typeof LISTS, after?: string | null) => {
  const [person, query] = LISTS[name];
  const { body } = await hub.ask<Lists>(person, query, { after });
  return { list: body.data?.list ?? body.data?.ledger?.list, error: body.errors?.[0] };
};
const resumed = async (hub: TestHub, name: keyof typeof LIVE, id: string, after?: string) => {
  const live = await subscribe<Token>(
    hub,
    name === "ledger" ? "chief-executive" : "adviser",
    LIVE[name],
    name === "ledger" ? { after } : { id, after },
  );
  const message = await live.next();
  await live.leave();
  return message;
};
const names = Object.keys(LISTS) as (keyof typeof LISTS)[];
const topics = Object.keys(LIVE) as (keyof typeof LIVE)[];

/** What clients keep: positions of their commands, cursors of their lists, and resume tokens of their streams. */
async function takeAll(hub: TestHub, id: string) {
  const { position } = await command(hub, "adviser", "recordConversation", { concern: id, ...CONVERSATION });
  const cursors = await Promise.all(
    names.map(async (name) => [name, (await listed(hub, name)).list?.pageInfo.endCursor ?? ""] as const),
  );
  const points = await Promise.all(
    topics.map(async (topic) => [topic, (await resumed(hub, topic, id))?.position ?? ""] as const),
  );
  return { position: position ?? "", cursors: new Map(cursors), points: new Map(points) };
}
const CONVERSATION = {
  ...{ heldOn: "2026-03-01", channel: "TELEPHONE", offices: ["CHIEF_EXECUTIVE"], people: "An adviser (invented)" },
  ...{ discussed: "Vacancies.", agreed: "To meet again." },
};

describe("After a restore from a backup", () => {
  const root = mkdtempSync(join(tmpdir(), "candour-history-"));
  const [lost, backup] = [join(root, "lost"), join(root, "backup")];
  let hub: TestHub;
  let id: string;
  let before: Kept;
  let after: Kept;

  beforeAll(async () => {
    let first = await startHub({ dir: lost });
    id = await done(first, "adviser", "logConcern", concern);
    await done(first, "governance-officer", "publishPolicy", {
      basedOn: first.hub.policy.version,
      files: policyFiles({ "6-support.cedar": undefined }),
      reason: "Tried.",
    });
    before = await takeAll(first, id);
    await first.close();
    cpSync(lost, backup, { recursive: true });

    first = await startHub({ dir: lost, seed: false });
    await done(first, "adviser", "logConcern", concern);
    // A disclosure for the council's ledger that only this history has.
    await first.ask("cib-lead", "{ concerns(first: 1) { nodes { id summary { text } } } }");
    const again = { basedOn: first.hub.policy.version, files: policyFiles(), reason: "Taken back." };
    await done(first, "governance-officer", "publishPolicy", again);
    after = await takeAll(first, id);
    await first.close();

    // The backup records other events, past the last position of the lost history.
    hub = await startHub({ dir: backup, seed: false });
    for (let n = 0; n < 12; n += 1)
      await done(hub, "adviser", "recordConversation", { concern: id, ...CONVERSATION, agreed: `Otherwise ${n}.` });
  });
  afterAll(async () => {
    await hub.close();
    rmSync(root, { recursive: true, force: true });
  });

  it("positions, cursors and resume tokens are valid as far as the backup goes", async () => {
    const { body } = await hub.ask<{ concern: { version: number } }>("adviser", AFTER, { id, at: before.position });
    expect(body.data.concern.version).toBe(15);
    for (const name of names) {
      const { list, error } = await listed(hub, name, before.cursors.get(name));
      expect([name, error, typeof list?.nodes.length]).toEqual([name, undefined, "number"]);
    }
    for (const topic of topics) expect(await resumed(hub, topic, id, before.points.get(topic))).not.toHaveProperty("code");
  });

  it("a later position is refused with a message that says why", async () => {
    const { body } = await hub.ask("adviser", AFTER, { id, at: after.position });
    expect(body.errors).toMatchObject([
      {
        message: expect.stringMatching(/^afterPosition: The hub was restored from a backup/),
        extensions: { code: "BAD_USER_INPUT" },
      },
    ]);
  });

  it.each(names.filter((name) => name !== "inbox"))(
    "a cursor of %s whose entry is lost is refused; the list starts again from the first page",
    async (name) => {
      expect(after.cursors.get(name)).not.toBe("");
      const { error } = await listed(hub, name, after.cursors.get(name));
      expect(error).toMatchObject({ message: expect.stringMatching(/Start again from the first page/) });
      expect((await listed(hub, name)).error).toBeUndefined();
    },
  );

  it.each(topics)("a stream of the %s does not resume after a lost event, and starts again with a snapshot", async (topic) => {
    expect(after.points.get(topic)).not.toBe("");
    expect(await resumed(hub, topic, id, after.points.get(topic))).toMatchObject({ code: "RESUME_POINT_GONE" });
    expect(await resumed(hub, topic, id)).toMatchObject({ kind: "SNAPSHOT" });
  });

  it("read models of the lost history beside the restored log show the loss, and are rebuilt after it is accepted", async () => {
    const truth = await seen(hub);
    const { config } = hub.hub;
    await hub.close();
    // Only the log and the keys were restored: the read models belong to the lost history, and the log is past their checkpoints.
    rmSync(join(backup, "read-models"), { recursive: true });
    cpSync(join(lost, "read-models"), join(backup, "read-models"), { recursive: true });
    await expect(startHub({ dir: backup, seed: false })).rejects.toThrow(StoresLost);
    await acceptLoss(config, "A backup was restored.", new Date("2026-03-02T12:00:00.000Z"));
    hub = await startHub({ dir: backup, seed: false });
    expect(await seen(hub)).toEqual(truth);
  });
  async function seen(of: TestHub) {
    const query = `query($id: ID!) { concern(id: $id) { version conversations { agreed } } concerns(first: 100, filter: { region: "${EAST_MIDLANDS}" }) {
      totalCount nodes { id version } } }`;
    return (await of.ask("adviser", query, { id })).body;
  }
});
