// Texts of headlines that were cached for other concerns, or for the same one before: the answer is that of graphql-js, discloses the same, and counts the same.
import { randomUUID } from "node:crypto";
import { getDirective } from "@graphql-tools/utils";
import fc from "fast-check";
import { isObjectType } from "graphql";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../graphql/context.ts";
import { isHeadlineField } from "../../graphql/headline-texts.ts";
import { openPipeline, type Pipeline } from "../../graphql/pipeline.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { RECORD_PARTS } from "../../reference/record-parts.ts";
import { londonDate } from "../../services/dates.ts";
import { awareness, concern } from "../examples/api-inputs.ts";
import { compareExecutions } from "../helpers/compare-executions.ts";
import { startFullHub } from "../helpers/full-hub.ts";
import { done } from "../helpers/send-command.ts";
import { cases } from "../helpers/soak.ts";

/** They read every part, some parts as a council, what was shared with them, one headline, and nothing. */
const PEOPLE = ["adviser", "chief-executive", "cib-lead", "department", "governance-officer", "adviser-london"];

let { hub, held } = {} as Awaited<ReturnType<typeof startFullHub>>;
let pipeline: Pipeline;
beforeAll(async () => {
  ({ hub, held } = await startFullHub());
  pipeline = compareExecutions(openPipeline(buildSchema(hub.hub.policy.schema)));
});
afterAll(() => hub.close());

/** Asks a query as a person. `councils`: how often a council was looked up, by both executions. */
async function ask(person: string, query: string, variables: Record<string, unknown> = {}) {
  let councils = 0;
  const { councils: all } = hub.hub;
  const find = (code: string) => {
    councils += 1;
    return all.find(code);
  };
  const connection = { expires: Number.MAX_SAFE_INTEGER / 1000, closed: () => new AbortController().signal };
  const context = contextOf({ ...hub.hub, councils: { ...all, find } }, person, randomUUID(), connection);
  const scope = { context, logger: pino({ level: "silent" }) };
  const answer = await pipeline.carryOutAsText(pipeline.read({ query, variables, operationName: undefined }), scope);
  return { answer: answer.data, errors: answer.errors, characters: context.budget.answeredSoFar(), councils };
}

const [ID, HEADLINE] = ["id", "council { code name } region { code } strand cause stage"];
const concerns = (fields: string) => `{ concerns { nodes { ${fields} } } }`;

const SELECTED = [
  ...["id", "version", "erased", "summary { text }", "sharedWithMe { body { id } }", "history: __typename"],
  ...[
    "council { code name }",
    "council { region { name } }",
    "council { type from }",
    "council { ...Named }",
    "place: region { name }",
  ],
  ...["strand", "cause", "stage", "now: stage", "withheld", "__typename", "stage @include(if: $yes)", "withheld @skip(if: $yes)"],
  ...[
    "... on Concern { strand withheld }",
    "council @include(if: $yes) { code }",
    "council { concerns(first: 1) { totalCount } }",
  ],
];
const selections = fc.uniqueArray(fc.constantFrom(...SELECTED), { minLength: 1, maxLength: 7 }).map((fields) => fields.join(" "));
const documents = fc.tuple(selections, selections).map(
  ([listed, one]) => `query($yes: Boolean!, $id: ID!, $after: Boolean! = false) {
      concerns { nodes { ${listed} } } again: concerns(filter: { open: true }) { nodes { ${listed} id @include(if: $after) } }
      concern(id: $id) { ${one} } whole: concern(id: $id) @include(if: $yes) { council { ...Named } } } fragment Named on Council { name region { code } }`,
);

describe("Answers with cached headlines", () => {
  it("equal those of graphql-js in text, disclosures and counted characters, for every reader and however often they are repeated", async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.array(fc.boolean(), { minLength: 1, maxLength: 2 }), async (query, conditions) => {
        for (const yes of conditions)
          for (const person of PEOPLE) {
            const given = { yes, id: held.concern };
            const [first, second] = [await ask(person, query, given), await ask(person, query, given)];
            expect(first.errors).toBeUndefined();
            expect([second.answer, second.characters]).toEqual([first.answer, first.characters]);
          }
      }),
      { numRuns: cases(25, 500) },
    );
  }, 600_000);

  it("are not resolved again for the next concern with the same facts and rights", async () => {
    const query = concerns(`${ID} ${HEADLINE}`);
    const [first, second] = [await ask("adviser", query), await ask("adviser", query)];
    expect(second.answer).toBe(first.answer);
    // The other execution caches none.
    expect(second.councils).toBeLessThan(first.councils);
  });

  it("are of the facts and rights of the moment", async () => {
    const id = await done(hub, "adviser", "logConcern", concern);
    const query = `query($id: ID!) { concern(id: $id) { ${HEADLINE} withheld } }`;
    const asked = async () => {
      const answers = [];
      for (const person of PEOPLE) answers.push((await ask(person, query, { id })).answer);
      return answers;
    };
    const untold = await asked();
    const at = hub.clock.now();
    await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness, toldOn: londonDate(at) });
    const told = await asked();
    expect([untold[0], told[0]]).toEqual([expect.stringContaining("LOGGED"), expect.stringContaining("AWARE")]);
    // The chief executive sees it only now.
    expect([untold[1], told[1]]).toEqual(['{"concern":null}', expect.stringContaining("AWARE")]);
  });

  it("are of fields without arguments, none of which discloses another part than the headline", () => {
    const schema = buildSchema();
    for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
      for (const field of Object.values(type.getFields())) {
        if (!isHeadlineField(type.name, field.name)) continue;
        const part: unknown = getDirective(schema, field, "discloses")?.[0]?.part;
        expect(type.name === "Concern" ? part : (part ?? RECORD_PARTS.concern[0])).toBe(RECORD_PARTS.concern[0]);
        expect(field.args).toEqual([]);
      }
  });
});
