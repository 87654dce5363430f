// Every kind of stream that services write: one event of it that cannot be read leaves everything else answering, and is counted. A kind that is
// added without being followed by a read model, or without a place in this table, fails here.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DISCLOSURE_STREAMS } from "../../disclosure/streams.ts";
import { streamParts } from "../../event-log/stream-name.ts";
import { LOG_STREAMS } from "../../services/streams.ts";
import { awareness, concern, offer, signal, submission, TARROWSHIRE } from "../examples/api-inputs.ts";
import { done } from "../helpers/send-command.ts";
import { subscribe } from "../helpers/sse.ts";
import { appendOf } from "../helpers/stored-event.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let dir: string;
let hub: TestHub;
const streams: Record<string, string> = {};

const invitation = {
  ...{ name: "Any (invented)", address: "any@candour.test", role: "PANEL_MEMBER" },
  ...{ from: "2026-03-02", until: "2026-12-31" },
};

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-kinds-"));
  hub = await startHub({ dir });
  const id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness });
  Object.assign(streams, {
    concern: `concern-${id}`,
    council: `council-${TARROWSHIRE}`,
    person: "person-second-adviser",
    invitation: `invitation-${await done(hub, "governance-officer", "invitePerson", invitation)}`,
    support: `support-${await done(hub, "adviser", "offerSupport", offer)}`,
    submission: `submission-${await done(hub, "department", "submitInformation", submission)}`,
    signal: `signal-${await done(hub, "chief-executive", "requestSupport", signal)}`,
    metric: `metric-${(await hub.hub.log.streams("metric"))[0]}`,
    notice: "notice-of-this-test",
    news: "news-of-this-test",
    task: "task-of-this-test",
    answers: "answers-2-2026-03",
    disclosures: `disclosures-${TARROWSHIRE}-2026-03`,
    hub: "hub",
    identity: "identity",
    retention: "retention",
  });
});
afterAll(async () => {
  await hub.close();
  rmSync(dir, { recursive: true, force: true });
});

const QUESTIONS = [
  "{ concerns(first: 100) { nodes { id stage } cannotBeRead } }",
  "{ inbox { nodes { sentence } } }",
  "{ submissions { nodes { id } cannotBeRead } signals { nodes { id } cannotBeRead } people { nodes { id } cannotBeRead } }",
  "{ invitations { nodes { id } cannotBeRead } }",
  `{ council(code: "${TARROWSHIRE}") { name supports { nodes { id } } } }`,
  `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { losses disclosures(first: 5) { nodes { at } } } } }`,
];
const PEOPLE = ["adviser", "chief-executive", "cib-lead", "governance-officer", "department"];

const KINDS = [
  ...LOG_STREAMS.map(({ category }) => ["log", category] as const),
  ...DISCLOSURE_STREAMS.map(({ category }) => ["disclosures", category] as const),
  // Last: without its policy the hub decides nothing, see quarantine.test.ts.
].filter(([, category]) => category !== "policy");
const UNKNOWN = "00000000-0000-4000-8000-000000000000";

describe("One event that cannot be read", () => {
  it.each(KINDS)("in the %s, on a stream of the kind %s, is counted, and everything else answers", async (store, category) => {
    const stream = streams[category];
    expect(stream, "This kind has no stream in this test: give it one.").toBeDefined();
    const log = store === "log" ? hub.hub.log : hub.hub.disclosures;
    const before = hub.hub.quarantine.size();
    const isKnown = hub.hub.quarantine.has(String(stream));
    const [last] = (await log.readStream(String(stream))).slice(-1);
    const later = [{ type: "OfALaterRelease.v9", data: {} }];
    const at = last?.at ?? hub.clock.now().toISOString();
    const outcome = await log.append(appendOf(String(stream), later, { commandId: `later-${store}-${category}`, at }));
    const position = outcome.kind === "appended" ? outcome.position : "";
    if (store === "log") await hub.hub.caughtUp(position);
    else await hub.hub.disclosed.reached(position, 600_000);

    expect(hub.hub.quarantine.has(String(stream))).toBe(true);
    // The hub's own streams are called alike in both.
    expect(hub.hub.quarantine.size()).toBe(before + (isKnown ? 0 : 1));
    const { ready, problems } = hub.hub.readiness();
    expect(ready).toBe(true);
    expect(problems).toContainEqual(
      expect.objectContaining({ condition: "quarantine", detail: { streams: hub.hub.quarantine.size() } }),
    );
    for (const person of PEOPLE)
      for (const question of QUESTIONS) {
        const { body } = await hub.ask(person, question);
        expect(body.errors, `${person}: ${question}`).toBeUndefined();
      }
  });
});

