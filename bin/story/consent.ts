// The story of consent: what a council decides about sharing, shown on a running hub. It ends at the first step that goes otherwise than it expects.
// The clock of a running hub cannot be moved, so steps that need days to pass print the days and the states (test/http moves the clock).
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dateInWords } from "../../services/dates.ts";
import { config, day, does, finds, say, UnexpectedAnswer, words } from "./teller.ts";

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
/** A day that is at least 10 working days away, also if there are bank holidays before it. */
const FAIR_DAY = day(21);
const terms = { parts: ["SUMMARY"], purpose: "ALIGN_SUPPORT", until: day(120), answerBy: FAIR_DAY };
const explanation = "So that two offers of help do not meet.";

/** The body's name, as the printed steps have it. */
const NAMES: Readonly<Record<string, string>> = {
  [CIB]: "the CIB leads",
  mhclg: "the ministry",
  "member-peers-east-midlands": "the member peers",
  "performance-support-panel": "the panel",
};
/** The concerns of a run change what the hub answers to the next run: an untold concern hands its last day on to another on the same matter. */
const NEEDS_A_FRESH_HUB = `This story needs a fresh hub. If it was told on this hub before, stop the hub, start it with a new data folder
(CANDOUR_DATA_DIR=./another npm start) and tell the story with the same setting.`;

export async function consent(): Promise<void> {
  try {
    await supportNeedsConsent();
    await silenceIsNoConsent();
    await untoldConcernsEnd();
    await oneOfficerDoesNotReplaceAnother();
    await aCouncilCanBeDivided();
    await aCouncilDisputesThatItWasTold();
    await aCouncilRequestsAShare();
  } catch (error) {
    throw error instanceof UnexpectedAnswer ? new UnexpectedAnswer(`${error.message}\n${NEEDS_A_FRESH_HUB}`) : error;
  }
  say("\nEvery step went as the story expects.");
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
  const { concern: shown } = await does("adviser", `proposes to share it with ${NAMES[body]}`, "proposeShare", {
    ...{ concern, body, ...terms, explanation, ...more },
  });
  return shown?.sharingRecord.at(-1)?.id ?? "";
}

