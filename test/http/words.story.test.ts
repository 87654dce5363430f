// Consent covers the words shown: recipients read what an adviser wrote after the council had agreed only later, over any query or search. The council
// can preview what a body will read before it agrees.
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CIB, evidence, TARROWSHIRE, told } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const LATER = { ...evidence, account: "The quorum was missed at nine hearings." };
const SEARCH = `query($text: String!) { concerns(filter: { text: $text }) { totalCount nodes { id } } }`;
const WORDS = `query($id: ID!) { concern(id: $id) { evidence { id account } laterWords {
  id kind opensOn answer answeredBy { person office } statement openTo { id } } } }`;
const PEERS = "member-peers-east-midlands";
const SUMMARY = `summary { text observed replies { text speaker { person office } } corrections { request reason }
  conclusions { kind acting stands supports { id } } closed { reason } awaitsTelling }`;
const EVIDENCE = "evidence { id account source sourceWithheld told withdrawn { at } }";
const READ = `query($id: ID!) { concern(id: $id) { ${SUMMARY} ${EVIDENCE} } }`;
const PREVIEWED = `preview(parts: $parts) { terms { parts until councilObjects } ${SUMMARY} ${EVIDENCE} people { id name roles reads } }`;
const PREVIEW = `query($id: ID!, $share: ID!, $parts: [SharedPart!]) { concern(id: $id) {
  share(id: $share) { ${PREVIEWED} } sharingRecord { id ${PREVIEWED} } } }`;
type Preview = { readonly summary: object; readonly evidence: readonly object[] | null };
type Previewed = {
  readonly concern: {
    readonly share: { readonly preview: Preview } | null;
    readonly sharingRecord: readonly { readonly id: string; readonly preview: Preview }[] | null;
  };
};
type LaterWord = { readonly id: string; readonly kind: string; readonly opensOn: string; readonly answer: string | null };
type Seen = { readonly concern: { readonly laterWords: readonly LaterWord[] | null } };

