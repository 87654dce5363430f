// What a reader finds by searching is what they read, word for word, also where words open by date or by the council's answer; and what the council
// sees before it agrees to a share is what a member of its body reads afterwards.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import { registerModel } from "../../projections/register/register.ts";
import { openStore } from "../../projections/runtime/store.ts";
import type { AuthorisedConcern, Reader } from "../../queries/concerns/authorised-concern.ts";
import { presentEvidence, presentSummary } from "../../queries/concerns/present.ts";
import { previewShare } from "../../queries/concerns/preview.ts";
import { registerQueries } from "../../queries/concerns/register-queries.ts";
import { wordsReadOf } from "../../queries/concerns/words-read.ts";
import type { SharedPart } from "../../reference/concern-parts.ts";
import { decide } from "../../services/concern/decide.ts";
import type { ConcernEvent } from "../../services/concern/events.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { sealUnder } from "../../services/confidential.ts";
import { isRefusal } from "../../services/refusals.ts";
import {
  acceptConditions,
  addEvidence,
  BODY,
  COUNCIL,
  MINISTRY,
  makeShare,
  PEERS,
  REGION,
  recordAwareness,
  statePosition,
} from "../examples/concern.ts";
import { anyKey, memoryKeys } from "../helpers/memory-keys.ts";
import { beginning, commandBy, later, type Recorded, steps, type World } from "../helpers/random-concern-commands.ts";
import { cases } from "../helpers/soak.ts";
import { circumstances, TODAY } from "../helpers/specification.ts";
import { storedEvent } from "../helpers/stored-event.ts";
import { assignmentOf, readerOf } from "../helpers/viewer.ts";

const RUNS = cases(30, 3_000);
const rights = rightsUnder(loadPolicy());
const reader = (...roles: Role[]): Reader =>
  readerOf(
    roles.map((role) => assignmentOf(...role)),
    rights,
    TODAY,
  );
type Role = Parameters<typeof assignmentOf>;
const peer: Role = ["member-peer", { regions: [REGION] }];
const organisation: Role = ["regional-improvement", { regions: [REGION] }];
const ministry: Role = ["department", { body: MINISTRY }];
/** Body -> its reader. */
const MEMBERS: Readonly<Record<string, string>> = { [BODY]: "organisation", [PEERS]: "peer", [MINISTRY]: "ministry" };
const READERS: Readonly<Record<string, Reader>> = {
  adviser: reader(["principal-adviser", { regions: [REGION], strands: ["corporate"] }]),
  council: reader(["chief-executive", { council: COUNCIL }]),
  peer: reader(peer),
  organisation: reader(organisation),
  ministry: reader(ministry),
  both: reader(organisation, ministry),
};

/** The same data with another word for each text. */
const withTokens = (data: object, next: () => string): object =>
  JSON.parse(JSON.stringify(data), (_, value) =>
    typeof value === "object" && value !== null && "plain" in value
      ? { plain: Object.fromEntries(Object.keys(value.plain).map((name) => [name, next()])) }
      : value,
  );

function eventsOf(record: readonly Recorded[], keys: KeyStore) {
  const key = anyKey();
  const tokens: string[] = [];
  const next = () => {
    const token = `q${tokens.length}z${tokens.length}k`;
    tokens.push(token);
    return token;
  };
  const events = record.map(({ event, actor, day }, index): StoredEvent => {
    const [sealed] = sealUnder(keys, key, [{ type: event.type, data: withTokens(event.data, next) }] as never);
    const place = { stream: "concern-one", version: index + 1, at: `${day}T10:00:00.000Z`, metadata: { actor } };
    return storedEvent(index + 1, { type: event.type, data: sealed?.data ?? {} }, place);
  });
  return { events, tokens };
}

/** At the end an adviser adds evidence, and tells the council of it. */
const LATER = [
  commandBy("ada", () => addEvidence()),
  commandBy("ada", ({ today }) => recordAwareness({ bodies: [], toldOn: today })),
];

type Shown = {
  readonly summary?: ReturnType<typeof presentSummary> | undefined;
  readonly evidence?: ReturnType<typeof presentEvidence> | undefined;
};
/** The searchable texts of what somebody is shown. */
const textsOf = ({ summary, evidence }: Shown): readonly string[] =>
  [
    ...[summary?.text(), summary?.observed(), summary?.closed()?.reason, ...(summary?.replies() ?? []).map(({ text }) => text)],
    ...(summary?.conclusions() ?? []).flatMap((one) => [
      ...[one.explanation, one.appearance, one.acting, one.causalFactors, one.solutions, one.whyViewsDiffer, one.reopenedBecause],
    ]),
    ...(evidence ?? []).flatMap(({ account, source, reference }) => [account, source, reference]),
  ].flatMap((text) => text ?? []);