async function supportNeedsConsent(): Promise<void> {
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
  for (const person of leads) await seesSupport(person, id, "nothing");
  await seesSupport("leader", id, "its kind and causes");
  await does(
    "leader",
    "agrees to it, without saying what the region may see",
    "answerSupport",
    { support: id, answer: "AGREED" },
    { changed: SUPPORT },
  );
  for (const person of leads) await seesSupport(person, id, "only its days");
  const nothing = { support: id, regionSees: "NOTHING" };
  await does("leader", "says that the region may see nothing", "setRegionView", nothing, { changed: SUPPORT });
  for (const person of leads) await seesSupport(person, id, "nothing");
  await finds<{ ledger: { disclosures: { nodes: { kind: string; subject: string | null; person: { id: string } }[] } } }>(
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

const seesSupport = (person: string, id: string, expected: "nothing" | "only its days" | "its kind and causes"): Promise<void> =>
  finds<{ support: { kind: string | null; causes: readonly string[] | null } | null }>(
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

async function silenceIsNoConsent(): Promise<void> {
  say("\n2. A council's silence over a weekend opens nothing, and its silence never opens evidence to a department");
  const concern = await toldConcern({ council: AMBLEFORD, strand: "CORPORATE", cause: "FINANCE" }, ["mhclg"]);
  const offer = { ...terms, concern, body: "mhclg", parts: ["EVIDENCE"], purpose: "REASSURE_ON_SUPPORT", explanation };
  await does(
    "adviser",
    "proposes to share the evidence with the ministry, and gives the council three days to answer",
    "proposeShare",
    { ...offer, answerBy: day(3) },
    { refusal: "ANSWER_DATE_TOO_EARLY" },
  );
  const share = await proposed(concern, "mhclg", { parts: ["EVIDENCE"], purpose: "REASSURE_ON_SUPPORT" });
  const on = { concern, share };
  await does("adviser", "makes the share without an answer", "makeShare", on, { refusal: "AWAITING_COUNCIL" });
  await finds<SharingRecord>("adviser", "reads what silence will mean", recordOf(concern), ({ concern: { sharingRecord } }) => {
    const [found] = sharingRecord;
    const isExpected = found?.silence === "IS_OBJECTION" && found.reached === null && found.answerBy === FAIR_DAY;
    return [
      isExpected,
      isExpected
        ? `if the council does not answer by ${dateInWords(found.answerBy)}, it objects; nobody of the council has been reached yet`
        : "something else",
    ];
  });
  const letter = {
    reference: "LGA/1",
    sentOn: day(0),
    chiefExecutive: "Somebody (invented)",
    monitoringOfficer: "Another (invented)",
  };
  await does("adviser", "writes a letter to the council and records it", "recordLetter", { ...on, ...letter });
  await does("adviser", "confirms their own letter", "confirmLetter", on, { refusal: "LETTER_BY_SENDER" });
  await does("second-adviser", "confirms the letter", "confirmLetter", on);
  await finds<SharingRecord>(
    "adviser",
    "reads how the council was reached",
    recordOf(concern),
    ({ concern: { sharingRecord } }) => {
      const how = sharingRecord[0]?.reached?.how;
      return [
        how === "LETTER",
        `by ${words(how ?? "nobody")}; it has until ${dateInWords(sharingRecord[0]?.answerBy ?? FAIR_DAY)}`,
      ];
    },
  );
  await does("adviser", "makes the share before that day", "makeShare", on, { refusal: "AWAITING_COUNCIL" });
}

async function untoldConcernsEnd(): Promise<void> {
  say("\n3. A council is told of a concern by a last day, and a concern that was logged in error is erased");
  const word = `quill${randomUUID().replaceAll("-", "")}bramble`;
  const { id = "" } = await does("adviser", "logs a concern about the wrong council", "logConcern", {
    ...{ ...matter, cause: "LEADERSHIP", summary: `The ${word} is late.`, observed: `Nobody saw the ${word}.` },
  });
  const on = { concern: id };
  await finds<{ concern: { untold: { tellBy: string } | null } }>(
    "adviser",
    "reads by when to tell the council",
    ["query($id: ID!) { concern(id: $id) { untold { tellBy } } }", { id }],
    ({ concern: { untold } }) => [
      untold !== null && untold.tellBy > day(20) && untold.tellBy < day(45),
      untold ? `by ${dateInWords(untold.tellBy)}` : "there is no such day",
    ],
  );
  const longer = { ...on, workingDays: 5, reason: "The chief executive is away." };
  await does("adviser", "extends the time for the concern that they logged", "extendTelling", longer, {
    refusal: "EXTENSION_BY_LOGGER",
  });
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
  if (before === undefined) return say("  The hub's data folder is not on this machine, so the story does not search its files.");
  const after = filesWith(middle) ?? [];
  say(`  A word of the concern was in ${before.length} of the files in the data folder, and is in ${after.length} now.`);
  if (before.length === 0 || after.length > 0)
    throw new UnexpectedAnswer("The story expected the word to be gone from the data folder.");
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
  say("\n4. A section 151 officer cannot replace what the chief executive said, and everybody of the council sees who spoke");
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
  say("\n5. If the chief executive and the leader disagree, the council objects");
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
  say("\n6. A council says that it was not told of a concern: the share is suspended until a second adviser tells the council");
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
      "reads the record that the council was told",
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
  await does("adviser", "proposes another share", "proposeShare", again, { refusal: "AWARENESS_DISPUTED" });
  const telling = { concern, ...told, about: "The concern.", bodies: ["performance-support-panel"] };
  await does("adviser", "records again that they told the council", "recordAwareness", telling, {
    refusal: "TOLD_BY_SAME_ADVISER",
  });
  await does("second-adviser", "tells the chief executive and records it", "recordAwareness", telling);
  await statusIs("adviser", "reads what became of the share", concern, "LIVE");
  await standing("chief-executive", "The adviser's record, not confirmed.");
  await does(
    "chief-executive",
    "disputes that record too, which is recorded and suspends nothing",
    "answerAwareness",
    disputing(),
  );
  await statusIs("adviser", "reads what became of the share", concern, "LIVE");
}

async function aCouncilRequestsAShare(): Promise<void> {
  say(
    "\n7. A council requests a share itself, and nobody reads the concern before the body has accepted the council's condition",
  );
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
  const made = await does("adviser", "makes the share without asking the council again", "makeRequestedShare", {
    concern,
    request,
  });
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
