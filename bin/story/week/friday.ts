// Friday: the adviser records a talk that belongs to no concern, marks their news as read and arranges cover; the governance officer keeps people and reads no
// concern; the department sees its submission and no concern; the chief executive reads who opened what.
import { randomUUID } from "node:crypto";
import { TARROWSHIRE } from "../consent/steps.ts";
import { as, day, does, say, showAnswer } from "../teller.ts";
import { CONVERSATION, checkOpens, EAST_MIDLANDS, PERSON } from "./steps.ts";

type Disclosures = {
  readonly nodes: readonly {
    readonly subject: string | null;
    readonly surface: string;
    readonly person: { readonly id: string };
  }[];
};

export async function friday(concern: string, submission: string): Promise<void> {
  say("\nFriday. What is left: a talk, cover, people, and who has read what");
  await does(
    "adviser",
    "records a routine talk with the chief executive",
    "recordContact",
    {
      ...{ council: TARROWSHIRE, strand: "CORPORATE", heldOn: day(0), channel: "TELEPHONE", offices: ["CHIEF_EXECUTIVE"] },
      ...{ people: "Maren Tolliver (invented)", topic: "The new leadership team.", agreed: "A visit in spring." },
      ...{ nextStep: "Propose dates.", nextStepBy: day(14), saysNothingUntold: true },
    },
    { changed: CONVERSATION },
  );
  const { news } = await (await as("adviser")).ask<{ news: { nodes: readonly { mark: string }[] } }>(
    "{ news(first: 1) { nodes { mark } } }",
  );
  const read = { person: "adviser", upTo: news.nodes[0]?.mark };
  await does("adviser", "marks the week's news as read", "markNewsRead", read, { changed: "NewsMarked { recorded }" });
  await showAnswer<{ news: { readonly unread: number } }>(
    "adviser",
    "has none left",
    ["{ news { unread } }", {}],
    ({ news: left }) => [left.unread === 0, `${left.unread} unread.`],
  );
  await does(
    "adviser",
    "arranges that a colleague looks after their concerns next week",
    "arrangeCover",
    { person: "adviser", by: "second-adviser", from: day(3), until: day(7) },
    { changed: PERSON },
  );

  const person = `newcomer-${randomUUID().slice(0, 8)}`;
  const named = { person, name: "Nia Newcombe (invented)" };
  await does("governance-officer", "registers a new regional lead", "registerPerson", named, { changed: PERSON });
  await does(
    "governance-officer",
    "gives them their role for a year",
    "startAssignment",
    { person, role: "ADASS_LEAD", regions: [EAST_MIDLANDS], from: day(0), until: day(365) },
    { changed: PERSON },
  );
  await does(
    "governance-officer",
    "corrects their name",
    "renamePerson",
    { person, name: "Nia Newcomb (invented)", reason: "It was misspelt." },
    { changed: PERSON },
  );
  await checkOpens("governance-officer", concern, false);
  await showAnswer<{ overdueUntold: readonly object[] | null }>(
    "governance-officer",
    "asks where councils were not told in time",
    ["{ overdueUntold { kind days region { name } } }", {}],
    ({ overdueUntold }) => [overdueUntold !== null, `${overdueUntold?.length ?? "Not theirs to see"} overdue.`],
  );

  await checkOpens("department", concern, false);
  await showAnswer<{ submission: { readonly account: string; readonly handlingWithheld: boolean } }>(
    "department",
    "reads what it submitted, and not what was done with it",
    ["query($id: ID!) { submission(id: $id) { account handlingWithheld } }", { id: submission }],
    ({ submission: own }) => [own.handlingWithheld, own.account],
  );
  await showAnswer<{ ledger: { disclosures: Disclosures } }>(
    "chief-executive",
    "reads in the ledger who opened the concern",
    [
      `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(first: 100) { nodes { subject surface person { id } } } } } }`,
      {},
    ],
    ({ ledger: { disclosures } }) => {
      const opened = disclosures.nodes.filter(({ subject, surface }) => subject === concern && surface === "READ");
      const readers = [...new Set(opened.map(({ person: reader }) => reader.id))];
      return [["cib-lead", "panel-member"].every((reader) => readers.includes(reader)), readers.sort().join(", ")];
    },
  );
}
