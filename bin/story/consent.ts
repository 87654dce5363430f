// What a council's consent decides, told with a running hub: four things that a chief executive would refuse, each refused or on record; a divided
// council; a dispute that it was told; a discarded concern; a share that the council starts. A running hub cannot move its clock: steps that need
// days to pass show the days and the states (test/http has the same on a moved clock).
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { config, day, does, finds, say, words } from "./teller.ts";

const TARROWSHIRE = "X00000004";
const AMBLEFORD = "X00000005";
const CIB = "cib-east-midlands";
const SUPPORT = "SupportChanged { id }";
const period = { from: "2025-04-01", to: "2025-09-30" };
const told = { toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE", channel: "IN_PERSON", toldOn: day(0) };
const evidence = {
  ...{ kind: "CONVERSATION", account: "A manager described teams without supervision since June.", period, handling: "P" },
  ...{ source: "Conversation with a team manager (invented)", grading: { source: "GRADE_1", content: "B" } },
};
const matter = {
  ...{ council: TARROWSHIRE, strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE", period, evidence: [evidence] },
  ...{
    summary: "Assessments of children in need are late in two teams.",
    observed: "In July and September two teams were late.",
  },
};
/** 10 working days, whatever bank holidays are among them. */
const FAIR_DAY = day(21);
const terms = { parts: ["SUMMARY"], purpose: "ALIGN_SUPPORT", until: day(120), answerBy: FAIR_DAY };
const explanation = "So that two offers of help do not meet.";

export async function consent(): Promise<void> {
  await supportIsNoSideDoor();
  await silenceIsNoConsent();
  await nothingStaysInTheDark();
  await oneOfficerDoesNotReplaceAnother();
  await aCouncilCanBeDivided();
  await aCouncilDisputesThatItWasTold();
  await aCouncilStartsAShare();
  say("\nEvery step holds.");
}

type Share = {
  readonly id: string;
  readonly status: string;
  readonly silence: string;
  readonly answerBy: string;
  readonly divided: boolean;
  readonly reached: { readonly how: string } | null;
  readonly positions: readonly {
    readonly position: string;
    readonly speaker: { readonly person: string; readonly office: string };
  }[];
};
type SharingRecord = { readonly concern: { readonly sharingRecord: readonly Share[] } };
const recordOf = (concern: string) =>
  [
    `query($id: ID!) { concern(id: $id) { sharingRecord { id status silence answerBy divided reached { how }
      positions { position speaker { person office } } } } }`,
    { id: concern },
  ] as const;

/** Prints the status of the concern's last share, which must be this one. */
const statusIs = (person: string, what: string, concern: string, status: string): Promise<void> =>
  finds<SharingRecord>(person, what, recordOf(concern), ({ concern: { sharingRecord } }) => {
    const share = sharingRecord.at(-1);
    return [share?.status === status, `the share is ${words(share?.status ?? "not there")}`];
  });

/** Prints whether a person sees the concern. */
const seesConcern = (person: string, concern: string, expected: boolean): Promise<void> =>
  finds<{ concern: object | null }>(
    person,
    "looks for the concern",
    ["query($id: ID!) { concern(id: $id) { stage } }", { id: concern }],
    ({ concern }) => [
      (concern !== null) === expected,
      concern ? "sees it" : "sees nothing: there is no such concern, or they may not see it",
    ],
  );

/** Logs a concern and tells its council, and with which bodies it will be shared. Returns its id. */
async function toldConcern(about: object, bodies: readonly string[]): Promise<string> {
  const { id = "" } = await does("adviser", "logs a concern", "logConcern", { ...matter, ...about });
  await does("adviser", "tells the council and records it", "recordAwareness", {
    concern: id,
    ...told,
    about: "The concern.",
    bodies,
  });
  return id;
}

/** Proposes a share. Returns its id. */
async function proposed(concern: string, body: string, more: object = {}): Promise<string> {
  const { concern: shown } = await does("adviser", `proposes to share it with ${body}`, "proposeShare", {
    ...{ concern, body, ...terms, explanation, ...more },
  });
  return shown?.sharingRecord.at(-1)?.id ?? "";
}

async function supportIsNoSideDoor(): Promise<void> {
  say("1. An offer of support is no side door: the region sees what the council lets it see");
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
  for (const person of leads) await seesSupport(person, id, "nothing");
  await seesSupport("leader", id, "kind and causes");
  await does(
    "leader",
    "agrees, and says nothing of the region",
    "answerSupport",
    { support: id, answer: "AGREED" },
    { changed: SUPPORT },
  );
  for (const person of leads) await seesSupport(person, id, "the days alone");
  const nothing = { support: id, regionSees: "NOTHING" };
  await does("leader", "closes that to the region too", "setRegionView", nothing, { changed: SUPPORT });
  for (const person of leads) await seesSupport(person, id, "nothing");
  await finds<{ ledger: { disclosures: { nodes: { kind: string; subject: string | null; person: { id: string } }[] } } }>(
    "chief-executive",
    "finds in the ledger who read the offer",
    [
      `query { ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(first: 100) { nodes { kind subject person { id } } } } } }`,
      {},
    ],
    ({ ledger }) => {
      const readers = new Set(ledger.disclosures.nodes.filter(({ subject }) => subject === id).map(({ person }) => person.id));
      return [leads.every((person) => readers.has(person)), `it was read by ${[...readers].sort().join(", ")}`];
    },
  );
}

const seesSupport = (person: string, id: string, expected: "nothing" | "the days alone" | "kind and causes"): Promise<void> =>
  finds<{ support: { kind: string | null; causes: readonly string[] | null } | null }>(
    person,
    "looks for it",
    ["query($id: ID!) { support(id: $id) { kind causes from } }", { id }],
    ({ support }) => {
      const seen = !support ? "nothing" : support.kind === null && support.causes === null ? "the days alone" : "kind and causes";
      return [seen === expected, `sees ${seen}`];
    },
  );

async function silenceIsNoConsent(): Promise<void> {
  say("\n2. Silence over a weekend opens nothing, least of all evidence to a department");
  const concern = await toldConcern({ council: AMBLEFORD, strand: "CORPORATE", cause: "FINANCE" }, ["mhclg"]);
  const offer = { ...terms, concern, body: "mhclg", parts: ["EVIDENCE"], purpose: "REASSURE_ON_SUPPORT", explanation };
  await does(
    "adviser",
    "proposes to share the evidence with the ministry, to be answered in three days",
    "proposeShare",
    { ...offer, answerBy: day(3) },
    { refusal: "ANSWER_DATE_TOO_EARLY" },
  );
  const share = await proposed(concern, "mhclg", { parts: ["EVIDENCE"], purpose: "REASSURE_ON_SUPPORT" });
  const on = { concern, share };
  await does("adviser", "makes the share, unanswered", "makeShare", on, { refusal: "AWAITING_COUNCIL" });
  await finds<SharingRecord>("adviser", "reads what silence will mean", recordOf(concern), ({ concern: { sharingRecord } }) => {
    const [found] = sharingRecord;
    const holds = found?.silence === "IS_OBJECTION" && found.reached === null && found.answerBy === FAIR_DAY;
    return [
      holds,
      holds ? `no answer by ${found.answerBy} is an objection; nobody of the council has been reached` : "something else",
    ];
  });
  const letter = {
    reference: "LGA/1",
    sentOn: day(0),
    chiefExecutive: "Somebody (invented)",
    monitoringOfficer: "Another (invented)",
  };
  await does("adviser", "writes to the council", "recordLetter", { ...on, ...letter });
  await does("adviser", "confirms their own letter", "confirmLetter", on, { refusal: "LETTER_BY_SENDER" });
  await does("second-adviser", "confirms the letter", "confirmLetter", on);
  await finds<SharingRecord>(
    "adviser",
    "reads how the council was reached",
    recordOf(concern),
    ({ concern: { sharingRecord } }) => {
      const how = sharingRecord[0]?.reached?.how;
      return [how === "LETTER", `by ${words(how ?? "nobody")}, and it has until ${sharingRecord[0]?.answerBy}`];
    },
  );
  await does("adviser", "makes the share before that day", "makeShare", on, { refusal: "AWAITING_COUNCIL" });
}

async function nothingStaysInTheDark(): Promise<void> {
  say("\n3. What the council is not told of has an end, and what was logged in error leaves nothing behind");
  const word = `quill${randomUUID().replaceAll("-", "")}bramble`;
  const { id = "" } = await does("adviser", "logs a concern on the wrong council", "logConcern", {
    ...{ ...matter, cause: "LEADERSHIP", summary: `The ${word} is late.`, observed: `Nobody saw the ${word}.` },
  });
  const on = { concern: id };
  await finds<{ concern: { untold: { tellBy: string } | null } }>(
    "adviser",
    "reads by when the council is to be told",
    ["query($id: ID!) { concern(id: $id) { untold { tellBy } } }", { id }],
    ({ concern: { untold } }) => [untold !== null && untold.tellBy > day(20) && untold.tellBy < day(45), `by ${untold?.tellBy}`],
  );
  const longer = { ...on, workingDays: 5, reason: "The chief executive is away." };
  await does("adviser", "extends the time of their own concern", "extendTelling", longer, { refusal: "EXTENSION_BY_LOGGER" });
  await does("second-adviser", "extends it", "extendTelling", longer);
  await does("second-adviser", "extends it again", "extendTelling", longer, { refusal: "EXTENSION_USED" });
  await seesConcern("chief-executive", id, false);
  await does("adviser", "proposes to discard it, as logged in error", "proposeDiscard", { ...on, ground: "IN_ERROR" });
  await does("adviser", "discards it alone", "discardConcern", on, { refusal: "DISCARD_BY_PROPOSER" });
  // The middle of the word, since an index that compresses words keeps no more.
  const middle = word.slice(5, -7);
  const before = filesWith(middle);
  await does("second-adviser", "discards it", "discardConcern", on);
  await seesConcern("adviser", id, false);
  if (before === undefined) return say("  the hub's data folder is not on this machine, so its files are not read");
  const after = filesWith(middle) ?? [];
  say(`  its words stood in ${before.length} of the data folder's files, and stand in ${after.length} now`);
  if (before.length === 0 || after.length > 0) throw new Error("The story expected its words to be gone from the data folder.");
}

/** The files of the data folder that hold a word; undefined if the folder is not here. */
function filesWith(word: string): readonly string[] | undefined {
  if (!existsSync(config.dataDir)) return undefined;
  const files = readdirSync(config.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => existsSync(file) && readFileSync(file).includes(word));
}

async function oneOfficerDoesNotReplaceAnother(): Promise<void> {
  say("\n4. A section 151 officer does not replace what the chief executive said, and everybody of the council sees who spoke");
  const concern = await toldConcern({}, [CIB]);
  const share = await proposed(concern, CIB);
  const saying = (position: string) => ({ concern, share, position });
  await does("chief-executive", "objects", "statePosition", saying("OBJECTS"));
  await does("section-151-officer", "agrees", "statePosition", saying("AGREES"), { refusal: "HEAD_HAS_SPOKEN" });
  await does("adviser", "makes the share", "makeShare", { concern, share }, { refusal: "COUNCIL_OBJECTS" });
  await finds<SharingRecord>("nominated-officer", "reads who spoke", recordOf(concern), ({ concern: { sharingRecord } }) => {
    const said = (sharingRecord[0]?.positions ?? []).map(
      ({ position, speaker }) => `${speaker.person} as ${words(speaker.office)}: ${words(position)}`,
    );
    return [said.join() === "chief-executive as chief executive: objects", said.join("; ")];
  });
}

async function aCouncilCanBeDivided(): Promise<void> {
  say("\n5. A council whose two heads are divided objects");
  const concern = await toldConcern({ strand: "CORPORATE", cause: "FINANCE" }, ["member-peers-east-midlands"]);
  const share = await proposed(concern, "member-peers-east-midlands");
  const saying = (position: string) => ({ concern, share, position });
  await does("chief-executive", "agrees", "statePosition", saying("AGREES"));
  await does("leader", "objects", "statePosition", saying("OBJECTS"));
  await finds<SharingRecord>(
    "monitoring-officer",
    "reads the sharing record",
    recordOf(concern),
    ({ concern: { sharingRecord } }) => {
      const [found] = sharingRecord;
      return [
        found?.divided === true && found.status === "OBJECTED",
        found?.divided ? "the council is divided, which is an objection" : "it is not divided",
      ];
    },
  );
  await does("adviser", "makes the share", "makeShare", { concern, share }, { refusal: "COUNCIL_OBJECTS" });
  await does("leader", "agrees too", "statePosition", saying("AGREES"));
  await does("adviser", "makes the share", "makeShare", { concern, share });
  await seesConcern("member-peer", concern, true);
}

async function aCouncilDisputesThatItWasTold(): Promise<void> {
  say("\n6. A council says that it was not told: what rests on that is suspended until a second adviser tells a head");
  const concern = await toldConcern({ strand: "CORPORATE", cause: "LEADERSHIP" }, ["performance-support-panel"]);
  const share = await proposed(concern, "performance-support-panel", { purpose: "CHALLENGE_SUPPORT" });
  await does("chief-executive", "agrees", "statePosition", { concern, share, position: "AGREES" });
  await does("adviser", "makes the share", "makeShare", { concern, share });
  await seesConcern("panel-member", concern, true);
  let awareness = "";
  const records = ["query($id: ID!) { concern(id: $id) { awareness { id standing } } }", { id: concern }] as const;
  const standing = (person: string, expected: string) =>
    finds<{ concern: { awareness: { id: string; standing: string }[] } }>(
      person,
      "reads the record of telling",
      records,
      ({ concern }) => {
        const last = concern.awareness.at(-1);
        awareness = last?.id ?? "";
        return [last?.standing === expected, last?.standing ?? "there is none"];
      },
    );
  await standing("chief-executive", "The adviser's record, not confirmed.");
  const disputing = () => ({ concern, awareness, answer: "NOT_TOLD", statement: "Nobody spoke to me." });
  await does("chief-executive", "says that the council was not told", "answerAwareness", disputing());
  await statusIs("adviser", "reads what became of the share", concern, "SUSPENDED");
  await seesConcern("panel-member", concern, false);
  const again = { concern, body: "performance-support-panel", ...terms, explanation };
  await does("adviser", "proposes another", "proposeShare", again, { refusal: "AWARENESS_DISPUTED" });
  const telling = { concern, ...told, about: "The concern.", bodies: ["performance-support-panel"] };
  await does("adviser", "records again that they told the council", "recordAwareness", telling, {
    refusal: "TOLD_BY_SAME_ADVISER",
  });
  await does("second-adviser", "tells the chief executive and records it", "recordAwareness", telling);
  await statusIs("adviser", "reads what became of the share", concern, "LIVE");
  await standing("chief-executive", "The adviser's record, not confirmed.");
  await does("chief-executive", "disputes that too: it is on record and suspends nothing", "answerAwareness", disputing());
  await statusIs("adviser", "reads what became of the share", concern, "LIVE");
}

async function aCouncilStartsAShare(): Promise<void> {
  say("\n7. The council starts a share itself, and its condition in words is accepted before anybody reads");
  const concern = await toldConcern({ strand: "CHILDRENS", cause: "DISENGAGEMENT" }, []);
  const wanted = { concern, body: CIB, parts: ["SUMMARY"], purpose: "ALIGN_SUPPORT", until: day(120), explanation };
  await does("monitoring-officer", "requests a share with the CIB leads", "requestShare", wanted, { refusal: "NOT_A_SPEAKER" });
  await does("chief-executive", "requests it", "requestShare", wanted);
  await seesConcern("cib-lead", concern, false);
  let request = "";
  const requests = ["query($id: ID!) { concern(id: $id) { shareRequests { id status } } }", { id: concern }] as const;
  await finds<{ concern: { shareRequests: { id: string; status: string }[] } }>(
    "adviser",
    "reads the request",
    requests,
    ({ concern }) => {
      const [found] = concern.shareRequests;
      request = found?.id ?? "";
      return [found?.status === "WAITING", `it is ${words(found?.status ?? "not there")}`];
    },
  );
  const made = await does("adviser", "makes the share without another round", "makeRequestedShare", { concern, request });
  const share = made.concern?.sharingRecord.at(-1)?.id;
  await seesConcern("cib-lead", concern, true);
  await does("chief-executive", "attaches a condition", "statePosition", {
    ...{ concern, share, position: "AGREES_WITH_CONDITIONS", until: day(60), statement: "Not to be passed on." },
  });
  await seesConcern("cib-lead", concern, false);
  let statement = 0;
  type ToAccept = { sharesToAccept: { nodes: { share: string; conditions: string | null; statement: number }[] } };
  const waiting = ["{ sharesToAccept { nodes { share conditions statement } } }", {}] as const;
  await finds<ToAccept>("cib-lead", "reads the condition", waiting, ({ sharesToAccept }) => {
    const found = sharesToAccept.nodes.find((one) => one.share === share);
    statement = found?.statement ?? 0;
    return [found?.conditions === "Not to be passed on.", found?.conditions ?? "there is none"];
  });
  await does("cib-lead", "accepts it", "acceptConditions", { concern, share, statement });
  await seesConcern("cib-lead", concern, true);
}
