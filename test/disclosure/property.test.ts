// Disclosure before data, as a whole: over random histories, for people of every role and random questions over HTTP, what an answer
// discloses is exactly what is on record.
import { makeExecutableSchema } from "@graphql-tools/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disclosingRecords, FieldUndisclosed } from "../../graphql/disclosed-fields.ts";
import { ALL_RECORD_PARTS } from "../../reference/record-parts.ts";
import { SURFACES } from "../../reference/surfaces.ts";
import { answersTo, expectRightEntries } from "../helpers/disclosure/ask-and-compare.ts";
import { addEndedShare, addShareToAccept, BEGIN, entriesOf, STEP, startRandomHub } from "../helpers/disclosure/random-hub.ts";
import { CONCERNS, question } from "../helpers/disclosure/random-questions.ts";
import { UNKNOWN_FIELDS, UNKNOWN_TASKS } from "../helpers/disclosure/read-answer.ts";
import { assignments, declared, script } from "../helpers/random-histories.ts";
import { cases } from "../helpers/soak.ts";

const RUNS = Number(process.env.DISCLOSURE_RUNS ?? cases(2, 30));
const SEED = Number(process.env.FC_SEED ?? 20261129);
/** The policy by which a body reads the conditions that it has not accepted, and nothing else of the concern. */
const CONDITIONS = "recipient-reads-conditions";
const QUESTIONS = 96;
const GENERATED = 4;

describe("Over random histories, exactly the data in each answer is on record", () => {
  it(`for ${RUNS} hubs, people of every role and ${QUESTIONS} questions each`, async () => {
    const met = new Map<string, number>();
    const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
    const worlds = fc.tuple(
      fc.array(script, { minLength: CONCERNS, maxLength: CONCERNS }),
      fc.array(assignments, { minLength: GENERATED, maxLength: GENERATED }),
      fc.array(question, { minLength: QUESTIONS, maxLength: QUESTIONS }),
      fc.array(declared, { minLength: GENERATED, maxLength: GENERATED }),
    );
    // Cases are drawn and not shrunk, because a hub takes seconds; a failure names its query.
    for (const [scripts, held, questions, interests] of fc.sample(worlds, { numRuns: RUNS, seed: SEED })) {
      const random = await startRandomHub(
        scripts,
        held.map((assigned, n) => [assigned, interests[n] ?? []]),
      );
      try {
        await addShareToAccept(random);
        await addEndedShare(random);
        let instant = BEGIN;
        for (const one of questions) {
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