function readIn(keys: KeyStore, concern: AuthorisedConcern): readonly string[] {
  const { parts, state } = concern;
  const sees = wordsReadOf(concern);
  const may = { protectedSource: parts.has("protectedSource"), unsharedEvidence: parts.has("unsharedEvidence") };
  return textsOf({
    summary: parts.has("summary") ? presentSummary(keys, state(), parts, sees) : undefined,
    evidence: parts.has("evidence") ? presentEvidence(keys, state(), may, sees) : undefined,
  });
}

/** The council agrees to a share, perhaps to fewer parts, an adviser makes it, and its body accepts earlier conditions. Undefined if refused. */
function agreeAndMake(state: ConcernState, share: string, parts: SharedPart[] | undefined, today: string) {
  const events: ConcernEvent[] = [];
  const position = parts ? statePosition("agrees-with-conditions", { share, parts }) : statePosition("agrees", { share });
  for (const [actor, command] of [
    ["cleo", () => position],
    ["ada", () => makeShare(share)],
    ["rita", (now: ConcernState) => acceptConditions(now.shares.find(({ id }) => id === share)?.conditions?.toAccept, share)],
  ] as const) {
    const now = events.reduce((so, event) => evolve("one", so, event, { actor: "cleo", at: today }), state);
    const decided = decide(now, command(now), { ...circumstances, today, certainToday: today, actor });
    if (isRefusal(decided)) return undefined;
    events.push(...decided);
  }
  return events;
}

test(`A reader finds every word that they read, and no other, and the council previews what they read, over ${RUNS} generated histories`, () => {
  const seen = { waiting: 0, opened: 0, objected: 0, previewed: 0 };
  fc.assert(
    fc.property(beginning, steps, fc.nat(9), (start, taken, days) => {
      const world = [...taken, ...LATER].reduce<World>((before, step) => step(before).world, start);
      const keys = memoryKeys();
      const { events, tokens } = eventsOf(world.concern.record, keys);
      // Applied event by event, each on its day, so that words open by date in between.
      let today = TODAY;
      const store = openStore(registerModel, ":memory:", { keys, today: () => today });
      const registered = registerQueries(store.queries);
      for (const event of events) {
        today = event.at.slice(0, 10);
        registered.findUnchecked("one", false);
        store.applyPage([event], "proof");
      }
      while (store.work?.());
      const shown = new Map<string, ReadonlySet<string>>();
      for (const day of [world.today, later(world.today, 8)]) {
        today = day;
        for (const [name, one] of Object.entries(READERS)) {
          const concern = registered.one(one, "one");
          const read = new Set(concern ? readIn(keys, concern) : []);
          const found = tokens.filter((text) => (registered.list(one, { text }, undefined, 5) ?? []).length > 0);
          expect(found.toSorted(), name).toEqual([...read].toSorted());
          seen.opened += Number([...read].some((token) => shown.get(name)?.has(token) === false));
          shown.set(name, read);
        }
        const [all, some] = [shown.get("council"), shown.get("organisation")];
        seen.waiting += Number((some?.size ?? 0) > 0 && (all?.size ?? 0) > (some?.size ?? 0));
      }
      // What the council previews is what a member of the body reads once it has agreed and the share is made.
      const { state, day } = registered.findUnchecked("one") as ConcernRecord;
      const share = state()
        .shares.filter(({ ended }) => !ended)
        .at(days % 2 === 0 ? -1 : 0);
      const member = share && READERS[MEMBERS[share.body] ?? ""];
      const parts: SharedPart[] | undefined =
        days % 3 === 0 ? ["headline"] : days % 3 === 1 ? ["headline", "summary"] : undefined;
      const agreed = share && member && agreeAndMake(state(), share.id, parts, today);
      if (share && member && agreed) {
        const terms = { parts: parts ?? share.parts, until: share.until };
        const preview = previewShare(keys, { state: state(), day }, share.id, terms, `${today}T12:00:00.000Z`);
        const others = state().shares.filter((one) => one.id !== share.id && one.body === share.body && one.made && !one.ended);
        store.applyPage(
          agreed.map((event, index) => {
            const [sealed] = sealUnder(keys, anyKey(), [event] as never);
            const place = { stream: "concern-one", version: events.length + index + 1, at: `${today}T12:00:00.000Z` };
            return storedEvent(events.length + index + 1, { type: event.type, data: sealed?.data ?? {} }, place);
          }),
          "proof",
        );
        const concern = registered.one(member, "one");
        const read = new Set(concern ? readIn(keys, concern) : []);
        const facts = preview?.facts as ConcernFacts;
        const reads = rights.parts(member.person, facts).has("headline");
        // Where policy would let nobody read, as without evidence, the preview says so of each person.
        if (others.length === 0) expect(concern !== undefined).toBe(reads);
        const previewed = reads ? textsOf(preview ?? {}) : [];
        if (others.length === 0) expect([...read].toSorted()).toEqual([...new Set(previewed)].toSorted());
        for (const text of previewed) expect(read).toContain(text);
        seen.previewed += Number(previewed.length > 0);
      }
      seen.objected += Number(world.concern.state.wordAnswers.some(({ answer }) => answer === "object"));
      store.close();
      keys.close();
    }),
    { numRuns: RUNS },
  );
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
});
