// Unknown and invisible take the same time: whoever may not see something cannot tell by a clock that it is there.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, concern, conversation, evidence, offer, signal, submission } from "../examples/api-inputs.ts";
import { type AskInProcess, askInProcess } from "../helpers/ask-in-process.ts";
import { expectSameCpu } from "../helpers/compare-processor-time.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const NOTHING = "00000000-0000-8000-8000-000000000000";
const AT = "2026-03-02T13:00:00.000Z";
const QUESTIONS = {
  concern: "query($id: ID!) { found: concern(id: $id) { id summary { text } } }",
  explain: "query($id: ID!) { found: explain(concern: $id, part: HEADLINE) { sentence facts { because { on } } } }",
  "explain of another": `query($id: ID!) { found: explain(concern: $id, part: SUMMARY, person: "cib-lead") { sentence } }`,
  pastConcern: `query($id: ID!) { found: pastConcern(concern: $id, at: "${AT}") { __typename ... on PastConcern { concern { id } } } }`,
  support: "query($id: ID!) { found: support(id: $id) { id milestones { id } detail { aim } } }",
  submission: "query($id: ID!) { found: submission(id: $id) { id account handling { concerns { id } } } }",
  signal: "query($id: ID!) { found: signal(id: $id) { id wanted supports { id } } }",
} as const;
type Question = keyof typeof QUESTIONS;

let hub: TestHub;
let ask: AskInProcess;
/** Of each question a thing that is there, with much in it. */
let ids: Readonly<Record<Question, string>>;

beforeAll(async () => {
  hub = await startHub();
  ask = askInProcess(hub.hub);
  const long = "Words that were observed, at some length. ".repeat(200);
  const id = await done(hub, "adviser", "logConcern", { ...concern, observed: long });
  await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness });
  for (let n = 0; n < 60; n += 1)
    await done(hub, "adviser", "addEvidence", { concern: id, evidence: { ...evidence, account: `${n} ${long}` } });
  for (let n = 0; n < 20; n += 1)
    await done(hub, "adviser", "recordConversation", { concern: id, ...conversation, discussed: long });
  const support = await done(hub, "adviser", "offerSupport", { ...offer, aim: long });
  await done(hub, "chief-executive", "answerSupport", { support, answer: "AGREED" });
  await done(hub, "adviser", "beginSupport", { support, begunOn: "2026-03-02" });
  for (let n = 0; n < 60; n += 1)
    await done(hub, "adviser", "setMilestone", {
      support,
      kind: "OTHER",
      due: "2026-05-01",
      about: "A milestone, at some length. ".repeat(20),
    });
  const submitted = await done(hub, "department", "submitInformation", { ...submission, account: long });
  const requested = await done(hub, "chief-executive", "requestSupport", { ...signal, wanted: long });
  hub.clock.set("2026-03-02T14:00:00.000Z");
  const ofConcern = { concern: id, explain: id, "explain of another": id, pastConcern: id };
  ids = { ...ofConcern, support, submission: submitted, signal: requested };
});
afterAll(() => hub.close());

/** What somebody is told of what they may not see. */
const isNothing = (found: unknown): boolean => found === null || (found as { __typename?: string }).__typename === "Refused";

describe("What is invisible takes as long as what is not there", () => {
  it.each(
    (["cib-lead-london"] as const).flatMap((person) =>
      (Object.keys(QUESTIONS) as Question[]).map((question) => [person, question] as const),
    ),
  )("to %s, asked for by %s", async (person, question) => {
    const of = async (id: string) => {
      const { data, errors } = await ask(person, QUESTIONS[question], { id });
      if (errors || !isNothing(data?.found))
        throw new Error(`${person} is to be told of nothing: ${JSON.stringify(errors ?? data)}`);
    };
    await expectSameCpu(
      `${person}, ${question}`,
      () => of(NOTHING),
      () => of(ids[question]),
    );
  });

  it("and is found by who may see it, so that there is something to tell", async () => {
    for (const question of Object.keys(QUESTIONS) as Question[]) {
      const { data, errors } = await ask(question === "submission" ? "department" : "chief-executive", QUESTIONS[question], {
        id: ids[question],
      });
      expect(errors, question).toBeUndefined();
      expect(isNothing(data?.found), question).toBe(false);
    }
  });
});
