// Disclosure before data, as a whole: over random histories, for people of every role and random questions over HTTP, what an answer
// carries of concerns is what is on record of it, no more and no less.
import { makeExecutableSchema } from "@graphql-tools/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { disclosingRecords, FieldUndisclosed } from "../../graphql/disclosed-fields.ts";
import { ALL_RECORD_PARTS } from "../../reference/record-parts.ts";
import { SURFACES } from "../../reference/surfaces.ts";
import { answersTo, expectRightEntries } from "../helpers/disclosure/ask-and-compare.ts";
import { BEGIN, entriesOf, STEP, world } from "../helpers/disclosure/random-hub.ts";
import { CONCERNS, question } from "../helpers/disclosure/random-questions.ts";
import { UNKNOWN_FIELDS, UNKNOWN_TASKS } from "../helpers/disclosure/read-answer.ts";
import { assignments, script } from "../helpers/random-histories.ts";
import { cases } from "../helpers/soak.ts";

const RUNS = Number(process.env.DISCLOSURE_RUNS ?? cases(2, 30));
const SEED = Number(process.env.FC_SEED ?? 20261122);
const QUESTIONS = 96;
const GENERATED = 4;

describe("Over random histories, everything that an answer carried is on record, and nothing else", () => {
  it(`for ${RUNS} hubs, people of every role and ${QUESTIONS} questions each`, async () => {
    const met = new Map<string, number>();
    const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
    const worlds = fc.tuple(
      fc.array(script, { minLength: CONCERNS, maxLength: CONCERNS }),
      fc.array(assignments, { minLength: GENERATED, maxLength: GENERATED }),
      fc.array(question, { minLength: QUESTIONS, maxLength: QUESTIONS }),
    );
    // Drawn and not shrunk: a world takes seconds, and what fails is said with its question.
    for (const [scripts, generated, questions] of fc.sample(worlds, { numRuns: RUNS, seed: SEED })) {
      const held = await world(scripts, generated);
      try {
        let instant = BEGIN;
        for (const one of questions) {
          instant += STEP;
          for await (const answer of answersTo(held, instant, one)) {
            expect(entriesOf(answer.recorded), `${answer.person} asked ${answer.text}`).toEqual(answer.carried);
            await expectRightEntries(held, answer, meet);
          }
        }
        expect(await held.hub.disclosures.verify()).toEqual([]);
      } finally {
        await held.test.close();
      }
    }
    // Every way out and every part was met, or the test would prove little.
    if (process.env.DISCLOSURE_MET) console.log(Object.fromEntries(met));
    for (const what of [...SURFACES, ...ALL_RECORD_PARTS, "nothing", "through some of several assignments"])
      expect(met.get(what) ?? 0, what).toBeGreaterThan(0);
  });
});

describe("A schema in which a field of Concern does not say what it tells", () => {
  const built = (field: string) =>
    disclosingRecords(
      makeExecutableSchema({
        typeDefs: `directive @discloses(part: String!) on FIELD_DEFINITION
          type Query { concern: Concern }
          type Concern { id: ID! @discloses(part: "headline") ${field} }`,
      }),
    );

  it("is not built: without a part, with one that there is not, with none of its own", () => {
    expect(() => built('stage: String @discloses(part: "headline") terms: String @discloses(part: "shareTerms")')).not.toThrow();
    expect(() => built("stage: String")).toThrow(FieldUndisclosed);
    expect(() => built("stage: String")).toThrow(/Concern\.stage/);
    expect(() => built('stage: String @discloses(part: "Headline")')).toThrow(FieldUndisclosed);
    expect(() => built('stage: String @discloses(part: "")')).toThrow(FieldUndisclosed);
  });

  it("the hub's own table has every field, and so has this test's", () => {
    expect([UNKNOWN_FIELDS, UNKNOWN_TASKS]).toEqual([[], []]);
  });
});
