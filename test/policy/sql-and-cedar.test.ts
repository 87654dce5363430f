// The promise that makes lists safe: for any viewer and any concern, the register's SQL and a full Cedar decision give one answer, for
// every action and part, in lists, counts, facets and searches alike.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOfToken, isToken, READ_ACTIONS, READ_OUTCOME } from "../../policies/engine/facts.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { registerModel } from "../../projections/register/register.ts";
import { openStore } from "../../projections/runtime/store.ts";
import type { ConcernFilter } from "../../queries/concerns/facets.ts";
import { type RegisterQueries, registerQueries } from "../../queries/concerns/register-queries.ts";
import { factsOfWord } from "../../queries/concerns/words-read.ts";
import { CAUSES } from "../../reference/causes.ts";
import { PARTS, type Part, STAGES, type Stage } from "../../reference/concern-parts.ts";
import { STRANDS } from "../../reference/strands.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { asOfDate } from "../../services/concern/latest-position.ts";
import { openBodies } from "../../services/concern/open-words.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { wordsOf } from "../../services/concern/words.ts";
import { councilStream } from "../../services/council/events.ts";
import { foldCouncil } from "../../services/council/stream.ts";
import { certainDay } from "../../services/decision-context.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { occurrence } from "../../services/stored-events.ts";
import { decideBy } from "../helpers/decide.ts";
import { memoryKeys } from "../helpers/memory-keys.ts";
import { assignments, declared, historyWriter, type Script, script, TODAY, viewerId, WORD } from "../helpers/random-histories.ts";
import { cases } from "../helpers/soak.ts";
import { assignmentOf } from "../helpers/viewer.ts";

const policy = loadPolicy();
const decide = decideBy(policy);
const RUNS = cases(3, 12);
const CONCERNS = 60;
const VIEWERS = 30;
const PAGE = 7;

/** Reads a whole list page by page, as the API does. */
function wholeList(
  register: RegisterQueries,
  reader: Parameters<RegisterQueries["list"]>[0],
  filter: ConcernFilter,
): Map<string, ReadonlySet<Part>> {
  const seen = new Map<string, ReadonlySet<Part>>();
  let after: string | undefined;
  for (;;) {
    const page = register.list(reader, filter, after, PAGE) ?? [];
    for (const { id, parts } of page) {
      expect(seen.has(id)).toBe(false);
      seen.set(id, new Set(parts.keys()));
    }
    if (page.length < PAGE) return seen;
    after = page.at(-1)?.id;
  }
}

function wholeOutcomes(register: RegisterQueries, reader: Parameters<RegisterQueries["outcomes"]>[0]): string[] {
  const seen: string[] = [];
  for (;;) {
    const page = register.outcomes(reader, seen.at(-1), PAGE) ?? [];
    seen.push(...page.map(({ id }) => id));
    if (page.length < PAGE) return seen;
  }
}

