// Who speaks for a council: a section 151 officer does not replace what the chief executive said, everybody of the council sees who spoke in which
// office, and a council whose two heads are divided objects.
import { afterAll, beforeAll, expect as check, describe, expect } from "vitest";
import { proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { storySteps } from "../helpers/story-steps.ts";

const CIB = "cib-east-midlands";
const OF_THE_COUNCIL = ["chief-executive", "leader", "nominated-officer", "section-151-officer", "monitoring-officer"];

const VOICES = `query($id: ID!) { concern(id: $id) {
  summary { replies { text speaker { person office acting } } }
  sharingRecord { id status position divided positions { position statement speaker { person office acting } } }
} }`;
type Speaker = { readonly person: string | null; readonly office: string | null; readonly acting: boolean };
type Voices = {
  readonly concern: {
    readonly summary: { readonly replies: readonly { readonly text: string; readonly speaker: Speaker }[] } | null;
    readonly sharingRecord:
      | readonly {
          readonly status: string;
          readonly position: string;
          readonly divided: boolean;
          readonly positions: readonly { readonly position: string; readonly speaker: Speaker }[];
        }[]
      | null;
  } | null;
};

describe("When several officers speak for a council", () => {
  const step = storySteps();
  let story: Story;
  let id = "";
  let share = "";
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());

  const voices = async (person: string) => (await story.asks<Voices>(person, VOICES, { id })).concern;
  const shareFor = async (person: string) => (await voices(person))?.sharingRecord?.at(-1);
  const spoken = (position: string, person: string, office: string, acting = false) => ({
    position,
    statement: null,
    speaker: { person, office, acting },
  });

  step(
    "an officer who may not speak can read but not answer; an officer of another strand does not see the concern",
    async () => {
      id = await story.awareConcern([CIB]);
      await story.does("adviser", "proposeShare", { concern: id, ...proposal, body: CIB });
      share = await story.lastShare(id);
      const agreeing = { concern: id, share, position: "AGREES" };
      check(await story.sees("monitoring-officer", id)).not.toBeNull();
      check(await story.refused("monitoring-officer", "statePosition", agreeing)).toBe("NOT_A_SPEAKER");
      check(await story.refused("monitoring-officer", "reply", { concern: id, reply: "We disagree." })).toBe("NOT_A_SPEAKER");
      check(await story.sees("director-adults", id)).toBeNull();
      check(await story.refused("director-adults", "statePosition", agreeing)).toBe("NOT_FOUND");
      check(await story.refused("adviser", "statePosition", agreeing)).toBe("NOT_PERMITTED");
    },
  );

  step("the chief executive objects, and the section 151 officer cannot agree in their place", async () => {
    await story.does("chief-executive", "statePosition", { concern: id, share, position: "OBJECTS" });
    for (const position of ["AGREES", "OBJECTS"])
      check(await story.refused("section-151-officer", "statePosition", { concern: id, share, position })).toBe(
        "HEAD_HAS_SPOKEN",
      );
    check(await shareFor("adviser")).toMatchObject({ status: "OBJECTED", position: "OBJECTS", divided: false });
    check(await story.refused("adviser", "makeShare", { concern: id, share })).toBe("COUNCIL_OBJECTS");
  });

  step(
    "an officer cannot agree to another share of the same matter with the body, and silence on it is an objection",
    async () => {
      const twin = await story.awareConcern([CIB]);
      await story.does("adviser", "proposeShare", { concern: twin, ...proposal, body: CIB });
      const other = await story.lastShare(twin);
      check(
        await story.refused("section-151-officer", "statePosition", { concern: twin, share: other, position: "AGREES" }),
      ).toBe("HEAD_HAS_SPOKEN");
      const { silence } = (
        await story.asks<{ concern: { sharingRecord: readonly { silence: string }[] } }>(
          "chief-executive",
          "query($id: ID!) { concern(id: $id) { sharingRecord { silence } } }",
          { id: twin },
        )
      ).concern.sharingRecord[0] ?? { silence: "" };
      check(silence).toBe("IS_OBJECTION");
    },
  );

  step("the leader agrees: the council is divided, and everybody of it and its advisers see who said what", async () => {
    await story.does("leader", "statePosition", { concern: id, share, position: "AGREES" });
    for (const person of [...OF_THE_COUNCIL, "adviser"])
      check(await shareFor(person)).toMatchObject({
        ...{ status: "OBJECTED", position: "OBJECTS", divided: true },
        positions: [spoken("OBJECTS", "chief-executive", "CHIEF_EXECUTIVE"), spoken("AGREES", "leader", "LEADER")],
      });
    check(await story.refused("adviser", "makeShare", { concern: id, share })).toBe("COUNCIL_OBJECTS");
  });

  step("a second adviser overrides the divided council, until one of the two speaks again", async () => {
    await story.does("second-adviser", "overrideObjection", { concern: id, share, reason: "Two reviews would clash." });
    await story.does("adviser", "makeShare", { concern: id, share });
    check(await story.sees("cib-lead", id)).toBeNull();
    check(await shareFor("leader")).toMatchObject({ status: "OPENING" });
    for (const person of ["chief-executive", "leader"])
      check((await story.inbox(person)).find(({ kind }) => kind === "SHARE_OVERRIDDEN")).toMatchObject({
        ...{ about: share, due: "2026-03-04", overdue: false },
        sentence:
          "Priya Fenwick (invented) has overridden your council's objection to a share. It can open on 4 March 2026. Read the reason, and tell us if your council still objects.",
      });
    check(await story.waits("cib-lead")).toEqual([]);
    story.on("2026-03-04");
    check(await story.sees("cib-lead", id)).not.toBeNull();
    await story.does("chief-executive", "statePosition", { concern: id, share, position: "OBJECTS", statement: "Still no." });
    check(await story.sees("cib-lead", id)).toBeNull();
  });

  step("an acting chief executive, whom the monitoring officer names, changes that office's position", async () => {
    const acting = {
      ...{ council: TARROWSHIRE, person: "acting-chief", name: "Orla Fenn (invented)", office: "CHIEF_EXECUTIVE", acting: true },
      ...{ from: "2026-03-02", until: "2026-06-30" },
    };
    check(await story.refused("leader", "nameOfficer", acting)).toBe("NOT_PERMITTED");
    check(await story.refused("monitoring-officer", "nameOfficer", { ...acting, acting: false })).toBe(
      "NOT_AN_OFFICE_OF_THE_COUNCIL",
    );
    check(await story.refused("monitoring-officer", "nameOfficer", { ...acting, council: "X00000005" })).toBe("NOT_PERMITTED");
    await story.does("monitoring-officer", "nameOfficer", acting);
    await story.does("acting-chief", "statePosition", { concern: id, share, position: "AGREES" });
    check(await shareFor("nominated-officer")).toMatchObject({
      ...{ status: "LIVE", position: "AGREES", divided: false },
      positions: [spoken("AGREES", "leader", "LEADER"), spoken("AGREES", "acting-chief", "CHIEF_EXECUTIVE", true)],
    });
    await story.does("chief-executive", "endOfficer", {
      ...{ council: TARROWSHIRE, person: "acting-chief", office: "CHIEF_EXECUTIVE", reason: "The chief executive is back." },
    });
    check(await story.refused("acting-chief", "statePosition", { concern: id, share, position: "OBJECTS" })).toBe("NOT_FOUND");
  });

  step("a recipient sees the office of a reply, and not the person", async () => {
    await story.does("leader", "reply", { concern: id, reply: "Both teams have a manager since October." });
    const said = async (person: string) => (await voices(person))?.summary?.replies.at(-1)?.speaker;
    check(await said("section-151-officer")).toEqual({ person: "leader", office: "LEADER", acting: false });
    check(await said("cib-lead")).toEqual({ person: null, office: "LEADER", acting: false });
  });

  step("an offer of support that the chief executive agrees to and the leader declines is declined", async () => {
    const support = await story.offer("adviser", { answerBy: "2026-03-16" });
    await story.does("chief-executive", "answerSupport", { support, answer: "AGREED", regionSees: "PURPOSE" });
    check(await story.refused("section-151-officer", "answerSupport", { support, answer: "DECLINED" })).toBe("HEAD_HAS_SPOKEN");
    check(await story.refused("monitoring-officer", "answerSupport", { support, answer: "DECLINED" })).toBe("NOT_A_SPEAKER");
    await story.does("leader", "answerSupport", { support, answer: "DECLINED" });
    const { support: seen } = await story.asks<{ support: object }>(
      "nominated-officer",
      "query($id: ID!) { support(id: $id) { status detail { divided answers { answer regionSees speaker { person office } } } } }",
      { id: support },
    );
    check(seen).toEqual({
      status: "DECLINED",
      detail: {
        divided: true,
        answers: [
          { answer: "AGREED", regionSees: "PURPOSE", speaker: { person: "chief-executive", office: "CHIEF_EXECUTIVE" } },
          { answer: "DECLINED", regionSees: null, speaker: { person: "leader", office: "LEADER" } },
        ],
      },
    });
    check(
      (await story.asks<{ support: object | null }>("cib-lead", "query($id: ID!) { support(id: $id) { id } }", { id: support }))
        .support,
    ).toBeNull();
    await story.does("leader", "answerSupport", { support, answer: "AGREED" });
    await story.does("adviser", "beginSupport", { support, begunOn: "2026-03-02" });
  });

  step("no other officer can take back what the leader agreed to in advance", async () => {
    const inAdvance = { council: TARROWSHIRE, body: "dfe", purpose: "ALIGN_SUPPORT", parts: ["SUMMARY"], strand: "CHILDRENS" };
    check(await story.refused("monitoring-officer", "giveStandingAgreement", inAdvance)).toBe("NOT_A_SPEAKER");
    await story.does("leader", "giveStandingAgreement", inAdvance);
    const { council } = await story.asks<{
      council: { standingAgreements: readonly { id: string; givenBy: Speaker; takenBackBy: Speaker | null }[] };
    }>(
      "nominated-officer",
      "query($code: ID!) { council(code: $code) { standingAgreements { id givenBy { person office acting } takenBackBy { person } } } }",
      { code: TARROWSHIRE },
    );
    const [given] = council.standingAgreements;
    check(given).toMatchObject({ givenBy: { person: "leader", office: "LEADER", acting: false }, takenBackBy: null });
    const back = { council: TARROWSHIRE, agreement: given?.id };
    check(await story.refused("section-151-officer", "takeBackStandingAgreement", back)).toBe("HEAD_HAS_SPOKEN");
    await story.does("chief-executive", "takeBackStandingAgreement", back);
  });

  step("everybody of the council sees who holds its offices, and nobody outside it does", async () => {
    const query = "query($code: ID!) { council(code: $code) { officers { person office speaks acting current } } }";
    type Officers = { council: { officers: readonly { readonly person: string }[] | null } };
    const officers = async (person: string) =>
      (await story.asks<Officers>(person, query, { code: TARROWSHIRE })).council.officers;
    for (const person of OF_THE_COUNCIL) {
      const seen = await officers(person);
      check(seen?.map((one) => one.person)).toEqual(expect.arrayContaining([...OF_THE_COUNCIL, "director-adults"]));
      check(seen).toContainEqual({
        ...{ person: "monitoring-officer", office: "MONITORING_OFFICER", speaks: false, acting: false, current: true },
      });
    }
    for (const person of ["adviser", "cib-lead", "leader-ambleford", "governance-officer", "administrator"])
      check(await officers(person)).toBeNull();
  });
});
