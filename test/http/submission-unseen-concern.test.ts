// A council that was told of a submission reads nothing about it that tells of a concern that rests on it and of which the council was not told.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, concern, evidence, period, TARROWSHIRE } from "../examples/api-inputs.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const told = {
  ...{ toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "VIDEO_CALL", toldOn: "2026-03-02" },
  about: "What was submitted.",
};
const SHOWN = `cannotBeRead nodes { id considered commands changeRequests { on }
  handling { councilAware setAside { at } concerns { id } version } }`;
const QUESTION = `query($council: ID!) {
  all: submissions { ${SHOWN} }
  waiting: submissions(filter: { waiting: true }) { ${SHOWN} }
  considered: submissions(filter: { waiting: false, council: $council }) { ${SHOWN} }
}`;

let hub: Awaited<ReturnType<typeof startPages>>;
let submission: string;
beforeAll(async () => {
  hub = await startPages();
  submission = await done(hub, "department", "submitInformation", {
    ...{ body: "dfe", council: TARROWSHIRE, strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE", period },
    ...{ account: "Returns came late.", source: "A team (invented)" },
  });
  await done(hub, "adviser", "tellCouncilOfSubmission", { submission, ...told });
});
afterAll(() => hub.close());

/** All that is answered about submissions, and the pages that list them. */
async function answersTo(person: string): Promise<string> {
  const { body } = await hub.ask(person, QUESTION, { council: TARROWSHIRE });
  const pages = await Promise.all(["yes", "no"].map((one) => hub.open(person, `/submissions?waiting=${one}`)));
  const links = pages.map(({ html }) => html.match(/href="\/submissions\/[0-9a-f-]+"/g));
  return JSON.stringify([body, links]);
}

describe("A concern that rests on a submission and of which the council was not told", () => {
  it.each(["2026-03-03T12:00:00.000Z", "2026-03-17T12:00:00.000Z"])(
    "changes no answer of the council about the submission, logged or discarded, on %s",
    async (at) => {
      hub.clock.set(at);
      const council = await answersTo("chief-executive");
      const adviser = await answersTo("adviser");
      const id = await done(hub, "adviser", "logConcern", { ...concern, evidence: [{ ...evidence, submission }] });
      expect(await answersTo("chief-executive")).toBe(council);
      expect(await answersTo("adviser")).not.toBe(adviser);
      await done(hub, "adviser", "proposeDiscard", { concern: id, ground: "IN_ERROR" });
      await done(hub, "second-adviser", "discardConcern", { concern: id });
      expect(await answersTo("chief-executive")).toBe(council);
    },
  );

  it("shows that the submission was used once the council was told", async () => {
    const id = await done(hub, "adviser", "logConcern", { ...concern, evidence: [{ ...evidence, submission }] });
    const before = await answersTo("chief-executive");
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    const after = await answersTo("chief-executive");
    expect(after).not.toBe(before);
    expect(after).toContain(id);
    expect(JSON.parse(after)[0].data).toMatchObject({
      waiting: { nodes: [] },
      considered: { nodes: [{ id: submission, considered: true, handling: { concerns: [{ id }] } }] },
    });
  });
});
