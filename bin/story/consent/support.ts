// The region sees of an offer of support only what the council lets it see.
import { day, does, say, showAnswer } from "../teller.ts";
import { TARROWSHIRE } from "./steps.ts";

const SUPPORT = "SupportChanged { id }";

export async function supportNeedsConsent(): Promise<void> {
  say("1. The region sees of an offer of support only what the council lets it see");
  const { id = "" } = await does(
    "adviser",
    "offers the leader a package for leadership, and names nobody who will see it",
    "offerSupport",
    {
      ...{ council: TARROWSHIRE, strand: "CORPORATE", kind: "PACKAGE", provider: "lga", causes: ["LEADERSHIP"] },
      ...{ aim: "A top team that trusts each other.", lead: "Improvement adviser (invented)", offeredTo: "LEADER" },
      ...{ toldName: "Cllr Anselm Rook (invented)", channel: "IN_PERSON", offeredOn: day(0), from: day(30), until: day(200) },
      answerBy: day(14),
    },
    { changed: SUPPORT },
  );
  const leads = ["cib-lead", "adass-lead", "regional-improvement"];
  for (const person of leads) await checkSupportSeen(person, id, "nothing");
  await checkSupportSeen("leader", id, "its kind and causes");
  await does(
    "leader",
    "agrees to it, without saying what the region may see",
    "answerSupport",
    { support: id, answer: "AGREED" },
    { changed: SUPPORT },
  );
  for (const person of leads) await checkSupportSeen(person, id, "only its days");
  const nothing = { support: id, regionSees: "NOTHING" };
  await does("leader", "says that the region may see nothing", "setRegionView", nothing, { changed: SUPPORT });
  for (const person of leads) await checkSupportSeen(person, id, "nothing");
  await showAnswer<{ ledger: { disclosures: { nodes: { kind: string; subject: string | null; person: { id: string } }[] } } }>(
    "chief-executive",
    "reads in the ledger who has read the offer",
    [
      `query { ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(first: 100) { nodes { kind subject person { id } } } } } }`,
      {},
    ],
    ({ ledger }) => {
      const readers = new Set(ledger.disclosures.nodes.filter(({ subject }) => subject === id).map(({ person }) => person.id));
      return [leads.every((person) => readers.has(person)), `${[...readers].sort().join(", ")}`];
    },
  );
}

const checkSupportSeen = (
  person: string,
  id: string,
  expected: "nothing" | "only its days" | "its kind and causes",
): Promise<void> =>
  showAnswer<{ support: { kind: string | null; causes: readonly string[] | null } | null }>(
    person,
    "looks for it",
    ["query($id: ID!) { support(id: $id) { kind causes from } }", { id }],
    ({ support }) => {
      const seen = !support
        ? "nothing"
        : support.kind === null && support.causes === null
          ? "only its days"
          : "its kind and causes";
      return [seen === expected, `sees ${seen}`];
    },
  );
