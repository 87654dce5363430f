// Inputs and steps that the chapters on a council's consent share.
import { day, does, showAnswer, words } from "../teller.ts";

export const TARROWSHIRE = "X00000004";
export const AMBLEFORD = "X00000005";
export const CIB = "cib-east-midlands";
const period = { from: "2025-04-01", to: "2025-09-30" };
export const told = {
  toldName: "Maren Tolliver (invented)",
  toldOffice: "CHIEF_EXECUTIVE",
  channel: "IN_PERSON",
  toldOn: day(0),
};
const evidence = {
  ...{ kind: "CONVERSATION", account: "A manager described teams without supervision since June.", period, handling: "P" },
  ...{ source: "Conversation with a team manager (invented)", grading: { source: "GRADE_1", content: "B" } },
};
export const matter = {
  ...{ council: TARROWSHIRE, strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE", period, evidence: [evidence] },
  ...{
    summary: "Assessments of children in need are late in two teams.",
    observed: "In July and September two teams were late.",
  },
};
/** A day that is at least 10 working days away, also if there are bank holidays before it. */
export const FAIR_DAY = day(21);
export const terms = { parts: ["SUMMARY"], purpose: "ALIGN_SUPPORT", until: day(120), answerBy: FAIR_DAY };
export const explanation = "So that two offers of help do not meet.";

/** The body's name, as the printed steps have it. */
const NAMES: Readonly<Record<string, string>> = {
  [CIB]: "the CIB leads",
  mhclg: "the ministry",
  "member-peers-east-midlands": "the member peers",
  "performance-support-panel": "the panel",
};

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
export type SharingRecord = { readonly concern: { readonly sharingRecord: readonly Share[] } };
export const sharingRecordQuery = (concern: string) =>
  [
    `query($id: ID!) { concern(id: $id) { sharingRecord { id status silence answerBy divided reached { how }
      positions { position speaker { person office } } } } }`,
    { id: concern },
  ] as const;

/** Prints the status of the concern's last share. Another status than this ends the story. */
export const checkStatus = (person: string, what: string, concern: string, status: string): Promise<void> =>
  showAnswer<SharingRecord>(person, what, sharingRecordQuery(concern), ({ concern: { sharingRecord } }) => {
    const share = sharingRecord.at(-1);
    return [share?.status === status, `the share is ${words(share?.status ?? "not there")}`];
  });

/** Prints whether a person sees the concern. The other answer than expected ends the story. */
export const checkConcernSeen = (person: string, concern: string, expected: boolean): Promise<void> =>
  showAnswer<{ concern: object | null }>(
    person,
    "looks for the concern",
    ["query($id: ID!) { concern(id: $id) { stage } }", { id: concern }],
    ({ concern }) => [
      (concern !== null) === expected,
      concern ? "sees it" : "sees nothing: there is no such concern, or they may not see it",
    ],
  );

/** Logs a concern, and records that its council was told of it and of the bodies that it will be shared with. Returns its id. */
export async function logAndTell(about: object, bodies: readonly string[]): Promise<string> {
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
export async function proposeTo(concern: string, body: string, more: object = {}): Promise<string> {
  const { concern: shown } = await does("adviser", `proposes to share it with ${NAMES[body]}`, "proposeShare", {
    ...{ concern, body, ...terms, explanation, ...more },
  });
  return shown?.sharingRecord.at(-1)?.id ?? "";
}
