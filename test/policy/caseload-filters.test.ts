// No filter and no order of a list tells what its reader may not read: for any viewer, any filter and any value, a list has exactly the concerns whose
// part the viewer may read by a full Cedar decision and whose value, folded here from the events, matches.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOfToken, READ_ACTIONS } from "../../policies/engine/facts.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { registerModel } from "../../projections/register/register.ts";
import { openStore } from "../../projections/runtime/store.ts";
import type { CaseloadFilter, Order, Owners } from "../../queries/concerns/caseload-filter.ts";
import { type CaseloadCursor, registerQueries } from "../../queries/concerns/register-queries.ts";
import { STRANDS } from "../../reference/strands.ts";
import { caseloadOf } from "../../services/concern/caseload.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { asOfDate } from "../../services/concern/latest-position.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { tasksOf } from "../../services/concern/tasks.ts";
import { councilStream } from "../../services/council/events.ts";
import { foldCouncil } from "../../services/council/stream.ts";
import { certainDay } from "../../services/decision-context.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { occurrence } from "../../services/stored-events.ts";
import { memoryKeys } from "../helpers/memory-keys.ts";
import { assignments, historyWriter, type Script, script, TODAY, viewerId } from "../helpers/random-histories.ts";
import { cases } from "../helpers/soak.ts";
import { assignmentOf } from "../helpers/viewer.ts";

const policy = loadPolicy();
const RUNS = cases(2, 10);
const CONCERNS = 40;
const VIEWERS = 6;
const PAGE = 7;
const LATER = "2026-03-17";

const FILTERS: readonly CaseloadFilter[] = [
  {},
  ...(["under-review", "not-accepted", "satisfactory-explanation"] as const).map((conclusion) => ({ conclusion })),
  ...["performance-support-panel", "dfe"].map((sharedWith) => ({ sharedWith })),
  // In this order, so that a filter by what is shared with the reader is tried in the order that needs no sharing record.
  ...[true, false].flatMap((flag) => [
    ...[{ positionOutstanding: flag }, { open: flag }, { mine: flag }, { sharedWithMe: flag }, { unowned: flag }],
  ]),
  ...(["adviser", "council", "recipient"] as const).map((awaiting) => ({ awaiting })),
  ...[{ dueBefore: TODAY }, { dueBefore: LATER, open: true }, { changedSince: "2026-02-17T10:00:00.000Z" }],
  ...[{ owner: "adviser" }, { owner: viewerId(0) }, { mine: true, awaiting: "adviser" as const }],
];
/** The parts of a concern on which filters and orders depend. */
const PARTS_READ = ["headline", "summary", "unsharedEvidence", "conversations", "challenges", "sharingRecord"] as const;
type PartRead = (typeof PARTS_READ)[number];
const ORDERS: readonly Order[] = ["logged", "changed", "due"];

