// Disclosure before data, as a whole: over random histories, for people of every role and random questions over HTTP, what an answer
// discloses is exactly what is on record.
import { makeExecutableSchema } from "@graphql-tools/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disclosingRecords, FieldUndisclosed } from "../../graphql/disclosed-fields.ts";
import { ALL_RECORD_PARTS } from "../../reference/record-parts.ts";
import { SURFACES } from "../../reference/surfaces.ts";
import { TARROWSHIRE } from "../examples/api-inputs.ts";
import { answersTo, expectRightEntries } from "../helpers/disclosure/ask-and-compare.ts";
import {
  addEndedShare,
  addShareToAccept,
  BEGIN,
  entriesOf,
  type RandomHub,
  STEP,
  startRandomHub,
} from "../helpers/disclosure/random-hub.ts";
import { type Action, CONCERNS, type Kind, type Question, question, WHOLE_LIST } from "../helpers/disclosure/random-questions.ts";
import { EVERYTHING, FILES_OF_EVIDENCE, UNKNOWN_FIELDS, UNKNOWN_TASKS } from "../helpers/disclosure/read-answer.ts";
import { assignments, declared, script, WORD } from "../helpers/random-histories.ts";
import { cases } from "../helpers/soak.ts";

const RUNS = Number(process.env.DISCLOSURE_RUNS ?? cases(2, 30));
/** The policy by which a body reads the conditions that it has not accepted, and nothing else of the concern. */
const CONDITIONS = "recipient-reads-conditions";
const QUESTIONS = cases(48, 96);
const GENERATED = 4;

/** The concern with content in every part. */
const KNOWN = CONCERNS;

/** What few random questions seldom meet: every part of one concern, words that are found, the past, and each thing that is done beside asking. */
function rareQuestions({ people }: RandomHub): readonly Question[] {
  const by = (person: string, kind: Kind, deed?: Action): Question => ({
    ...{ who: people.indexOf(person), fields: [{ kind, wanted: EVERYTHING, other: [] }], deed },
  });
  const read = { ask: "read", of: KNOWN } as const;
  const files = (person: string): Question => ({
    ...{ who: people.indexOf(person), fields: [{ kind: read, wanted: FILES_OF_EVIDENCE, other: [] }], deed: undefined },
  });
  return [
    ...["adviser", "chief-executive", "department"].map(files),
    by("adviser", read, { do: "command", name: "recordConversation", of: KNOWN }),
    by("adviser", { ask: "list", filter: { text: WORD.summary }, first: 20, page: 1, ...WHOLE_LIST }),
    by("adviser", { ask: "past", of: KNOWN, at: new Date(BEGIN + 1_000).toISOString() }),
    by("adviser", { ask: "explain", of: KNOWN, part: "evidence" }, { do: "live", of: KNOWN }),
    by("adviser", { ask: "explain", of: KNOWN, part: "summary" }),
    by("adviser", { ask: "handling", listed: false }),
    by("chief-executive", { ask: "ledger", council: TARROWSHIRE, at: undefined, first: 20, disclosures: true }),
    by("department", read, { do: "page" }),
    by("department", read, { do: "print" }),
    by("department", read, { do: "download" }),
    by("chief-executive", { ask: "ledger", council: TARROWSHIRE, at: undefined, first: 20, disclosures: true }, { do: "print" }),
    by("chief-executive", read, { do: "export", council: TARROWSHIRE, at: undefined }),
  ];
}

/** Some of the questions again, for a page in a browser. */
const forPages = (questions: readonly Question[]): readonly Question[] =>
  questions.filter(({ deed }, n) => !deed && n % 6 === 0).map((one) => ({ ...one, deed: { do: "page" } }));

describe("Over random histories, exactly the data in each answer is on record", () => {
  it(`for ${RUNS} hubs, people of every role and ${QUESTIONS} random questions each`, async () => {
    const met = new Map<string, number>();
    const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
    const worlds = fc.tuple(
      fc.array(script, { minLength: CONCERNS, maxLength: CONCERNS }),
      fc.array(assignments, { minLength: GENERATED, maxLength: GENERATED }),
      fc.array(question, { minLength: QUESTIONS, maxLength: QUESTIONS }),
      fc.array(declared, { minLength: GENERATED, maxLength: GENERATED }),
    );
    // Cases are drawn and not shrunk, because a hub takes seconds; a failure names its query.
    for (const [scripts, held, questions, interests] of fc.sample(worlds, { numRuns: RUNS })) {
      const random = await startRandomHub(
        scripts,
        held.map((assigned, n) => [assigned, interests[n] ?? []]),
      );
      try {
        await addShareToAccept(random);
        await addEndedShare(random);
        let instant = BEGIN;
        for (const one of [...questions, ...forPages(questions), ...rareQuestions(random)]) {
          instant += STEP;
          for await (const answer of answersTo(random, instant, one)) {
            expect(entriesOf(answer.recorded), `${answer.person} asked ${answer.text}`).toEqual(answer.carried);
            await expectRightEntries(random, answer, meet);
          }
        }
        expect(await random.hub.disclosures.verify()).toEqual([]);
      } finally {
        await random.test.close();
      }
    }
    // The test would prove little if it did not reach every surface and every part.
    if (process.env.DISCLOSURE_MET) console.log(Object.fromEntries(met));
    for (const what of [...SURFACES, ...ALL_RECORD_PARTS, "nothing", "through some of several assignments", CONDITIONS])
      expect(met.get(what) ?? 0, what).toBeGreaterThan(0);
  });
});

describe("The parts that fields of Concern disclose", () => {
  const built = (field: string) =>
    disclosingRecords(
      makeExecutableSchema({
        typeDefs: `directive @discloses(part: String!) on FIELD_DEFINITION
          type Query { concern: Concern }
          type Concern { id: ID! @discloses(part: "headline") ${field} }`,
      }),
    );

  it("are named by every field: a schema with a missing, unknown or empty part is not built", () => {
    expect(() => built('stage: String @discloses(part: "headline") terms: String @discloses(part: "shareTerms")')).not.toThrow();
    expect(() => built("stage: String")).toThrow(FieldUndisclosed);
    expect(() => built("stage: String")).toThrow(/Concern\.stage/);
    expect(() => built('stage: String @discloses(part: "Headline")')).toThrow(FieldUndisclosed);
    expect(() => built('stage: String @discloses(part: "")')).toThrow(FieldUndisclosed);
  });

  it("are listed for every field in the tables of this test", () => {
    expect([UNKNOWN_FIELDS, UNKNOWN_TASKS]).toEqual([[], []]);
  });
});
