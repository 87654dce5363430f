// Wednesday: the concern is shared with the CIB leads, who have news of it and read it. They and the ADASS leads plan days at the council, which clash; an
// adviser settles the clash. The council notes its budget day.
import { CIB, TARROWSHIRE } from "../consent/steps.ts";
import { as, day, does, say, showAnswer, words } from "../teller.ts";
import { CONVERSATION, checkNews, checkOpens, EAST_MIDLANDS, SUPPORT, shares } from "./steps.ts";

const ADASS = "adass-east-midlands";

export async function wednesday(concern: string): Promise<void> {
  say("\nWednesday. Regional leads read what is shared with them, and see in one diary where their visits meet");
  await checkOpens("cib-lead", concern, false);
  await shares(concern, CIB);
  await checkNews("chief-executive", concern, "SHARE_PROPOSED", "SHARE_MADE");
  await checkNews("cib-lead", concern, "SHARED");
  await checkOpens("cib-lead", concern, true);
  await checkOpens("adass-lead", concern, false);

  const { id: support = "" } = await does(
    "cib-lead",
    "offers a peer challenge to the council, told of the offer that day",
    "offerSupport",
    {
      ...{
        council: TARROWSHIRE,
        strand: "CHILDRENS",
        kind: "CHILDRENS_PEER_CHALLENGE",
        provider: CIB,
        causes: ["SERVICE_PERFORMANCE"],
      },
      ...{ aim: "Peers look at how assessments are made.", lead: "Regional lead director (invented)" },
      ...{ offeredTo: "CHIEF_EXECUTIVE", toldName: "Maren Tolliver (invented)", channel: "IN_PERSON", offeredOn: day(0) },
      ...{ from: day(30), until: day(180), answerBy: day(14), shownTo: [ADASS] },
    },
    { changed: SUPPORT },
  );
  const answer = { support, answer: "AGREED", regionSees: "DATES", office: "CHIEF_EXECUTIVE" };
  await does("chief-executive", "agrees, and lets the region see its days", "answerSupport", answer, { changed: SUPPORT });
  await checkNews("adass-lead", support, "SUPPORT_AGREED");
  const days = { from: day(60), to: day(61) };
  const presence = { support, ...days, place: "The town hall" };
  await does("cib-lead", "plans two days at the council", "planPresence", presence, { changed: SUPPORT });
  const { id: approach = "" } = await does(
    "adass-lead",
    "plans a visit in the same week, after speaking with whoever leads the conversation",
    "planApproach",
    {
      ...{ council: TARROWSHIRE, body: ADASS, kind: "VISIT", strand: "ADULTS", from: day(63), to: day(63) },
      ...{ about: "Half a day with the new team.", leadConsulted: true, knowing: await approachesKnown() },
    },
    { changed: CONVERSATION },
  );
  const budgetDay = { council: TARROWSHIRE, kind: "BUDGET", from: day(62), to: day(62) };
  const { id: notedDate } = await does("chief-executive", "notes when the council sets its budget", "noteDate", budgetDay, {
    changed: CONVERSATION,
  });
  await showAnswer<{ diary: { nodes: readonly Day[] } }>(
    "adass-lead",
    "reads the region's diary",
    [
      "query($region: ID!, $from: Date!, $to: Date!) { diary(region: $region, from: $from, to: $to, first: 100) { nodes { kind noted from provider { name } support { id } approach } } }",
      { region: EAST_MIDLANDS, from: day(58), to: day(65) },
    ],
    ({ diary: { nodes } }) => [
      nodes.some((one) => one.support?.id === support) &&
        nodes.some((one) => one.approach === approach) &&
        nodes.some(({ noted, from }) => noted === "BUDGET" && from === budgetDay.from),
      nodes
        .map(({ kind, noted, from, provider }) => [words(noted ?? kind), "on", from, provider?.name ?? ""].join(" "))
        .join("; "),
    ],
  );
  const cancelled = { council: TARROWSHIRE, notedDate };
  await does("chief-executive", "cancels the date, as the budget is put off", "cancelNotedDate", cancelled, {
    changed: CONVERSATION,
  });
  const clash = await clashOf(support, approach);
  const settled = { council: TARROWSHIRE, clash, how: "BOTH_RUN", note: "The visit is to another building." };
  await does("adviser", "settles the clash: both run", "settleClash", settled, { changed: CONVERSATION });
}

/** The approaches to the council that a planner has to know of. */
async function approachesKnown(): Promise<readonly string[]> {
  const query = `{ council(code: "${TARROWSHIRE}") { approaches { id } } }`;
  const { council } = await (await as("adass-lead")).ask<{ council: { approaches: readonly { id: string }[] } }>(query);
  return council.approaches.map(({ id }) => id);
}

type Day = {
  readonly kind: string;
  readonly noted: string | null;
  readonly from: string;
  /** Null for a date that is noted. */
  readonly provider: { readonly name: string } | null;
  readonly support: { readonly id: string } | null;
  readonly approach: string | null;
};
type Side = Pick<Day, "approach" | "support">;
type Clash = { readonly id: string; readonly first: Side; readonly second: Side };

async function clashOf(support: string, approach: string): Promise<string> {
  let found: Clash | undefined;
  const side = "{ approach support { id } }";
  await showAnswer<{ alignedSupport: readonly { council: { code: string }; clashes: readonly Clash[] }[] }>(
    "adviser",
    "reads where visits to the council clash",
    [
      `query($region: ID!) { alignedSupport(region: $region) { council { code } clashes(first: 20, settled: false) { id first ${side} second ${side} } } }`,
      { region: EAST_MIDLANDS },
    ],
    ({ alignedSupport }) => {
      const clashes = alignedSupport.find(({ council }) => council.code === TARROWSHIRE)?.clashes ?? [];
      found = clashes.find(({ first, second }) => {
        const sides = [first, second];
        return sides.some((one) => one.support?.id === support) && sides.some((one) => one.approach === approach);
      });
      return [found !== undefined, `${clashes.length} not settled, one of them of these two.`];
    },
  );
  return found?.id ?? "";
}