describe("The filters and orders of a list", () => {
  it(`find exactly what the reader may read and what matches, for ${FILTERS.length} filters and ${VIEWERS} viewers`, () => {
    const found = new Map<string, number>();
    let hidden = 0;
    fc.assert(
      fc.property(
        fc.array(script, { minLength: CONCERNS, maxLength: CONCERNS }),
        fc.array(assignments, { minLength: VIEWERS, maxLength: VIEWERS }),
        (scripts: Script[], viewers) => {
          const keys = memoryKeys();
          const store = openStore(registerModel, ":memory:", { keys, today: () => TODAY });
          const writer = historyWriter(keys);
          const histories = scripts.map((one, index) => writer.write(one, index));
          store.applyPage(writer.events);
          const register = registerQueries(store.queries);
          const rights = rightsUnder(policy, store.queries.named);
          const concerns = histories.map(({ id, events }, index) => {
            const state = events.reduce<ConcernState | undefined>(
              (before, event) => evolve(id, before, readConcernEvent(event), occurrence(event)),
              undefined,
            ) as ConcernState;
            const council = foldCouncil(
              writer.events.filter(({ stream }) => stream === councilStream(scripts[index]?.council ?? "")),
            );
            const asOf = asOfDate(certainDay(TODAY), state, council);
            const facts = factsOf(state, asOf);
            return { id, index, facts, ...caseloadOf(state, tasksOf(state, asOf), TODAY, facts.wordsClosed) };
          });

          const advising = assignmentOf("principal-adviser", { regions: ["E12000004", "E12000007"], strands: [...STRANDS] });
          const acting = [
            assignmentOf("member-peer", { regions: ["E12000004", "E12000007"] }),
            assignmentOf("department", { body: "dfe" }),
          ];
          for (const [index, held] of [[advising], acting, ...viewers].entries()) {
            const person = personFacts(viewerId(index), held, TODAY);
            const reader = { person, rights };
            // Of the recorded owners, who is "adviser" in these histories, the first viewer has taken over one scope.
            const ownerIn = (owner: string | undefined, scope: string) =>
              owner === undefined
                ? undefined
                : scope.startsWith("E12000004")
                  ? viewerId(0)
                  : scope.startsWith("E12000007")
                    ? owner
                    : undefined;
            const scopes = [...new Set(concerns.map(({ facts }) => facts.scope))];
            const ownersFor = (one: string) =>
              new Map(scopes.map((scope) => [scope, ["adviser"].filter((owner) => ownerIn(owner, scope) === one)] as const));
            const owners: Owners = {
              ownersFor,
              caseloadOf: ownersFor,
              isOwned: (owner, scope) => ownerIn(owner, scope) !== undefined,
            };

            const may = new Map(
              concerns.map(({ id, facts }) => {
                const allowed = (part: PartRead) =>
                  policy.decide({ type: "Person", facts: person }, READ_ACTIONS[part], { type: "Concern", id, facts }).allowed;
                return [id, new Set(PARTS_READ.filter(allowed))] as const;
              }),
            );
            type Concern = (typeof concerns)[number];
            const reads = ({ id }: Concern, ...parts: readonly PartRead[]) => parts.every((part) => may.get(id)?.has(part));
            const readsSteps = (one: Concern) =>
              reads(one, "sharingRecord") &&
              (one.facts.wordsClosed || reads(one, "summary", "unsharedEvidence", "conversations", "challenges"));
            const isSharedWith = ({ facts }: Concern) =>
              facts.headlineSharedWith.some((body) => person.bodies.includes(body)) && !person.interests.includes(facts.council);
            const matches = (one: Concern, filter: CaseloadFilter, order: Order): boolean => {
              const owner = ownerIn(one.owner, one.facts.scope);
              const { conclusion, sharedWith, positionOutstanding, awaiting, dueBefore, changedSince } = filter;
              const record = reads(one, "sharingRecord");
              return (
                reads(one, "headline") &&
                (order === "logged" || (order === "changed" ? record : readsSteps(one))) &&
                (conclusion === undefined || (reads(one, "summary", "unsharedEvidence") && one.conclusion === conclusion)) &&
                (sharedWith === undefined ||
                  (record && one.facts.headlineSharedWith.some((body) => bodyOfToken(body) === sharedWith))) &&
                (positionOutstanding === undefined || (readsSteps(one) && one.awaitsPosition === positionOutstanding)) &&
                (awaiting === undefined || (readsSteps(one) && one.awaits[awaiting])) &&
                (dueBefore === undefined || (readsSteps(one) && one.due !== undefined && one.due < dueBefore)) &&
                (changedSince === undefined || (record && one.changedAt >= changedSince)) &&
                (filter.open === undefined || (one.facts.stage !== "closed") === filter.open) &&
                (filter.sharedWithMe === undefined || isSharedWith(one) === filter.sharedWithMe) &&
                (filter.owner === undefined || (record && owner === filter.owner)) &&
                (filter.mine === undefined || (record && (owner === person.id) === filter.mine)) &&
                (filter.unowned === undefined || (record && (owner === undefined) === filter.unowned))
              );
            };
            const compare: Readonly<Record<Order, (one: Concern, other: Concern) => number>> = {
              logged: (one, other) => other.index - one.index,
              changed: (one, other) => order(other.changedAt, one.changedAt) || other.index - one.index,
              due: (one, other) => order(one.due ?? "9", other.due ?? "9") || one.index - other.index,
            };
            for (const [number, filter] of FILTERS.entries())
              for (const by of number === 0 ? ORDERS : [ORDERS[number % 3] ?? "logged"]) {
                const expected = concerns.filter((one) => matches(one, filter, by)).sort(compare[by]);
                const caseload = { filter, order: by };
                const listed: string[] = [];
                for (let after: CaseloadCursor | undefined; ; ) {
                  const page = register.caseload(reader, {}, { caseload, owners }, after, PAGE) ?? [];
                  listed.push(...page.map(({ id }) => id));
                  after = page.at(-1)?.place;
                  if (page.length < PAGE) break;
                }
                expect(listed, JSON.stringify([filter, by])).toEqual(expected.map(({ id }) => id));
                expect(register.caseloadCounts(reader, {}, { caseload, owners }).total).toBe(expected.length);
                const key = Object.entries(filter).join() || by;
                found.set(key, (found.get(key) ?? 0) + expected.length);
                hidden += concerns.filter((one) => reads(one, "headline") && !reads(one, "sharingRecord")).length;
              }
          }
          store.close();
          keys.close();
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
    // Every filter finds something, or the test would prove little, and some read a headline alone.
    for (const [filter, count] of found) expect(count, filter).toBeGreaterThan(0);
    expect(hidden).toBeGreaterThan(0);
  });
});

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