describe("SQL and Cedar", () => {
  it(`agree on every action and part over ${RUNS * CONCERNS * VIEWERS} generated pairs of viewer and concern`, () => {
    let pairs = 0;
    const seenParts = new Map<Part, number>();
    const seenStages = new Map<Stage, number>();
    let seenByPanel = 0;
    let seenClosed = 0;
    let seenRestricted = 0;
    let seenLimited = 0;
    let hiddenFromBody = 0;
    let hiddenFromCouncil = 0;
    let keptOut = 0;
    const seenOutcomes = { shared: 0, alone: 0 };
    fc.assert(
      fc.property(
        fc.array(script, { minLength: CONCERNS, maxLength: CONCERNS }),
        fc.array(assignments, { minLength: VIEWERS, maxLength: VIEWERS }),
        fc.record({
          strand: fc.option(fc.constantFrom(...STRANDS)),
          cause: fc.option(fc.constantFrom(...CAUSES)),
          region: fc.option(fc.constantFrom("E12000004", "E12000007")),
        }),
        fc.array(declared, { minLength: VIEWERS, maxLength: VIEWERS }),
        (scripts: Script[], viewers, wanted, interests) => {
          const keys = memoryKeys();
          const store = openStore(registerModel, ":memory:", { keys, today: () => TODAY });
          const writer = historyWriter(keys);
          const histories = scripts.map((s, index) => writer.write(s, index));
          store.applyPage(writer.events);
          const register = registerQueries(store.queries);
          const rights = rightsUnder(policy, store.queries.named);

          // The facts for Cedar are folded here from the events, not read from the register.
          const concerns = histories.map(({ id, events }, index) => {
            const state = events.reduce<ConcernState | undefined>(
              (s, e) => evolve(id, s, readConcernEvent(e), occurrence(e)),
              undefined,
            );
            const council = foldCouncil(writer.events.filter((e) => e.stream === councilStream(scripts[index]?.council ?? "")));
            const day = asOfDate(certainDay(TODAY), state as ConcernState, council);
            return { id, state: state as ConcernState, day, facts: factsOf(state as ConcernState, day) };
          });

          // One of the viewers is an adviser, and one acts for bodies and has an interest in a council, or some runs have none.
          const [first = [], second = [], ...others] = viewers;
          const advising = assignmentOf("principal-adviser", { regions: ["E12000004", "E12000007"], strands: [...STRANDS] });
          const acting = [
            assignmentOf("member-peer", { regions: ["E12000004", "E12000007"] }),
            assignmentOf("department", { body: "dfe" }),
          ];
          for (const [index, held] of [[...first, advising], [...second, ...acting], ...others].entries()) {
            const ownCouncil = index === 1 ? ["X00000004", "X00000005", "X00000009"] : [];
            const person = personFacts(viewerId(index), held, TODAY, [...(interests[index] ?? []), ...ownCouncil]);
            const reader = { person, rights };
            const byCedar = new Map<string, Set<Part>>();
            for (const { id, facts } of concerns) {
              pairs += 1;
              const decided = PARTS.map(
                (part) =>
                  [part, decide({ type: "Person", facts: person }, READ_ACTIONS[part], { type: "Concern", id, facts })] as const,
              ).filter(([, { allowed }]) => allowed);
              const may = decided.map(([part]) => part);
              // What disclosures say of a part's policies, without asking Cedar, are the very ones that it decides by.
              expect([...rights.parts(person, facts)].map(([part, by]) => [part, [...by].sort()])).toEqual(
                decided.map(([part, { policies }]) => [part, policies.map((one) => one.id).sort()]),
              );
              if (may.includes("headline")) {
                byCedar.set(id, new Set(may));
                seenStages.set(facts.stage, (seenStages.get(facts.stage) ?? 0) + 1);
              } else expect(may).toEqual([]);
              // Through a body nobody reads about a council of their own.
              const isOwnCouncil = person.interests.includes(facts.council);
              if (isOwnCouncil && !person.adviserScopes.includes(facts.scope) && !person.councils.includes(facts.council)) {
                expect(may).toEqual([]);
                if (person.bodies.some((body) => facts.headlineSharedWith.includes(body))) keptOut += 1;
              }
              for (const part of may) seenParts.set(part, (seenParts.get(part) ?? 0) + 1);
              if (facts.wordsClosed && may.includes("headline")) {
                seenClosed += 1;
                expect(may).not.toContain("summary");
              }
              if (facts.restricted && facts.councilAware && person.councilStrands.includes(facts.councilStrand)) {
                const isNamed = facts.namedReaders.includes(person.id) || person.adviserScopes.includes(facts.scope);
                expect(may.includes("sharingRecord")).toBe(isNamed);
                if (isNamed) seenRestricted += 1;
                else hiddenFromCouncil += 1;
              }
              if (facts.headlineSharedWith.some(isToken) && facts.headlineSharedWith.every(isToken)) {
                const isOfBody = facts.headlineSharedWith.some((token) => person.bodies.includes(bodyOfToken(token)));
                const isNamed = facts.headlineSharedWith.some((token) => person.bodies.includes(token));
                if (isOfBody && isNamed && may.includes("headline")) seenLimited += 1;
                if (isOfBody && !isNamed && may.length === 0) hiddenFromBody += 1;
              }
              if (may.includes("challenges") && !may.includes("conversations")) seenByPanel += 1;
            }
            const sorted = (list: ReadonlyMap<string, ReadonlySet<Part>>) =>
              [...list].map(([id, parts]) => [id, [...parts].sort()]).sort();
            expect(sorted(wholeList(register, reader, {}))).toEqual(sorted(byCedar));

            // The outcome is read by bodies that may read nothing else of the concern too.
            const outcomes = concerns.filter(
              ({ id, facts }) => decide({ type: "Person", facts: person }, READ_OUTCOME, { type: "Concern", id, facts }).allowed,
            );
            for (const { id } of outcomes) seenOutcomes[byCedar.has(id) ? "shared" : "alone"] += 1;
            expect(wholeOutcomes(register, reader).sort()).toEqual(outcomes.map(({ id }) => id).sort());
            const readOne = concerns.filter(({ id }) => register.outcome(reader, id) !== undefined);
            expect(readOne.map(({ id }) => id)).toEqual(outcomes.map(({ id }) => id));

            const filter = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null)) as ConcernFilter;
            const matching = concerns.filter(
              ({ id, facts }) =>
                byCedar.has(id) && Object.entries(filter).every(([name, value]) => facts[name as "strand"] === value),
            );
            expect([...wholeList(register, reader, filter).keys()].sort()).toEqual(matching.map(({ id }) => id).sort());
            const counts = register.counts(reader, filter);
            expect(counts.total).toBe(matching.length);
            for (const [name, tallies] of Object.entries(counts.facets))
              expect(Object.fromEntries(tallies.map(({ value, count }) => [value, count]))).toEqual(
                tallyOf(matching.map(({ facts }) => String(facts[name as "strand"]))),
              );

            // A word finds a concern only if the viewer may read the part that contains it.
            for (const [part, word] of [
              ["summary", WORD.summary],
              ["evidence", WORD.evidence],
            ] as const) {
              // Told and standing evidence is found by its readers, if it is open to a body through whose share they read; all of it by those who may
              // read unshared evidence.
              const found = concerns.filter(({ id, state, facts, day }) => {
                const may = byCedar.get(id);
                if (part === "summary" || may?.has("unsharedEvidence"))
                  return may?.has(part === "summary" ? part : "unsharedEvidence");
                const isStanding = (evidence: string) =>
                  state.evidence.some((item) => item.evidence === evidence && !item.withdrawn);
                const words = wordsOf(state).filter(
                  ({ kind, told, id: word }) => kind === "evidence" && told && isStanding(word),
                );
                return words.some((word) => {
                  const resource = {
                    type: "Concern",
                    id,
                    facts: factsOfWord(facts, word, openBodies(state, day, word)),
                  } as const;
                  return (
                    may?.has("evidence") &&
                    policy.decideCached({ type: "Person", facts: person }, READ_ACTIONS.evidence, resource).allowed
                  );
                });
              });
              expect([...wholeList(register, reader, { text: word }).keys()].sort()).toEqual(found.map(({ id }) => id).sort());
              expect(register.counts(reader, { text: word }).total).toBe(found.length);
            }
            expect(wholeList(register, reader, { text: WORD.source }).size).toBe(0);
          }
          store.close();
          keys.close();
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(pairs).toBe(RUNS * CONCERNS * VIEWERS);
    // The generated people read every part of some concern, or the test would prove little.
    for (const part of PARTS) expect(seenParts.get(part) ?? 0, part).toBeGreaterThan(100);
    for (const stage of STAGES) expect(seenStages.get(stage) ?? 0, stage).toBeGreaterThan(20);
    // Challenges are read by the panel too, which reads no conversations.
    expect(seenByPanel).toBeGreaterThan(0);
    // Restricted concerns are read by the people of the council whom they name, and not by the others.
    expect(seenRestricted).toBeGreaterThan(0);
    expect(hiddenFromCouncil).toBeGreaterThan(3);
    // Concerns with limited shares alone are read by the people and seats that these name, and not by the others of the body.
    expect(seenLimited).toBeGreaterThan(0);
    expect(hiddenFromBody).toBeGreaterThan(5);
    // Closed words are withheld from the advisers, who read the headline.
    expect(seenClosed).toBeGreaterThan(20);
    // People are kept out of concerns that are shared with a body of theirs.
    expect(keptOut).toBeGreaterThan(10);
    // Outcomes are read beside the concern, and alone.
    for (const [how, count] of Object.entries(seenOutcomes)) expect(count, how).toBeGreaterThan(2);
  });
});

function tallyOf(values: readonly string[]): Record<string, number> {
  const tally: Record<string, number> = {};
  for (const value of values) tally[value] = (tally[value] ?? 0) + 1;
  return tally;
}
