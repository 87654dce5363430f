// The council starts a share itself: somebody who speaks for it requests the share, and an adviser makes it without another round or declines it.
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CIB, proposal } from "../examples/api-inputs.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const REQUESTS = `query($id: ID!) { concern(id: $id) { version sharingRecord { id request status basis proposed { by } explanation
  positions { position speaker { person office } } } shareRequests { id status body { id } parts purpose explanation until share
  requested { person office } declined { by reason } withdrawn { person } } } }`;
type Requests = {
  readonly shareRequests: readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[] | null;
  readonly sharingRecord: readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[] | null;
};
const wanted = {
  ...{ body: CIB, parts: ["SUMMARY"], purpose: "ALIGN_SUPPORT", until: "2026-06-30" },
  explanation: "So that the leads know what we do about it.",
};

describe("A council that wants a body to see a concern", () => {
  const step = storySteps();
  let story: Story;
  let id: string;
  beforeAll(async () => {
    story = await startStory();
    id = await story.awareConcern([]);
  });
  afterAll(() => story.close());
  const requests = async (person = "chief-executive"): Promise<Requests> =>
    (await story.asks<{ concern: Requests }>(person, REQUESTS, { id })).concern;
  const last = async () => (await requests()).shareRequests?.at(-1)?.id;
  const requesting = (person: string, more: object = {}) =>
    story.does(person, "requestShare", { concern: id, ...wanted, ...more });

  step("can request a share through somebody who may speak for it in the strand, and through nobody else", async () => {
    for (const [person, code] of Object.entries({
      ...{ adviser: "NOT_PERMITTED", "monitoring-officer": "NOT_A_SPEAKER" },
      ...{ "director-adults": "NOT_FOUND", "cib-lead": "NOT_FOUND", "chief-executive-london": "NOT_FOUND" },
    }))
      check(await story.refused(person, "requestShare", { concern: id, ...wanted }), person).toBe(code);
    check(await story.refused("chief-executive", "requestShare", { concern: id, ...wanted, body: "cib-london" })).toBe(
      "BODY_OUT_OF_SCOPE",
    );
    await requesting("chief-executive");
    check(await requests("adviser")).toMatchObject({
      shareRequests: [
        {
          ...{ status: "WAITING", body: { id: CIB }, parts: ["HEADLINE", "SUMMARY"], purpose: "ALIGN_SUPPORT", share: null },
          ...{ explanation: wanted.explanation, until: "2026-06-30", declined: null, withdrawn: null },
          requested: { person: "chief-executive", office: "CHIEF_EXECUTIVE" },
        },
      ],
      sharingRecord: [],
    });
    check(await story.sees("cib-lead", id)).toBeNull();
    check((await story.inbox("adviser")).find(({ kind }) => kind === "SHARE_REQUESTED")).toMatchObject({
      due: "2026-03-09",
      sentence: "The council requests that this concern be shared with a body. Make the share by 9 March 2026, or decline it.",
    });
  });

  step("sees an adviser make the share at once, with the council's own words to the body", async () => {
    const input = { concern: id, request: await last() };
    check(await story.refused("chief-executive", "makeRequestedShare", input)).toBe("NOT_PERMITTED");
    check(await story.refused("cib-lead", "makeRequestedShare", input)).toBe("NOT_FOUND");
    await story.does("adviser", "makeRequestedShare", input);
    const { shareRequests, sharingRecord } = await requests();
    check(shareRequests).toMatchObject([{ status: "MADE", share: sharingRecord?.[0]?.id }]);
    check(sharingRecord).toMatchObject([
      {
        ...{ request: input.request, status: "LIVE", basis: "REQUEST", proposed: { by: "adviser" } },
        explanation: wanted.explanation,
        positions: [{ position: "AGREES", speaker: { person: "chief-executive", office: "CHIEF_EXECUTIVE" } }],
      },
    ]);
    check(await story.sees("cib-lead", id)).toMatchObject({ sharedWithMe: [{ body: { id: CIB }, purpose: "ALIGN_SUPPORT" }] });
    check(await requests("cib-lead")).toMatchObject({ shareRequests: null, sharingRecord: null });
    check(await story.waits("adviser")).not.toContain("SHARE_REQUESTED");
  });

  step(
    "finds the request and the share in the history of the concern, and in the explanation why the body sees the concern",
    async () => {
      const history = `query($id: ID!) { concern(id: $id) { history { what said by } } explain(concern: $id, part: SUMMARY, person: "cib-lead") {
      allowed facts { because { what } } } }`;
      type Told = {
        readonly concern: { readonly history: readonly { readonly what: string; readonly said: string | null }[] };
        readonly explain: { readonly facts: readonly { readonly because: readonly { readonly what: string }[] }[] };
      };
      const { concern, explain } = await story.asks<Told>("chief-executive", history, { id });
      check(concern.history.map(({ what }) => what)).toEqual(
        expect.arrayContaining(["The council requested a share", "A share was proposed", "A share was made"]),
      );
      check(concern.history.find(({ what }) => what === "The council requested a share")?.said).toContain(wanted.explanation);
      check(explain.facts.flatMap(({ because }) => because.map(({ what }) => what))).toEqual(
        expect.arrayContaining(["The council requested a share (Children's Improvement Board regional leads, East Midlands)"]),
      );
    },
  );

  step("can object to the share later, which suspends it", async () => {
    const share = (await requests()).sharingRecord?.[0]?.id;
    await story.does("chief-executive", "statePosition", { concern: id, share, position: "OBJECTS" });
    check(await story.sees("cib-lead", id)).toBeNull();
  });

  step("does not get a share that one of its heads objects to, and reads why the adviser declined the request", async () => {
    await requesting("leader");
    const request = await last();
    check(await story.refused("adviser", "makeRequestedShare", { concern: id, request })).toBe("REQUEST_OPPOSED");
    await story.does("adviser", "declineShareRequest", { concern: id, request, reason: "The chief executive objects." });
    check((await requests()).shareRequests?.at(-1)).toMatchObject({
      ...{ status: "DECLINED", declined: { by: "adviser", reason: "The chief executive objects." } },
    });
    check(await story.refused("leader", "withdrawShareRequest", { concern: id, request })).toBe("REQUEST_ANSWERED");
  });

  step("can withdraw a request that nobody has answered", async () => {
    await requesting("chief-executive", { body: "dfe", purpose: "REASSURE_ON_SUPPORT" });
    const request = await last();
    await story.does("leader", "withdrawShareRequest", { concern: id, request });
    check((await requests()).shareRequests?.at(-1)).toMatchObject({ status: "WITHDRAWN", withdrawn: { person: "leader" } });
    check(await story.refused("adviser", "makeRequestedShare", { concern: id, request })).toBe("REQUEST_ANSWERED");
    check(await story.sees("department", id)).toBeNull();
  });
});

describe("A request for a share to which a head objected on a concern that is restricted inside the council", () => {
  const step = storySteps();
  let story: Story;
  let restricted: string;
  let id: string;
  beforeAll(async () => {
    story = await startStory();
    restricted = await story.awareConcern([CIB], { cause: "LEADERSHIP" });
    await story.does("adviser", "proposeShare", { concern: restricted, ...proposal, body: CIB });
    const named = ["leader", "monitoring-officer"];
    const restriction = { aboutOffices: ["CHIEF_EXECUTIVE"], named, reason: "Members have lost trust in the chief executive." };
    await story.does("monitoring-officer", "restrictConcern", { concern: restricted, ...restriction });
    const share = await story.lastShare(restricted);
    await story.does("leader", "statePosition", { concern: restricted, share, position: "OBJECTS" });
    id = await story.awareConcern([], { cause: "LEADERSHIP" });
  });
  afterAll(() => story.close());
  const input = { ...wanted, purpose: proposal.purpose };

  step("does not tell an officer who reads only the other concern of the objection", async () => {
    check(await story.sees("section-151-officer", restricted)).toBeNull();
    await story.does("section-151-officer", "requestShare", { concern: id, ...input });
  });

  step("is refused to the adviser who would make the share", async () => {
    const { concern } = await story.asks<{ concern: Requests }>("adviser", REQUESTS, { id });
    const made = { concern: id, request: concern.shareRequests?.at(-1)?.id };
    check(await story.refused("adviser", "makeRequestedShare", made)).toBe("REQUEST_OPPOSED");
  });

  step("is refused to the officer once the restriction is lifted", async () => {
    await story.does("monitoring-officer", "liftRestriction", { concern: restricted, reason: "The inquiry is over." });
    check(await story.refused("section-151-officer", "requestShare", { concern: id, ...input })).toBe("HEAD_HAS_SPOKEN");
  });
});
