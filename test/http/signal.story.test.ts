// A voluntary signal: a council requests support itself, which never counts as a concern.
import { afterAll, beforeAll, describe } from "vitest";
import { TARROWSHIRE } from "../examples/api-inputs.ts";
import { AMBLEFORD, type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

type Signals = { readonly signals: { readonly nodes: readonly { readonly id: string }[] } };
const SIGNALS = `{ signals { nodes {
  id wanted answer council { code } requested { by } answered { by } withdrawn { by reason } requestedBy { person office acting } withdrawnBy { person office } supports { id status detail { aim } }
} } }`;

describe("A council that requests support itself", () => {
  const step = storySteps();
  let story: Story;
  let signal: string;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story.close());
  const signalsSeenBy = async (person: string) => (await story.asks<Signals>(person, SIGNALS)).signals.nodes;
  const request = { council: TARROWSHIRE, strand: "CHILDRENS", causes: ["SERVICE_PERFORMANCE"] };
  const wanted = "A director who has brought assessment times down to look at ours with us.";
  const others = [
    "adviser-london",
    "leader-ambleford",
    "cib-lead",
    "member-peer",
    "department",
    "panel-member",
    "governance-officer",
    "advisory-board",
  ];

  step("can request support only for itself, and its advisers find the request in their inbox", async () => {
    const { refused, does } = story;
    check(await refused("leader-ambleford", "requestSupport", { ...request, wanted })).toBe("NOT_PERMITTED");
    check(await refused("adviser", "requestSupport", { ...request, wanted })).toBe("NOT_PERMITTED");
    signal = await does("chief-executive", "requestSupport", { ...request, wanted });

    for (const person of ["adviser", "second-adviser", "chief-executive", "nominated-officer"])
      check([person, await signalsSeenBy(person)]).toMatchObject([
        person,
        [
          {
            ...{ id: signal, wanted, answered: null, withdrawnBy: null },
            requestedBy: { person: "chief-executive", office: "CHIEF_EXECUTIVE", acting: false },
          },
        ],
      ]);
    for (const person of others) check([person, await signalsSeenBy(person)]).toEqual([person, []]);
    for (const person of ["adviser", "second-adviser"])
      check(await story.inbox(person)).toMatchObject([
        {
          kind: "SIGNAL_TO_ANSWER",
          due: "2026-03-09",
          council: { code: TARROWSHIRE },
          signal: { strand: "CHILDRENS" },
          concern: null,
        },
      ]);
    check(await story.waits("chief-executive")).toEqual([]);
  });

  step("is offered support and answered, which closes the request", async () => {
    const { refused, does, waits } = story;
    const support = await story.offer("adviser", { aim: "Two days with such a director." });
    const elsewhere = await story.offer("adviser", {
      ...{ council: AMBLEFORD, strand: "CORPORATE", causes: ["FINANCE"] },
      toldName: "The leader (invented)",
      offeredTo: "LEADER",
    });
    const answer = { signal, answer: "We have found one, and offer two days in April." };
    check(await refused("cib-lead", "answerSignal", { ...answer, supports: [support] })).toBe("NOT_FOUND");
    check(await refused("chief-executive", "answerSignal", { ...answer, supports: [support] })).toBe("NOT_PERMITTED");
    check(await refused("adviser", "answerSignal", { ...answer, supports: [support, elsewhere] })).toBe("UNKNOWN_SUPPORT");
    await does("adviser", "answerSignal", { ...answer, supports: [support] });
    check(await refused("second-adviser", "answerSignal", { ...answer, supports: [] })).toBe("SIGNAL_ANSWERED");
    check(await refused("chief-executive", "withdrawSignal", { signal })).toBe("SIGNAL_ANSWERED");

    check(await waits("adviser")).toEqual([]);
    check(await waits("nominated-officer")).toEqual(["AWARENESS_TO_ANSWER", "OFFER_TO_ANSWER"]);
    const offered = [{ id: support, status: "OFFERED", detail: { aim: "Two days with such a director." } }];
    for (const person of ["chief-executive", "adviser"])
      check(await signalsSeenBy(person)).toMatchObject([
        { answer: answer.answer, answered: { by: "adviser" }, supports: offered },
      ]);
    for (const person of others) check([person, await signalsSeenBy(person)]).toEqual([person, []]);
    // The leads of the region do not see that support is offered, as the council was told of none of them, nor that it was asked for.
    const support_ = "query($id: ID!) { support(id: $id) { status detail { aim } } }";
    for (const person of ["cib-lead", "member-peer"])
      check(await story.asks(person, support_, { id: support })).toEqual({ support: null });
  });

  step("may withdraw a request before it is answered", async () => {
    const second = await story.does("nominated-officer", "requestSupport", { ...request, causes: [], strand: "ADULTS", wanted });
    check(await story.waits("adviser")).toEqual(["SIGNAL_TO_ANSWER"]);
    check(await story.refused("leader-ambleford", "withdrawSignal", { signal: second })).toBe("NOT_FOUND");
    await story.does("chief-executive", "withdrawSignal", { signal: second, reason: "We found somebody." });
    check(await story.waits("adviser")).toEqual([]);
    check((await signalsSeenBy("adviser"))[0]).toMatchObject({
      ...{ id: second, withdrawn: { reason: "We found somebody." } },
      requestedBy: { person: "nominated-officer", office: "NOMINATED_OFFICER" },
      withdrawnBy: { person: "chief-executive", office: "CHIEF_EXECUTIVE" },
    });
    check(await story.refused("adviser", "answerSignal", { signal: second, answer: "Gladly." })).toBe("SIGNAL_WITHDRAWN");
  });

  step("is never counted as a concern", async () => {
    const counted = "{ concerns { totalCount nodes { id } facets { strand { count } } } }";
    for (const person of ["adviser", "chief-executive", "cib-lead", "leader-ambleford"])
      check(await story.asks(person, counted)).toEqual({ concerns: { totalCount: 0, nodes: [], facets: { strand: [] } } });
    check(await story.sees("adviser", signal)).toBeNull();
  });
});