// Streams of each kind are in quarantine by now.
describe("What cannot be read", () => {
  type Answer = { readonly data?: object; readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[] };
  const ask = async (person: string, question: string, id: string) => {
    const { status, body } = await hub.ask(person, `query($id: ID!) { ${question} }`, { id });
    const { data, errors } = body as Answer;
    return { status, data, codes: errors?.map(({ extensions }) => extensions?.code) };
  };
  const idOf = (category: string): string => streamParts(String(streams[category])).streamId;

  it.each([
    ["concern", "concern(id: $id) { id }", ["adviser", "chief-executive"]],
    ["concern", "explain(concern: $id, part: SUMMARY) { sentence }", ["adviser", "chief-executive"]],
    // Not to leads of the region: whether the council lets them see it cannot be read either.
    ["support", "support(id: $id) { id }", ["adviser", "chief-executive"]],
    ["submission", "submission(id: $id) { id }", ["adviser", "department"]],
    ["signal", "signal(id: $id) { id }", ["adviser", "chief-executive"]],
  ] as const)(
    "is told as such to whoever could see it, and to anybody else is as what there never was: %s by %s",
    async (category, question, seen) => {
      for (const person of [...PEOPLE, "panel-member", "cib-lead-london", "nobody-known"]) {
        const [named, unknown] = [await ask(person, question, idOf(category)), await ask(person, question, UNKNOWN)];
        if ((seen as readonly string[]).includes(person))
          expect(named, person).toEqual({ status: unknown.status, data: unknown.data, codes: ["CANNOT_BE_READ"] });
        else expect(named, person).toEqual(unknown);
      }
    },
  );

  it("is reported as unreadable at a time in the past", async () => {
    const code = async (person: string, id: string) => {
      const question = `pastConcern(concern: $id, at: "${hub.clock.now().toISOString()}") { ... on Refused { code } }`;
      return ((await ask(person, question, id)).data as { pastConcern: { code: string } }).pastConcern.code;
    };
    expect([
      await code("adviser", idOf("concern")),
      await code("adviser", UNKNOWN),
      await code("cib-lead", idOf("concern")),
    ]).toEqual(["CANNOT_BE_READ", "NOT_FOUND", "NOT_FOUND"]);
  });

  it("is reported as unreadable to people who subscribe to it", async () => {
    const code = async (person: string, id: string, field = "concernChanged(concern: $id)") => {
      const query = `subscription($id: ID!) { ${field} { ... on Refused { code } } }`;
      const live = await subscribe<{ code: string }>(hub, person, query, { id });
      const [message] = await live.rest();
      return message?.code;
    };
    const concern = idOf("concern");
    expect([await code("adviser", concern), await code("adviser", UNKNOWN), await code("panel-member", concern)]).toEqual([
      "CANNOT_BE_READ",
      "NOT_FOUND",
      "NOT_FOUND",
    ]);
    const ofSupport = (person: string, id: string) => code(person, id, "oneSupportChanged(support: $id)");
    const support = idOf("support");
    expect([
      await ofSupport("adviser", support),
      await ofSupport("adviser", UNKNOWN),
      await ofSupport("panel-member", support),
    ]).toEqual(["CANNOT_BE_READ", "NOT_FOUND", "NOT_FOUND"]);
  });
});