describe("Evidence that is added after the council agreed to share it", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  let word: string;
  const onDay = { ...told, toldOn: "2026-05-11" };
  beforeAll(async () => {
    story = await startStory();
    id = await story.awareConcern([CIB, "dfe"]);
    await story.share(id, CIB, { parts: ["EVIDENCE"] });
    await story.share(id, "dfe", { parts: ["EVIDENCE"], purpose: "REASSURE_ON_SUPPORT" });
  });
  afterAll(() => story.close());

  const accounts = async (person: string) => (await story.seen(person, id)).evidence?.map(({ account }) => account);
  const found = async (person: string, text = "quorum") =>
    (await story.asks<{ concerns: { totalCount: number } }>(person, SEARCH, { text })).concerns.totalCount;
  const words = async (person: string) => (await story.asks<Seen>(person, WORDS, { id })).concern.laterWords;

  step("is read by nobody but the council and its advisers for 5 working days from telling the council", async () => {
    await story.does("adviser", "addEvidence", { concern: id, evidence: LATER, told });
    for (const person of ["adviser", "chief-executive"]) {
      check(await accounts(person)).toHaveLength(2);
      check(await found(person)).toBe(1);
    }
    for (const person of ["cib-lead", "department"]) {
      check(await accounts(person)).toHaveLength(1);
      check(await found(person)).toBe(0);
      check(await words(person)).toBeNull();
    }
    const later = (await words("chief-executive"))?.at(-1);
    check(later).toMatchObject({ kind: "EVIDENCE", opensOn: "2026-03-09", answer: null, openTo: [] });
    word = later?.id ?? "";
    check(await story.inbox("chief-executive")).toContainEqual(
      expect.objectContaining({ kind: "WORDS_TO_ANSWER", due: "2026-03-08" }),
    );
  });

  step("opens by date to the regional leads, and not to a department", async () => {
    story.on("2026-03-06");
    check(await accounts("cib-lead")).toHaveLength(1);
    story.on("2026-03-09");
    check(await accounts("cib-lead")).toEqual([evidence.account, LATER.account]);
    check(await found("cib-lead")).toBe(1);
    story.on("2026-05-01");
    check(await accounts("department")).toHaveLength(1);
    check(await found("department")).toBe(0);
  });

  step("closes when the council objects, and opens to both bodies when the council lets it open", async () => {
    check(await story.refused("adviser", "answerWords", { concern: id, words: [word], answer: "OPEN" })).toBe("NOT_PERMITTED");
    await story.does("chief-executive", "answerWords", {
      ...{ concern: id, words: [word], answer: "OBJECT", statement: "Families would be recognised." },
    });
    check((await words("adviser"))?.at(-1)).toMatchObject({
      ...{ answer: "OBJECT", statement: "Families would be recognised.", openTo: [] },
      answeredBy: { person: "chief-executive", office: "CHIEF_EXECUTIVE" },
    });
    check([await accounts("cib-lead"), await found("cib-lead")]).toEqual([[evidence.account], 0]);
    check(await story.refused("section-151-officer", "answerWords", { concern: id, words: [word], answer: "OPEN" })).toMatch(
      /NOT_FOUND|NOT_A_SPEAKER|NOT_PERMITTED|HEAD_HAS_SPOKEN/,
    );
    await story.does("chief-executive", "answerWords", { concern: id, words: [word], answer: "OPEN" });
    for (const person of ["cib-lead", "department"]) {
      check(await accounts(person)).toHaveLength(2);
      check(await found(person)).toBe(1);
    }
  });

  step("waits as a conclusion does too, while recipients read the council's reply at once", async () => {
    const conclusion = { concern: id, kind: "UNDER_REVIEW", acting: "A rota of deputies is tried.", reviewOn: "2026-06-01" };
    await story.does("adviser", "concludeConcern", { ...conclusion, told: { ...told, toldOn: "2026-05-01" } });
    await story.does("chief-executive", "reply", { concern: id, reply: "Deputies are named since April." });
    const { summary } = await story.seen("department", id);
    check(summary).toMatchObject({ replies: [{ text: "Deputies are named since April." }], conclusions: [] });
    check([await found("department", "deputies"), await found("department", "rota")]).toEqual([1, 0]);
    story.on("2026-05-11");
    check((await story.seen("department", id)).summary?.conclusions).toMatchObject([{ acting: conclusion.acting }]);
    check(await found("department", "rota")).toBe(1);
  });

  step(
    "can be previewed by the council under terms of its choice, as the body then reads it, with the people who act for the body",
    async () => {
      await story.does("adviser", "addEvidence", {
        concern: id,
        evidence: { ...LATER, account: "A tenth hearing." },
        told: onDay,
      });
      await story.does("adviser", "recordAwareness", { concern: id, ...told, ...onDay, bodies: [PEERS] });
      await story.does("adviser", "proposeShare", {
        ...{ concern: id, body: PEERS, purpose: "ALIGN_SUPPORT", parts: ["EVIDENCE"], until: "2026-09-30" },
        ...{ explanation: "So that members hear of it from us.", answerBy: "2026-06-30" },
      });
      const share = await story.lastShare(id);
      const preview = async (person: string, parts?: readonly string[]) => {
        const { concern } = await story.asks<Previewed>(person, PREVIEW, { id, share, ...(parts && { parts }) });
        const listed = concern.sharingRecord?.find((one) => one.id === share)?.preview;
        check(concern.share?.preview).toEqual(listed);
        return listed;
      };
      const everything = await preview("chief-executive");
      check(everything).toMatchObject({
        terms: { parts: ["HEADLINE", "SUMMARY", "EVIDENCE"], until: "2026-09-30" },
        people: [{ id: "member-peer", roles: ["MEMBER_PEER"], reads: true }],
      });
      check(everything?.evidence).toHaveLength(3);
      check(await preview("adviser")).toEqual(everything);
      const less = await preview("chief-executive", ["SUMMARY"]);
      check(less).toMatchObject({ terms: { parts: ["HEADLINE", "SUMMARY"] }, evidence: null });
      const { concern: seen } = await story.asks<Previewed>("department", PREVIEW, { id, share });
      check([seen.share, seen.sharingRecord]).toEqual([null, null]);
      const unknown = await story.asks<Previewed>("chief-executive", PREVIEW, { id, share: id });
      check(unknown.concern.share).toBeNull();

      await story.does("chief-executive", "statePosition", {
        ...{ concern: id, share, position: "AGREES_WITH_CONDITIONS", parts: ["SUMMARY"] },
      });
      await story.does("adviser", "makeShare", { concern: id, share });
      const { concern } = await story.asks<{ concern: { summary: object; evidence: object | null } }>("member-peer", READ, {
        id,
      });
      check(concern).toEqual({ summary: less?.summary, evidence: null });
      check((await preview("chief-executive", ["EVIDENCE"]))?.evidence).toEqual(everything?.evidence);
    },
  );

  step("has the council's answer in the ledger, with who gave it", async () => {
    const query = `query($council: String!) { ledger(council: $council) { ... on Ledger { concerns { nodes { history { what by said } } } } } }`;
    const { ledger } = await story.asks<{ ledger: { concerns: { nodes: { history: object[] }[] } } }>("chief-executive", query, {
      council: TARROWSHIRE,
    });
    check(ledger.concerns.nodes[0]?.history).toContainEqual({
      what: "The council objected to later words opening to recipients",
      ...{ by: "chief-executive", said: "Families would be recognised." },
    });
  });
});
